"""A timer keeps the moment it was due at and has another for the next try; one that failed too often is dead."""

from typing import Any

from django.db import migrations, models
from django.db.models import F

from bole.foundation.access.actors import system_scope


def fill(apps: Any, _editor: Any) -> None:
    with system_scope("migration"):
        apps.get_model("queue", "Timer").objects.update(run_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("queue", "0002_scope")]

    operations = [
        migrations.RemoveIndex(model_name="timer", name="queue_timer_due"),
        migrations.AddField(
            model_name="timer", name="error_code", field=models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.AddField(
            model_name="timer", name="error_type", field=models.CharField(blank=True, default="", max_length=128)
        ),
        migrations.AddField(model_name="timer", name="dead_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="timer", name="run_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
