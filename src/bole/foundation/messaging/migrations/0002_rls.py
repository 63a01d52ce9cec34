"""Row-level security: the bank sees its subtree, a candidate his own rows, nobody nothing."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("messaging_outboxmessage", candidate_column="candidate_id"),
    ]
