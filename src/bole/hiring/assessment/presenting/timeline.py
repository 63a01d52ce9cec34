"""What the timeline strip draws: plain numbers for the script, and the same as rows for the table view."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting.formats import clock, short
from bole.hiring.assessment.presenting.marks import Region, Sets
from bole.hiring.assessment.presenting.words import BEHAVIOUR, say

# Blinks come every few seconds and say nothing about conduct: counted, never drawn.
DRAWN = ("nod", "head_shake", "smile", "frown", "look_away", "posture_shift", "gesture", "second_face")
ABSENT = "face_absent"
LONG_PAUSE = 1.0  # seconds; from here on the length is written beside it (ui.md, section 4)


@dataclass(frozen=True, slots=True)
class Count:
    """How often one kind of behaviour was seen."""

    kind: str
    label: str
    count: int
    drawn: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table view."""

    track: str
    what: str
    start: str
    end: str


def unusable(result: Mapping[str, Any], *channels: str) -> bool:
    """Whether any of the channels was measured and found unusable; one that was not asked for is not bad."""
    quality = result.get("quality") or {}
    bad = [quality[name] for name in channels if name in quality and not quality[name].get("ok", True)]
    return any("not_requested" not in (one.get("reasons") or ()) for one in bad)


def strip(answer: Mapping[str, Any], sets: Sets) -> dict[str, Any]:
    """The numbers behind the drawing; seconds throughout, evidence by set and number."""
    result = answer["result"]
    events = result.get("events") or []
    return {
        "duration": float(answer.get("duration") or 0),
        "speech": pairs(result.get("speech")),
        "pauses": pairs(result.get("pauses")),
        "evidence": {key: spoken(found) for key, found in sets.items()},
        "events": [[e["kind"], e["start"], e["end"], e["value"]] for e in events if e["kind"] in DRAWN],
        "absent": [[e["start"], e["end"]] for e in events if e["kind"] == ABSENT],
        "joints": list(answer.get("joints") or ()),
        "badSound": unusable(result, "audio", "speech"),
        "badFace": unusable(result, "face"),
        "long": LONG_PAUSE,
    }


def spoken(found: Sequence[Region]) -> list[list[float]]:
    """``[number, start, end]`` of the regions that have a time."""
    return [
        [r.number, r.start, r.stop if r.stop is not None else r.start] for r in found if r.start is not None
    ]


def pairs(spans: Sequence[Mapping[str, float]] | None) -> list[list[float]]:
    """``[[start, end], …]`` of spans."""
    return [[span["start"], span["end"]] for span in spans or ()]


def counts(result: Mapping[str, Any]) -> list[Count]:
    """How often each kind of behaviour was seen, in a fixed order; what was not seen is left out."""
    seen = Counter(event["kind"] for event in result.get("events") or ())
    for event in result.get("events") or ():
        if event["kind"] == "nod" and event["value"] > 1:  # one episode of several nods
            seen["nod"] += int(event["value"]) - 1
    order = (*DRAWN, "blink", ABSENT)
    return [Count(kind, say(BEHAVIOUR, kind), seen[kind], kind in DRAWN) for kind in order if seen[kind]]


def table(answer: Mapping[str, Any]) -> list[Row]:
    """The strip as rows in order of time, for readers who do not see it."""
    result = answer["result"]
    rows = [(s["start"], s["end"], _("Speech"), "") for s in result.get("speech") or ()]
    for pause in result.get("pauses") or ():
        length = short(round(pause["end"] - pause["start"], 1))
        rows.append((pause["start"], pause["end"], _("Pause"), _("%(seconds)s s") % {"seconds": length}))
    rows += [
        (e["start"], e["end"], _("Behaviour"), say(BEHAVIOUR, e["kind"]))
        for e in result.get("events") or ()
        if e["kind"] in (*DRAWN, ABSENT)
    ]
    rows += [(at, at, _("Joint"), _("a new recording begins")) for at in answer.get("joints") or ()]
    return [Row(track, what, clock(start), clock(end)) for start, end, track, what in sorted(rows)]
