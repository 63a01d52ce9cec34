"""The second wall for pasted résumés."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0003_resume"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("candidates_resume", candidate_column="candidate_id"),
    ]
