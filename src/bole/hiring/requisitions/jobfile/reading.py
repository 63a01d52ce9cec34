"""A job from its file, with every fault at its line, and back. Pure."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bole.hiring.requisitions.jobfile import checking
from bole.hiring.requisitions.jobfile.shape import (
    FORMAT,
    Competency,
    Exercise,
    Fault,
    Job,
    JobFileError,
    Target,
)
from bole.hiring.requisitions.varying import Bounds
from bole.kernel.toml_body import UnreadableTomlError, table_in


def read(text: str) -> Job:
    """A job from TOML. JobFileError names every fault and its line."""
    try:
        raw = table_in(text)
    except UnreadableTomlError as error:
        found = re.search(r"line (\d+)", str(error))
        raise JobFileError([Fault("", "toml", str(error), int(found[1]) if found else 0)]) from error
    try:
        return parse(raw)
    except JobFileError as error:
        located = [Fault(f.place, f.code, f.detail, line_of(text, f.place)) for f in error.faults]
        raise JobFileError(sorted(located, key=lambda f: f.line)) from error


def parse(raw: Mapping[str, Any]) -> Job:
    """Check and freeze one job; JobFileError names what is wrong."""
    faults = list(checking.faults(raw))
    if faults:
        raise JobFileError(faults)
    job = Job(
        key=raw["key"],
        version=raw["version"],
        title=raw["title"],
        guide=raw["guide"],
        process=raw["process"],
        pass_mark=_decimal(raw["pass_mark"]),
        auto_advance=raw["auto_advance"],
        channels=tuple(raw["channels"]),
        competencies=tuple(map(_competency, raw["competency"])),
        pass_mark_origin=raw.get("pass_mark_origin", "bank"),
        targets=tuple(map(_target, raw.get("target", ()))),
        bounds=Bounds(**{k: _decimal(v) for k, v in raw.get("bounds", {}).items()}),
        questions=tuple(raw.get("questions", ())),
        exercises=tuple(map(_exercise, raw.get("exercise", ()))),
    )
    faults = list(checking.of_the_whole(job))
    if faults:
        raise JobFileError(faults)
    return job


def to_raw(job: Job) -> dict[str, Any]:
    """The job as the table its file holds; ``parse`` gives the same job back."""
    raw: dict[str, Any] = {
        "format": FORMAT,
        "key": job.key,
        "version": job.version,
        "title": dict(job.title),
        "guide": job.guide,
        "process": job.process,
        "pass_mark": _number(job.pass_mark),
        "pass_mark_origin": job.pass_mark_origin,
        "auto_advance": job.auto_advance,
        "channels": list(job.channels),
    }
    if job.questions:
        raw["questions"] = list(job.questions)
    bounds = {"shift": job.bounds.shift, "cap": job.bounds.cap, "share": job.bounds.share}
    raw["bounds"] = {name: _number(value) for name, value in bounds.items()}
    raw["competency"] = [
        {
            "key": c.key,
            "label": dict(c.label),
            "weight": _number(c.weight),
            "origin": c.origin,
            "weight_origin": c.weight_origin,
        }
        for c in job.competencies
    ]
    if job.targets:
        raw["target"] = [_target_row(one) for one in job.targets]
    if job.exercises:
        raw["exercise"] = [
            {"key": one.key, "label": dict(one.label), "within": one.within, "question": one.question}
            for one in job.exercises
        ]
    return raw


def targets(rows: Sequence[Mapping[str, Any]]) -> tuple[Target, ...]:
    """The targets of a job's table, which was checked when it was kept."""
    return tuple(map(_target, rows))


def line_of(text: str, place: str) -> int:
    """The line a place stands at: ``competency[2].weight``; the table's where the key is not found; 0
    without."""
    table, index, name = _parts(place)
    lines = text.splitlines()
    start = 0
    if index is not None:
        heads = [n for n, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
        if index >= len(heads):
            return _first(lines, 0, table)
        start = heads[index]
        return _first(lines, start + 1, name, until="[[") or start + 1
    return _first(lines, 0, name or table)


def _parts(place: str) -> tuple[str, int | None, str]:
    found = re.match(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", place)
    if found is None:
        return "", None, ""
    return found[1], int(found[2]) if found[2] else None, found[3] or ""


def _first(lines: Sequence[str], start: int, name: str, until: str = "") -> int:
    for number, line in enumerate(lines[start:], start=start + 1):
        if until and line.strip().startswith(until):
            break
        if name and re.match(rf"\s*\[*{re.escape(name)}\b", line):
            return number
    return 0


def _competency(row: Mapping[str, Any]) -> Competency:
    return Competency(
        key=row["key"],
        label=row["label"],
        weight=_decimal(row["weight"]),
        origin=row.get("origin", "bank"),
        weight_origin=row.get("weight_origin", "bank"),
    )


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        key=row["key"],
        label=row["label"],
        definition=row["definition"],
        unit=row["unit"],
        start=_decimal(row["from"]),
        goal=_decimal(row["to"]),
        origin=row.get("origin", "bank"),
    )


def _exercise(row: Mapping[str, Any]) -> Exercise:
    return Exercise(row["key"], row["label"], row["within"], row["question"])


def _target_row(one: Target) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": dict(one.label),
        "definition": dict(one.definition),
        "unit": dict(one.unit),
        "from": _number(one.start),
        "to": _number(one.goal),
        "origin": one.origin,
    }


def _decimal(value: float | str) -> Decimal:
    return Decimal(str(value))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
