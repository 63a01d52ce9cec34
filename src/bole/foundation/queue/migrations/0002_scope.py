"""Timers belong to a unit."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [("queue", "0001_initial"), ("org", "0002_scope_functions")]
    operations = [rls.enable("queue_timer")]
