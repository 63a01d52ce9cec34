"""HR and managers see rows of their units, an employee his own; his wishes about teams nobody but he."""

from django.db import migrations

from bole.foundation.access import rls

TABLES = (
    "probation",
    "weektask",
    "weekdraft",
    "weekreport",
    "attachment",
    "weeknote",
    "review",
    "decision",
    "plan",
    "planitem",
)
WISH = {
    "table": "performance_teamwish",
    "condition": "(SELECT bole_sees_all()) OR candidate_id = (SELECT bole_candidate())",
}


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        *(rls.enable(f"performance_{name}", candidate_column="candidate_id") for name in TABLES),
        migrations.RunSQL(rls.ENABLE.format(**WISH), rls.DISABLE.format(**WISH)),
    ]
