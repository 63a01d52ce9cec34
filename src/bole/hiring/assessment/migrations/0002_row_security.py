"""The second wall: PostgreSQL itself shows an actor only the rows of his units, a candidate only his own."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("assessment_answerrating", candidate_column="candidate_id"),
        rls.enable("assessment_report", candidate_column="candidate_id"),
        rls.enable("assessment_reportview"),
        rls.enable("assessment_review"),
        rls.enable("assessment_override"),
    ]
