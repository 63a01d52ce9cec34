"""What figures need: since when the stage left behind had been entered, and indexes for columns and periods."""

from typing import Any

from django.db import migrations, models

from bole.foundation.access.actors import system_scope

# A move left a stage that had been entered by the move before it, or by the application itself.
FILL = """
UPDATE pipeline_transition AS move SET since = known.since FROM (
    SELECT earlier.id, coalesce(
        lag(earlier.at) OVER (PARTITION BY earlier.application_id ORDER BY earlier.version),
        application.created_at) AS since
    FROM pipeline_transition AS earlier JOIN pipeline_application AS application
    ON application.id = earlier.application_id) AS known
WHERE known.id = move.id
"""


def fill(_apps: Any, editor: Any) -> None:
    with system_scope("migration"), editor.connection.cursor() as cursor:
        cursor.execute(FILL)


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0002_row_security")]

    operations = [
        migrations.RemoveIndex(model_name="application", name="application_board"),
        migrations.AddField(
            model_name="transition", name="since", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["requisition", "stage", "stage_since", "id"], name="application_column"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-created_at", "-id"], name="application_newest"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(condition=models.Q(("outcome", "")), fields=["due_at"], name="application_due"),
        ),
        migrations.AddIndex(
            model_name="transition",
            index=models.Index(fields=["at", "from_stage"], name="transition_at"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
