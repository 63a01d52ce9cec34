"""The shape of something a person may want to look at, and what is tolerated without a word.

Nothing here is a verdict and nothing here has points. The thresholds are conventions, chosen so that ordinary
disturbance (a call, a notification, a passer-by) is not mentioned; docs/explanation/integrity.md gives
the reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bole.kernel.answers import Event

KINDS = (
    "page_left",
    "text_pasted",
    "second_face",
    "face_absent",
    "even_delivery",
    "near_copy",
    "published_copy",
)
RULE_VERSION = 1
AWAY_SHORTEST = 2.0  # seconds; shorter is a notification pulled down
AWAY_TIMES = 3  # per answer
AWAY_SECONDS = 20.0  # per answer, in all
PASTED_LETTERS = 60
PASTED_SHARE = 0.3  # of the answer as it was handed in
SECOND_FACE = 2.0  # seconds in all
FACE_ABSENT = 5.0


@dataclass(frozen=True, slots=True)
class Sight:
    """``figures`` are what was measured; ``places`` seconds on the answer's timeline (start, end)."""

    kind: str
    figures: dict[str, float] = field(default_factory=dict)
    places: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A page note as the rules need it."""

    kind: str
    at: float
    seconds: float
    size: int


def page_sights(notes: Sequence[Noted], *, answer_letters: int, typed: bool) -> list[Sight]:
    """The page was left often or for long; much of a typed answer was pasted."""
    away = [n for n in notes if n.kind == "hidden" and n.seconds >= AWAY_SHORTEST]
    total = sum(n.seconds for n in away)
    found = []
    if len(away) >= AWAY_TIMES or total >= AWAY_SECONDS:
        figures = {"times": float(len(away)), "seconds": round(total, 1)}
        left = sum(n.kind == "fullscreen" for n in notes)
        if left:  # never a reason by itself: no page here asks for full screen
            figures["full_screen_left"] = float(left)
        places = () if typed else tuple((n.at, round(n.at + n.seconds, 1)) for n in away)
        found.append(Sight("page_left", figures, places))
    pasted = sum(n.size for n in notes if n.kind == "pasted")
    if typed and pasted >= PASTED_LETTERS and pasted >= PASTED_SHARE * max(1, answer_letters):
        figures = {"characters": float(pasted), "of": float(answer_letters)}
        found.append(Sight("text_pasted", figures))
    return found


def presence_sights(events: Iterable[Event]) -> list[Sight]:
    """Somebody else in the picture, or nobody."""
    events = list(events)
    found = []
    for kind, least in (("second_face", SECOND_FACE), ("face_absent", FACE_ABSENT)):
        seen = [e for e in events if e.kind == kind]
        seconds = sum(e.end - e.start for e in seen)
        if seconds >= least:
            places = tuple((round(e.start, 1), round(e.end, 1)) for e in seen)
            found.append(Sight(kind, {"times": float(len(seen)), "seconds": round(seconds, 1)}, places))
    return found
