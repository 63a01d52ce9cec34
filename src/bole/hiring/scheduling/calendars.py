"""Calendar files (RFC 5545): one event for one reader, asked for (REQUEST) or taken back (CANCEL).

The UID of an appointment never changes and its SEQUENCE only rises, so a calendar that has the event moves
or removes it instead of adding another.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import icalendar
from icalendar import vCalAddress, vText

Method = Literal["REQUEST", "CANCEL"]
NAME = "invite.ics"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is named in the event."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Event:
    """What one reader's calendar is told. ``zone``: the reader's; ``url`` leads to his own page."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    description: str
    location: str
    url: str
    organiser: Person
    attendee: Person


def content_type(method: Method) -> str:
    """What mail programs look for."""
    return f"text/calendar; method={method}; charset=utf-8"


def file(event: Event, method: Method, now: datetime) -> bytes:
    """The bytes of the file."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//bole//appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(event, method, now))
    year = event.starts_at.year  # the rules of the zone around the event, not of half a century
    calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(event: Event, method: Method, now: datetime) -> icalendar.Event:
    zone, made = ZoneInfo(event.zone), icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", now)
    made.add("dtstart", event.starts_at.astimezone(zone))
    made.add("dtend", event.ends_at.astimezone(zone))
    made.add("summary", event.summary)
    made.add("description", event.description)
    made.add("location", event.location)
    made.add("url", event.url)
    made.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    made.add("class", "PRIVATE")
    made.add("organizer", _address(event.organiser))
    attendee = _address(event.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    made.add("attendee", attendee)
    return made


def _address(person: Person) -> vCalAddress:
    made = vCalAddress(f"mailto:{person.mail}")
    made.params["CN"] = vText(person.name)
    return made
