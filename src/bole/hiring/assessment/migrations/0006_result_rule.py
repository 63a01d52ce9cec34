"""What candidates of a process see of their result, as head office decided."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bole.kernel.ids
from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0005_second_opinion_row_security"),
        ("org", "0002_scope_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "ResultRule",
            [
                (
                    "id",
                    models.UUIDField(
                        default=bole.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                ("process_key", models.CharField(max_length=64)),
                ("show_score", models.BooleanField(default=True)),
                ("show_pass_mark", models.BooleanField(default=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            "ResultRule",
            models.UniqueConstraint(fields=["unit", "process_key"], name="result_rule_once"),
        ),
        rls.enable("assessment_resultrule"),
    ]
