"""Every timer has a next try; the sweep finds the living ones by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queue", "0003_timer_runs")]

    operations = [
        migrations.AlterField(model_name="timer", name="run_at", field=models.DateTimeField()),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(
                condition=models.Q(("dead_at__isnull", True)), fields=["run_at"], name="queue_timer_run"
            ),
        ),
    ]
