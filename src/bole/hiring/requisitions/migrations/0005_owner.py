"""Who answers for an opening, and whether it invites by itself. Older ones belong to who opened them."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bole.foundation.access.actors import system_scope

FILL = """
UPDATE requisitions_requisition AS opening SET owner_id = first.saved_by_id
FROM requisitions_portraitversion AS first
WHERE first.requisition_id = opening.id AND first.version = 1 AND opening.owner_id IS NULL
"""


def fill(_apps: Any, editor: Any) -> None:
    with system_scope("migration"), editor.connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # before the next operation alters the table


class Migration(migrations.Migration):
    dependencies = [
        ("requisitions", "0004_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="requisition", name="auto_invite", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="requisition",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
