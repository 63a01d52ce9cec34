"""Interviews finished in a period are found without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0007_probe_row_security")]

    operations = [
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False)),
                fields=["finished_at"],
                name="interview_finished",
            ),
        ),
    ]
