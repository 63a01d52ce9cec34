"""Authenticator keys leave django-otp's table, where they stood in the clear, for one where they are sealed.

Needs the keyring when there are any. Sessions of before ask for a code again.
"""

from typing import Any

from django.db import migrations


def move(apps: Any, _editor: Any) -> None:
    """One sealed row for each device; of several confirmed ones of a person the newest stays."""
    old, new = apps.get_model("otp_totp", "TOTPDevice"), apps.get_model("access", "Authenticator")
    moved = set()
    for device in old.objects.order_by("-confirmed", "-pk"):
        if device.user_id not in moved:
            moved.add(device.user_id)
            facts = {"name": device.name, "confirmed": device.confirmed, "last_step": device.last_t}
            new.objects.create(user_id=device.user_id, key=device.key, **facts)
    old.objects.all().delete()


def move_back(apps: Any, _editor: Any) -> None:
    """The inverse."""
    old, new = apps.get_model("otp_totp", "TOTPDevice"), apps.get_model("access", "Authenticator")
    for device in new.objects.all():
        facts = {"name": device.name, "confirmed": device.confirmed, "last_t": device.last_step}
        old.objects.create(user_id=device.user_id, key=device.key, **facts)
    new.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("access", "0003_authenticator_and_attempts"), ("otp_totp", "0003_add_timestamps")]
    operations = [migrations.RunPython(move, move_back)]
