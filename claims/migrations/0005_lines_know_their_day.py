from django.db import migrations, models

# Lines of decided claims are fixed; told here is only what they rested on all along.
FILL_DAYS = """
ALTER TABLE claims_claimline DISABLE TRIGGER USER;
UPDATE claims_claimline l SET decided_on = c.event_on FROM claims_claim c WHERE c.id = l.claim_id;
ALTER TABLE claims_claimline ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_fast_lists_and_closed_periods"),
        ("policies", "0003_the_law_as_data"),
    ]

    operations = [
        migrations.RemoveConstraint("claim", "one_claim_a_fact_and_payer"),
        migrations.AddConstraint(
            "claim",
            models.UniqueConstraint(
                fields=["fact_kind", "fact_id", "payer", "resolution", "entitlement_year"],
                condition=~models.Q(state__in=["refused", "cancelled"]),
                name="one_claim_a_fact_and_payer",
                violation_error_message="Sự việc này đã có hồ sơ đề nghị.",
            ),
        ),
        migrations.RemoveConstraint("claimline", "one_line_a_benefit"),
        migrations.AddField(
            "claimline",
            "decided_on",
            models.DateField("ngày quyết định mức hưởng", null=True),
        ),
        migrations.RunSQL(FILL_DAYS, migrations.RunSQL.noop),
        migrations.AlterField(
            "claimline", "decided_on", models.DateField("ngày quyết định mức hưởng")
        ),
        migrations.AddConstraint(
            "claimline",
            models.UniqueConstraint(
                fields=["claim", "benefit", "decided_on"],
                name="one_line_a_benefit_and_day",
                violation_error_message="Mỗi chế độ, mỗi ngày quyết định chỉ có một dòng.",
            ),
        ),
    ]
