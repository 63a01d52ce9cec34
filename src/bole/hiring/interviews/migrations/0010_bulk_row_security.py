"""The second wall for bulk invitations."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0009_bulk_runs"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("interviews_bulkrun"),
        rls.enable("interviews_bulkentry"),
    ]
