from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE claims_claim_number", "DROP SEQUENCE claims_claim_number"
        )
    ]
