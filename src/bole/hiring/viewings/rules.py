"""Playing together: one clock, one position, whoever moves it. Moments are arguments."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from bole.kernel.errors import InvalidError

Verb = Literal["play", "pause", "seek", "answer"]
VERBS: Final = ("play", "pause", "seek", "answer")
BEAT: Final = timedelta(seconds=10)  # how often a page says that it is there
PRESENT: Final = timedelta(seconds=25)  # two beats may be lost
LONGEST: Final = 4 * 3600.0  # seconds; a position beyond is somebody's mistake


@dataclass(frozen=True, slots=True)
class Playback:
    """At the moment ``at`` the answer stood ``position`` seconds after its beginning; while ``playing`` it
    has moved on as fast as the clock since."""

    answer_id: UUID
    position: float
    playing: bool
    at: datetime

    def now(self, moment: datetime) -> float:
        """Where it stands at ``moment``, in seconds."""
        if not self.playing:
            return self.position
        return self.position + max(0.0, (moment - self.at).total_seconds())


def command(
    before: Playback,
    verb: str,
    *,
    now: datetime,
    position: float | None = None,
    answer_id: UUID | None = None,
) -> Playback:
    """What somebody did with the controls. Without a position it goes on from where everybody is.

    To play what plays, or pause what is paused, changes nothing, so a double click is harmless. InvalidError
    for an unknown verb or a position that is none.
    """
    if verb not in VERBS:
        raise InvalidError("no such control", code="bad_control", fields={"do": "unknown"})
    here = before.now(now) if position is None else check_position(position)
    if verb == "answer":
        if answer_id is None:
            raise InvalidError("which answer?", code="bad_control", fields={"answer": "required"})
        return Playback(answer_id, 0.0 if position is None else here, playing=before.playing, at=now)
    playing = {"play": True, "pause": False}.get(verb, before.playing)
    if verb != "seek" and playing == before.playing:
        return before
    return replace(before, position=here, playing=playing, at=now)


def check_position(seconds: float) -> float:
    """Seconds from the beginning; InvalidError for anything that is no place in a recording."""
    if not 0 <= seconds <= LONGEST:  # also refuses what is not a number
        raise InvalidError("no such place", code="bad_control", fields={"position": "out_of_range"})
    return float(seconds)


def is_present(seen_at: datetime | None, now: datetime) -> bool:
    """Whether a page has said lately that it is there."""
    return seen_at is not None and now - seen_at < PRESENT


def watched(before: float, seen_at: datetime | None, now: datetime, *, playing: bool) -> float:
    """Seconds somebody has watched after another beat: only while it plays, and no gap counts."""
    if seen_at is None or not playing or not is_present(seen_at, now):
        return before
    return before + max(0.0, (now - seen_at).total_seconds())
