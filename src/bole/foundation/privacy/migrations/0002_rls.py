"""Row-level security: the bank sees its subtree, a candidate his own rows, nobody nothing."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("privacy_consent", candidate_column="candidate_id"),
        rls.enable("privacy_erasurerecord", candidate_column="candidate_id"),
    ]
