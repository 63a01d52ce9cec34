"""Every read of appointments, hours and rooms."""

from bole.hiring.scheduling.queries.reading import (
    appointment_of,
    attending,
    get,
    of_candidate,
    room,
    rooms_of,
    visible_to,
)
from bole.hiring.scheduling.queries.times import (
    bank_zone,
    free_slots,
    hours_of,
    is_free,
    offered_and_free,
    people_for,
    specials_of,
    week_of,
    working_day,
)

__all__ = [
    "appointment_of",
    "attending",
    "bank_zone",
    "free_slots",
    "get",
    "hours_of",
    "is_free",
    "of_candidate",
    "offered_and_free",
    "people_for",
    "room",
    "rooms_of",
    "specials_of",
    "visible_to",
    "week_of",
    "working_day",
]
