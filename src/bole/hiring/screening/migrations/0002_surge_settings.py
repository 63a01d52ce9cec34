"""What is core, and below which part of its threshold a surge ends, are set per opening."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="surgeplan",
            name="core_share",
            field=models.PositiveSmallIntegerField(default=60),
        ),
        migrations.AddField(
            model_name="surgeplan",
            name="calm_percent",
            field=models.PositiveSmallIntegerField(default=50),
        ),
    ]
