"""Every fault of a job's table, and of the job as a whole. Pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bole.hiring.requisitions import rules
from bole.hiring.requisitions.jobfile.shape import CHANNELS, FORMAT, ORIGINS, Fault, Job

REQUIRED = frozenset({
    "format", "key", "version", "title", "guide", "process", "pass_mark", "auto_advance", "channels",
    "competency",
})  # fmt: skip
OPTIONAL = frozenset({"pass_mark_origin", "target", "bounds", "questions", "exercise"})
_COMPETENCY = {"key", "label", "weight"}, {"origin", "weight_origin"}
_TARGET = {"key", "label", "definition", "unit", "from", "to"}, {"origin"}
_EXERCISE: tuple[set[str], set[str]] = ({"key", "label", "within", "question"}, set())
_BOUNDS: tuple[set[str], set[str]] = (set(), {"shift", "cap", "share"})
_KEY = re.compile(r"[a-z][a-z0-9_-]{1,63}\Z")
MOST_COMPETENCIES, MOST_TARGETS, MOST_QUESTIONS, MOST_EXERCISES = 20, 10, 20, 5


def faults(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """Of the table, before it is read."""
    if raw.get("format") != FORMAT:
        yield Fault("format", "format", FORMAT)
    yield from _keys("", raw, set(REQUIRED), set(OPTIONAL))
    yield from _types(raw)
    for name, (needed, more), check in (
        ("competency", _COMPETENCY, _competency_faults),
        ("target", _TARGET, _target_faults),
        ("exercise", _EXERCISE, _exercise_faults),
    ):
        rows = raw.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            yield Fault(name, "type", "list of tables")
            continue
        for index, row in enumerate(rows):
            place = f"{name}[{index}]"
            yield from _keys(place, row, needed, more)
            yield from check(place, row)
    bounds = raw.get("bounds", {})
    if not isinstance(bounds, Mapping):
        yield Fault("bounds", "type", "table")
    else:
        yield from _keys("bounds", bounds, *_BOUNDS)
        yield from (
            Fault(f"bounds.{k}", "out_of_range", "0–50") for k, v in bounds.items() if not _between(v, 0, 50)
        )


def _keys(place: str, row: Mapping[str, Any], needed: set[str], more: set[str]) -> Iterator[Fault]:
    dot = f"{place}." if place else ""
    yield from (Fault(f"{dot}{key}", "missing") for key in sorted(needed - set(row)))
    yield from (Fault(f"{dot}{key}", "unknown_key") for key in sorted(set(row) - needed - more))


def _types(raw: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("key", "guide", "process"):
        if name in raw and not (isinstance(raw[name], str) and _KEY.match(raw[name])):
            yield Fault(name, "not_a_key")
    if "version" in raw and (not isinstance(raw["version"], int) or isinstance(raw["version"], bool)):
        yield Fault("version", "type", "whole number")
    if "title" in raw and not _both(raw["title"]):
        yield Fault("title", "both_languages")
    if "pass_mark" in raw and not _between(raw["pass_mark"], 0, 100):
        yield Fault("pass_mark", "out_of_range", "0–100")
    if "auto_advance" in raw and not isinstance(raw["auto_advance"], bool):
        yield Fault("auto_advance", "type", "true or false")
    if "channels" in raw and not (_texts(raw["channels"]) and set(raw["channels"]) <= CHANNELS):
        yield Fault("channels", "unknown", ", ".join(sorted(CHANNELS)))
    if "questions" in raw and not _texts(raw["questions"]):
        yield Fault("questions", "type", "list of keys")
    if raw.get("pass_mark_origin", "bank") not in ORIGINS:
        yield Fault("pass_mark_origin", "unknown", ", ".join(ORIGINS))


def _competency_faults(place: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    if "key" in row and not (isinstance(row["key"], str) and _KEY.match(row["key"])):
        yield Fault(f"{place}.key", "not_a_key")
    if "label" in row and not _both(row["label"]):
        yield Fault(f"{place}.label", "both_languages")
    if "weight" in row and not _between(row["weight"], 0, 100, above=True):
        yield Fault(f"{place}.weight", "out_of_range", "0–100")
    for name in ("origin", "weight_origin"):
        if row.get(name, "bank") not in ORIGINS:
            yield Fault(f"{place}.{name}", "unknown", ", ".join(ORIGINS))


def _target_faults(place: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    if "key" in row and not (isinstance(row["key"], str) and _KEY.match(row["key"])):
        yield Fault(f"{place}.key", "not_a_key")
    for name in ("label", "definition", "unit"):
        if name in row and not _both(row[name]):
            yield Fault(f"{place}.{name}", "both_languages")
    for name in ("from", "to"):
        if name in row and not _between(row[name], 0, 10**9):
            yield Fault(f"{place}.{name}", "out_of_range")
    if row.get("origin", "bank") not in ORIGINS:
        yield Fault(f"{place}.origin", "unknown", ", ".join(ORIGINS))


def _exercise_faults(place: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("key", "within", "question"):
        if name in row and not (isinstance(row[name], str) and _KEY.match(row[name])):
            yield Fault(f"{place}.{name}", "not_a_key")
    if "label" in row and not _both(row["label"]):
        yield Fault(f"{place}.label", "both_languages")


def of_the_whole(job: Job) -> Iterator[Fault]:
    """Faults of the job as a whole."""
    if not job.competencies:
        yield Fault("competency", "portrait_empty")
    for name, keys, most in (
        ("competency", [c.key for c in job.competencies], MOST_COMPETENCIES),
        ("target", [t.key for t in job.targets], MOST_TARGETS),
        ("questions", list(job.questions), MOST_QUESTIONS),
        ("exercise", [e.key for e in job.exercises], MOST_EXERCISES),
    ):
        if len(set(keys)) < len(keys):
            yield Fault(name, "duplicate")
        if len(keys) > most:
            yield Fault(name, "too_many", str(most))
    for index, one in enumerate(job.competencies):
        if one.weight != one.weight.quantize(rules.TENTH):
            yield Fault(f"competency[{index}].weight", "too_fine")
    yield from _scenes(job)
    left = rules.residual(job.weights) if len(job.weights) == len(job.competencies) else Decimal(0)
    if job.competencies and left:
        yield Fault("competency", "weights_not_100", f"{left}")


def _scenes(job: Job) -> Iterator[Fault]:
    """An exercise counts in a dimension the job has, and is none itself."""
    for index, scene in enumerate(job.exercises):
        if scene.within not in job.weights:
            yield Fault(f"exercise[{index}].within", "unknown", scene.within)
        if scene.key in job.weights:
            yield Fault(f"exercise[{index}].key", "duplicate")


def _both(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"zh", "en"}
        and all(isinstance(text, str) and 0 < len(text.strip()) <= 400 for text in value.values())
    )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _between(value: Any, low: int, high: int, *, above: bool = False) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return False
    return (low < value if above else low <= value) and value <= high
