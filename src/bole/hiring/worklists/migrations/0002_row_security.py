"""The second wall: runs and views of other units do not exist for an actor."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("worklists", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("worklists_savedview"),
        rls.enable("worklists_bulkrun"),
        rls.enable("worklists_bulkitem"),
    ]
