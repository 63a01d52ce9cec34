"""The bank's people see viewings of their units; a candidate none: who watches is no business of his page."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("viewings", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [rls.enable("viewings_viewing"), rls.enable("viewings_watcher")]
