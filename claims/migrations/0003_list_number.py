from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_claim_number")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE claims_list_number", "DROP SEQUENCE claims_list_number")
    ]
