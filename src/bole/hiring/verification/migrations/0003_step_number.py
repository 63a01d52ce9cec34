"""The timeline's own order: several steps may happen in one moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="number",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
