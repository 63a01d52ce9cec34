"""Compare an observation with a clip's truth file (what the clip's maker scripted)."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cn2an

from bole.kernel.answers import Observation

TOLERANCE = 0.4  # seconds


@dataclass(frozen=True)
class Found:
    scripted: int
    found: int
    invented: int


def load(clip: Path) -> dict[str, Any]:
    return json.loads(clip.with_suffix(".json").read_text("utf-8"))


def scripted(truth: dict[str, Any], kind: str) -> list[tuple[float, float]]:
    if kind == "nod":
        return [(n["start"], n["end"]) for n in truth["nods"]]
    if kind == "smile":
        return [(a, b) for a, b in truth["smiles"]]
    if kind == "blink":
        return [(at, at) for at in truth["blinks"]]
    if kind == "posture_shift":
        return [(p["t"], p["t"]) for p in truth["posture_shifts"]]
    return [(e["start"], e["end"]) for e in truth["look_aways"]]


def events(seen: Observation, truth: dict[str, Any], kind: str) -> Found:
    """Begin and end within the tolerance; a blink or a posture shift has one moment only."""
    left = [e for e in seen.events if e.kind == kind]
    wanted = scripted(truth, kind)
    found = 0
    for start, end in wanted:
        edges = [abs(e.start - start) + (abs(e.end - end) if end > start else 0) for e in left]
        fits = [
            i
            for i, e in enumerate(left)
            if (abs(e.start - start) <= TOLERANCE and abs(e.end - end) <= TOLERANCE)
            or (start == end and e.start - TOLERANCE <= start <= e.end + TOLERANCE)
        ]
        if fits:
            left.pop(min(fits, key=edges.__getitem__))
            found += 1
    return Found(len(wanted), found, len(left))


def pauses(seen: Observation, truth: dict[str, Any]) -> Found:
    left = list(seen.pauses)
    found = 0
    for pause in truth["pauses"]:
        fits = [p for p in left if abs(p.start - pause["start"]) <= 0.2 and abs(p.end - pause["end"]) <= 0.2]
        if fits:
            left.remove(fits[0])
            found += 1
    return Found(len(truth["pauses"]), found, len(left))


def error_rate(seen: Observation, truth: dict[str, Any]) -> float:
    """Character error (zh, numerals written out) or word error (en)."""
    plain = _characters if truth["language"] == "zh" else _words
    wanted, got = plain(truth["transcript"]), plain(seen.transcript.text)
    return _distance(wanted, got) / len(wanted)


def _characters(text: str) -> list[str]:
    text = re.sub(r"(\d),(\d)", r"\1\2", text)
    text = re.sub(r"(\d+(?:\.\d+)?)%", r"百分之\1", text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda number: str(cn2an.an2cn(number.group())), text)
    return list(re.sub(r"[^\w]", "", text).lower())


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def _distance(one: list[str], other: list[str]) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one):
        fresh = [i + 1]
        for j, b in enumerate(other):
            fresh.append(min(row[j] + (a != b), row[j + 1] + 1, fresh[-1] + 1))
        row = fresh
    return row[-1]
