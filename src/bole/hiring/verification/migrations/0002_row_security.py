"""HR sees checks of their units, a person his own."""

from django.db import migrations

from bole.foundation.access import rls

TABLES = ("verification", "check", "finding", "paper", "doubt", "dispute", "step")


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [rls.enable(f"verification_{table}", candidate_column="candidate_id") for table in TABLES]
