"""How appointments are shown. Plain data in, plain data out; times in the zone the reader is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access.models import User
from bole.foundation.ui import formats
from bole.hiring.scheduling import words
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.rules.spans import Span, clashes

State = Appointment.State
LOOK = {
    State.PLANNED: (lazy("no times offered yet"), "", "clock"),
    State.OFFERED: (lazy("the candidate chooses"), "info", "clock"),
    State.CONFIRMED: (lazy("time chosen"), "success", "ring-check"),
    State.MISSED: (lazy("the candidate did not come"), "warning", "warn"),
    State.CANCELLED: (lazy("cancelled"), "", "minus"),
}
PROBLEMS = {
    "slot_taken": lazy("Nothing was changed: this time has just been taken. Choose another one below."),
    "no_free_time": lazy(
        "Nobody is free at the same time in the next two weeks, or no room is large enough."
    ),
    "moved_too_often": lazy("Nothing was changed: it was moved too often already."),
    "moved_too_late": lazy("Nothing was changed: it is too late to move it."),
    "too_early": lazy("Wait ten minutes for the candidate first."),
    "too_late": lazy("That is too long ago to be marked."),
    "appointment_state": lazy("Nothing was changed: somebody has changed this appointment meanwhile."),
    "application_closed": lazy("The application has ended; nothing is arranged any more."),
    "room_known": lazy("There is a room of that name already."),
    "invalid": lazy("Something is missing or cannot be. Look at what you chose."),
}


OWN_LOOK = {
    State.PLANNED: (lazy("being prepared"), "", "clock"),
    State.OFFERED: (lazy("choose a time"), "warning", "clock"),
    State.CONFIRMED: (lazy("time chosen"), "success", "ring-check"),
    State.MISSED: (lazy("we missed you"), "warning", "warn"),
    State.CANCELLED: (lazy("cancelled"), "", "minus"),
}
OWN_PROBLEMS = {
    "slot_taken": lazy("Somebody was a moment faster. These times are still free:"),
    "invalid": lazy("Choose one of the times."),
    "moved_too_often": lazy("You have changed the time as often as it can be changed."),
    "moved_too_late": lazy("It is too late to change the time here. You can still cancel."),
    "appointment_state": lazy("Nothing was changed: this appointment has changed meanwhile."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment in a list."""

    id: UUID
    title: str
    number: str
    unit: str
    when: str
    place: str
    state: str
    tone: str
    icon: str
    begins: str
    ends: str
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class Time:
    """A time to choose: what the form sends, and how it reads."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The times of one date."""

    words: str
    times: list[Time]


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day of the week calendar."""

    rows: list[Row]
    at_hand: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The head of one day of the week calendar."""

    words: str
    today: bool
    works: bool


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An appointment as its candidate sees it: never who else takes part, nor what they prepare with."""

    id: UUID
    title: str
    when: str
    place: str
    video: str
    minutes: int
    state: str
    tone: str
    icon: str


def own_row(one: Appointment, zone: str) -> OwnRow:
    """For the candidate's page."""
    said, tone, icon = OWN_LOOK[State(one.state)]
    return OwnRow(
        id=one.pk,
        title=words.meeting(one),
        when=words.when(one.starts_at, one.ends_at, zone) if one.starts_at and one.ends_at else "",
        place="" if one.mode == Appointment.Mode.VIDEO else formats.say(one.place),
        video=one.video_url if one.mode == Appointment.Mode.VIDEO else "",
        minutes=one.minutes,
        state=str(said),
        tone=tone,
        icon=icon,
    )


def own_problem(code: str) -> str:
    """What the candidate is told about a refusal."""
    return str(OWN_PROBLEMS.get(code, OWN_PROBLEMS["appointment_state"]))


def problem(code: str) -> str:
    """What to tell about a refusal."""
    return str(PROBLEMS.get(code, PROBLEMS["invalid"]))


def row(one: Appointment, zone: str) -> Row:
    """One appointment; never a name: its page has it for who may read it."""
    said, tone, icon = LOOK[State(one.state)]
    begin, end = _wall(one.starts_at, zone), _wall(one.ends_at, zone)
    return Row(
        id=one.pk,
        title=words.meeting(one),
        number=one.candidate.number,
        unit=words.unit(one),
        when=words.when(one.starts_at, one.ends_at, zone) if one.starts_at and one.ends_at else "",
        place=words.place(one) if one.starts_at else "",
        state=str(said),
        tone=tone,
        icon=icon,
        begins=f"{begin:%H:%M}" if begin else "",
        ends=f"{end:%H:%M}" if end else "",
        starts_at=one.starts_at,
    )


def days(starts: Iterable[datetime], zone: str, chosen: Iterable[datetime] = ()) -> list[Day]:
    """Times by date, in order."""
    marked = set(chosen)
    found: dict[date, list[tuple[datetime, datetime]]] = {}
    for at in sorted(starts):
        local = at.astimezone(ZoneInfo(zone))
        found.setdefault(local.date(), []).append((at, local))
    return [
        Day(
            formats.day(times[0][1]),
            [Time(at.isoformat(), f"{local:%H:%M}", at in marked) for at, local in times],
        )
        for times in found.values()
    ]


def names(users: Sequence[User]) -> str:
    """Who attends, in one line."""
    return _(", ").join(user.get_short_name() for user in users)


def week(
    appointments: Sequence[Appointment], monday: date, zone: str, at_hand: Sequence[Span]
) -> list[tuple[str, list[Cell]]]:
    """Hour by hour: (its words, a cell for each of seven days). ``at_hand``: where somebody can be booked."""
    by_place: dict[tuple[date, int], list[Row]] = {}
    for one in appointments:
        begin = _wall(one.starts_at, zone)
        if begin is not None:
            by_place.setdefault((begin.date(), begin.hour), []).append(row(one, zone))
    hours = [hour for _day, hour in by_place]
    first, last = min([9, *hours]), max([17, *hours])
    return [
        (
            f"{hour:02d}:00",
            [_cell(by_place, monday + timedelta(days=number), hour, zone, at_hand) for number in range(7)],
        )
        for hour in range(first, last + 1)
    ]


def _cell(
    by_place: dict[tuple[date, int], list[Row]], day: date, hour: int, zone: str, at_hand: Sequence[Span]
) -> Cell:
    begin = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    return Cell(by_place.get((day, hour), []), clashes(Span(begin, begin + timedelta(hours=1)), at_hand))


def _wall(at: datetime | None, zone: str) -> datetime | None:
    return at.astimezone(ZoneInfo(zone)) if at is not None else None
