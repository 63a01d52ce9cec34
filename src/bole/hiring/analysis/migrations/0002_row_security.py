"""The second wall: PostgreSQL itself shows an actor only the rows of his units, a candidate only his own."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("analysis_analysisrun", candidate_column="candidate_id"),
    ]
