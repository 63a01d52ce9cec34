"""Row-level security: the bank sees its subtree, a candidate his own rows, nobody nothing."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("files_upload", candidate_column="candidate_id"),
        rls.enable("files_uploadpart", candidate_column="candidate_id"),
        rls.enable("files_storedfile", candidate_column="candidate_id"),
        rls.enable("files_fileopening", candidate_column="candidate_id"),
    ]
