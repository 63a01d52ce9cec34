"""Who takes care of a candidate's request, and how it was answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bole.foundation.keys.fields


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0003_cut_off"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "rightsrequest",
            "owner",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "rightsrequest", "resolution", models.CharField(blank=True, default="", max_length=24)
        ),
        migrations.AddField("rightsrequest", "note", bole.foundation.keys.fields.EncryptedTextField(null=True)),
    ]
