"""The second wall for what was read, résumé files and proposed duplicates."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0005_resume_files_and_duplicates"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("candidates_reading"),
        rls.enable("candidates_resumefile", candidate_column="candidate_id"),
        rls.enable("candidates_duplicate"),
    ]
