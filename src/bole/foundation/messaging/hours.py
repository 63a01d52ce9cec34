"""Quiet hours, in the zone of whoever is written to. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bole.kernel.errors import InvalidError

# Calling codes of places that keep one time; longer codes stand first. Others follow the bank's zone.
ZONES: Final = (
    ("852", "Asia/Hong_Kong"), ("853", "Asia/Macau"), ("886", "Asia/Taipei"), ("86", "Asia/Shanghai"),
    ("65", "Asia/Singapore"), ("81", "Asia/Tokyo"), ("82", "Asia/Seoul"), ("66", "Asia/Bangkok"),
    ("84", "Asia/Ho_Chi_Minh"), ("91", "Asia/Kolkata"), ("971", "Asia/Dubai"), ("44", "Europe/London"),
    ("33", "Europe/Paris"), ("49", "Europe/Berlin"), ("41", "Europe/Zurich"), ("352", "Europe/Luxembourg"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``begins`` to ``ends`` local time, over midnight if it ends earlier; equal times: never."""

    begins: time
    ends: time

    def until(self, now: datetime, zone: str) -> datetime | None:
        """When the quiet that reigns at ``now`` ends; None when there is none."""
        local = now.astimezone(ZoneInfo(zone))
        clock = local.timetz().replace(tzinfo=None)
        over_midnight = self.begins > self.ends
        if over_midnight:
            inside = clock >= self.begins or clock < self.ends
        else:
            inside = self.begins <= clock < self.ends
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and clock >= self.begins else 0)
        return datetime.combine(day, self.ends, tzinfo=ZoneInfo(zone)).astimezone(now.tzinfo)


def parse(text: str) -> Quiet | None:
    """``21:00-08:00`` → the hours; nothing → None. InvalidError for anything else."""
    if not text.strip():
        return None
    begins, _, ends = text.partition("-")
    try:
        return Quiet(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))
    except ValueError as error:
        raise InvalidError(f"not hours: {text!r}", code="quiet_hours") from error


def zone_of(phone: str, bank: str) -> str:
    """The zone a number with a country code speaks of, else the bank's."""
    digits = phone.replace(" ", "").replace("-", "")
    if digits.startswith(("+", "00")):
        digits = digits.removeprefix("+").removeprefix("00")
        for code, zone in ZONES:
            if digits.startswith(code):
                return zone
    return bank


def check_zone(name: str) -> str:
    """The name of a zone; InvalidError for anything else."""
    if name not in available_timezones():
        raise InvalidError("no such time zone", code="zone_unknown")
    return name
