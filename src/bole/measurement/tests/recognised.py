"""What the shipped recogniser made of the four demo clips: words with times, so that no clip need be decoded.

Renewed by ``bole analyse`` on library/demo when the recogniser changes; ``models`` says which one it was.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from bole.kernel.answers import Event, Observation, Segment, Span, Transcript
from bole.measurement import api
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring import assessing

FILE = Path(__file__).parent / "material" / "recognised.json"


@cache
def clips() -> dict[str, dict[str, Any]]:
    """By the clip's name."""
    return {row["clip"]: row for row in json.loads(FILE.read_text(encoding="utf-8"))}


def heard(clip: str, events: tuple[Event, ...] = ()) -> Observation:
    """One clip as perception hands it over."""
    row = clips()[clip]
    segments, at = [], 0
    for part in row["segments"]:
        at = row["text"].index(part["text"], at)
        segments.append(Segment(part["text"], part["start"], part["end"], at))
        at += len(part["text"])
    return Observation(
        duration=row["duration"],
        transcript=Transcript(row["language"], row["text"], tuple(segments)),
        speech=tuple(Span(s["start"], s["end"]) for s in row["speech"]),
        pauses=tuple(Span(p["start"], p["end"]) for p in row["pauses"]),
        events=events,
    )


@cache
def card(clip: str) -> dict[str, Any]:
    """The analyse object of a clip, without sensitivity runs."""
    return rate(clip, heard(clip))


def rate(clip: str, observation: Observation) -> dict[str, Any]:
    return assessing.assess(
        api.load_question(clips()[clip]["question"]),
        observation,
        default_embedder(),
        law="default",
        input_sha256="",
        plan_sha256="",
        sensitivity=False,
    )
