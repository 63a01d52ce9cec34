"""Where the candidate is: times are told to him in his own zone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0010_bulk_row_security")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="zone",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
