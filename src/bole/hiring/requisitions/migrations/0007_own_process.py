"""An opening may go another way than its portrait names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requisitions", "0006_bank_rules")]

    operations = [
        migrations.AddField(
            model_name="requisition",
            name="own_process",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
