"""The second wall for everything on its way in."""

from django.db import migrations

from bole.foundation.access import rls

TABLES = ("campaign", "posting", "submission", "batch", "item", "mailbox", "arrival")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [rls.enable(f"intake_{table}") for table in TABLES]
