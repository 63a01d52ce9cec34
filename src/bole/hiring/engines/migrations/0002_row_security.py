"""HR sees interviews of their units."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("engines", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("engines_foreigninterview"),
        rls.enable("engines_foreigncard"),
    ]
