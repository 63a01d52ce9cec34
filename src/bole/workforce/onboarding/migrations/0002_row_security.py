"""Rows by unit and person. Templates name nobody; what IT is told points at nobody."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("onboarding", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("onboarding_onboarding", candidate_column="candidate_id"),
        rls.enable("onboarding_task", candidate_column="candidate_id"),
        rls.enable("onboarding_material", candidate_column="candidate_id"),
        rls.enable("onboarding_note", candidate_column="candidate_id"),
        rls.enable("onboarding_place"),
    ]
