"""The second wall for a message's ways, refusals and the bank's own words."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [("messaging", "0004_words_and_ways"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("messaging_leg", candidate_column="candidate_id"),
        rls.enable("messaging_optout", candidate_column="candidate_id"),
        rls.enable("messaging_wording"),
    ]
