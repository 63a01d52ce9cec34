"""The second wall for decisions on follow-up questions."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0006_beside_the_guide"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("interviews_probedecision", candidate_column="candidate_id"),
    ]
