"""The second wall: PostgreSQL itself shows an actor only the rows of his units, a candidate only his own."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("interviews_interview", candidate_column="candidate_id"),
        rls.enable("interviews_interviewassignment"),
        rls.enable("interviews_onetimecode", candidate_column="candidate_id"),
        rls.enable("interviews_answer", candidate_column="candidate_id"),
        rls.enable("interviews_recording", candidate_column="candidate_id"),
        rls.enable("interviews_rightsrequest", candidate_column="candidate_id"),
    ]
