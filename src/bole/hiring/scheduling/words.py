"""An appointment as words: its time in a reader's zone and language, and where it is."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.ui import formats
from bole.hiring.scheduling.models import Appointment

# How people call their time; others are named by their place.
ZONES = {
    "Asia/Shanghai": lazy("Beijing time"),
    "Asia/Hong_Kong": lazy("Hong Kong time"),
    "Asia/Macau": lazy("Macao time"),
    "Asia/Taipei": lazy("Taipei time"),
    "Asia/Singapore": lazy("Singapore time"),
    "Asia/Tokyo": lazy("Tokyo time"),
    "Europe/London": lazy("London time"),
}
WISHES = {
    "another": lazy("the candidate would like another time"),
    "none": lazy("the candidate does not want another time"),
    "cancelled": lazy("the candidate cancelled"),
    "unpicked": lazy("no time was chosen, and all that were offered have passed"),
}
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def speaking(language: str) -> Any:
    """``with speaking("zh")``: messages are written in their reader's language, not the actor's."""
    return translation.override(LANGUAGES["en" if language.startswith("en") else "zh"])


def zone_name(zone: str) -> str:
    """「北京时间」 / “Beijing time”, else the zone's place."""
    return str(ZONES[zone]) if zone in ZONES else zone.rpartition("/")[2].replace("_", " ")


def when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """「11 月 25 日（周三）14:00–14:45（北京时间）」."""
    begin, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    return _("%(day)s %(begins)s–%(ends)s (%(zone)s)") % {
        "day": formats.day(begin),
        "begins": f"{begin:%H:%M}",
        "ends": f"{end:%H:%M}",
        "zone": zone_name(zone),
    }


def meeting(appointment: Appointment) -> str:
    """What it is called."""
    return formats.say(appointment.title) or _("Interview")


def place(appointment: Appointment) -> str:
    """Where it is, in one line."""
    if appointment.mode == Appointment.Mode.VIDEO:
        return _("by video: %(link)s") % {"link": appointment.video_url}
    told = formats.say(appointment.place)
    return told or _("told with the time")


def unit(appointment: Appointment) -> str:
    """The branch."""
    return appointment.unit.name


def page(path: str) -> str:
    """An absolute address of ours."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def moment(at: datetime, zone: str) -> str:
    """One moment: 「11 月 25 日（周三）14:00」."""
    local = at.astimezone(ZoneInfo(zone))
    return _("%(day)s %(time)s") % {"day": formats.day(local), "time": f"{local:%H:%M}"}
