"""A job as a file, format ``bole.job/1``: read with every fault at its line, written back, compared. Pure."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from bole.hiring.requisitions import rules
from bole.hiring.requisitions.varying import Bounds
from bole.kernel.errors import InvalidError

FORMAT = "bole.job/1"
ORIGINS = ("specification", "bole", "bank")
CHANNELS = frozenset({"speech", "voice", "face", "body"})
REQUIRED = frozenset({
    "format", "key", "version", "title", "guide", "process", "pass_mark", "auto_advance", "channels",
    "competency",
})  # fmt: skip
OPTIONAL = frozenset({"pass_mark_origin", "target", "bounds", "questions"})
_COMPETENCY = {"key", "label", "weight"}, {"origin", "weight_origin"}
_TARGET = {"key", "label", "definition", "unit", "from", "to"}, {"origin"}
_BOUNDS: tuple[set[str], set[str]] = (set(), {"shift", "cap", "share"})
_KEY = re.compile(r"[a-z][a-z0-9_-]{1,63}\Z")
MOST_COMPETENCIES, MOST_TARGETS, MOST_QUESTIONS = 20, 10, 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a job: where (``competency[2].weight``), a code, its detail, its line (0:
    unknown)."""

    place: str
    code: str
    detail: str = ""
    line: int = 0


class JobFileError(InvalidError):
    """A job that cannot be used; ``faults`` says all that is wrong with it."""

    code = "job_invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        told = "; ".join(f"{f.place}: {f.code} {f.detail}".strip() for f in faults)
        super().__init__(told, code="job_invalid", fields={f.place: f.code for f in faults})
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Competency:
    """A dimension of a job. ``origin``: who named it; ``weight_origin``: who gave the weight."""

    key: str
    label: Mapping[str, str]
    weight: Decimal
    origin: str = "bank"
    weight_origin: str = "bank"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure the job is followed by, with its definition: from what it is to what it shall be."""

    key: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    unit: Mapping[str, str]
    start: Decimal
    goal: Decimal
    origin: str = "bank"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the head office describes it: the starting point of every requisition.

    ``questions``: keys asked in place of the guide's own; empty: the guide's.
    """

    key: str
    version: int
    title: Mapping[str, str]
    guide: str
    process: str
    pass_mark: Decimal
    auto_advance: bool
    channels: tuple[str, ...]
    competencies: tuple[Competency, ...]
    pass_mark_origin: str = "bank"  # noqa: S105  a mark to pass, no word to get in
    targets: tuple[Target, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    questions: tuple[str, ...] = ()

    @property
    def weights(self) -> dict[str, Decimal]:
        """Weight by competency, 100 together."""
        return {one.key: one.weight for one in self.competencies}

    @property
    def labels(self) -> dict[str, Mapping[str, str]]:
        """Label in both languages by competency."""
        return {one.key: one.label for one in self.competencies}

    @property
    def proposals(self) -> tuple[str, ...]:
        """Places that are bole's proposal, for the bank to confirm."""
        found = [f"competency.{c.key}" for c in self.competencies if c.origin == "bole"]
        found += [f"weight.{c.key}" for c in self.competencies if c.weight_origin == "bole"]
        found += [f"target.{t.key}" for t in self.targets if t.origin == "bole"]
        return (*found, *(["pass_mark"] * (self.pass_mark_origin == "bole")))  # noqa: S105  see above

    def confirmed(self) -> "Job":
        """The same with bole's proposals as the bank's own."""
        bank = {"bole": "bank"}
        return replace(
            self,
            competencies=tuple(
                replace(
                    one,
                    origin=bank.get(one.origin, one.origin),
                    weight_origin=bank.get(one.weight_origin, one.weight_origin),
                )
                for one in self.competencies
            ),
            targets=tuple(replace(t, origin=bank.get(t.origin, t.origin)) for t in self.targets),
            pass_mark_origin=bank.get(self.pass_mark_origin, self.pass_mark_origin),
        )


def read(text: str) -> Job:
    """A job from TOML. JobFileError names every fault and its line."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise JobFileError([Fault("", "toml", str(error), int(found[1]) if found else 0)]) from error
    try:
        return parse(raw)
    except JobFileError as error:
        located = [Fault(f.place, f.code, f.detail, line_of(text, f.place)) for f in error.faults]
        raise JobFileError(sorted(located, key=lambda f: f.line)) from error


def parse(raw: Mapping[str, Any]) -> Job:
    """Check and freeze one job; JobFileError names what is wrong."""
    faults = list(_faults(raw))
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
    )
    faults = list(_whole(job))
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
    return raw


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


def _faults(raw: Mapping[str, Any]) -> Iterator[Fault]:
    if raw.get("format") != FORMAT:
        yield Fault("format", "format", FORMAT)
    yield from _keys("", raw, set(REQUIRED), set(OPTIONAL))
    yield from _types(raw)
    for name, (needed, more), check in (
        ("competency", _COMPETENCY, _competency_faults),
        ("target", _TARGET, _target_faults),
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


def _whole(job: Job) -> Iterator[Fault]:
    """Faults of the job as a whole."""
    if not job.competencies:
        yield Fault("competency", "portrait_empty")
    for name, keys, most in (
        ("competency", [c.key for c in job.competencies], MOST_COMPETENCIES),
        ("target", [t.key for t in job.targets], MOST_TARGETS),
        ("questions", list(job.questions), MOST_QUESTIONS),
    ):
        if len(set(keys)) < len(keys):
            yield Fault(name, "duplicate")
        if len(keys) > most:
            yield Fault(name, "too_many", str(most))
    for index, one in enumerate(job.competencies):
        if one.weight != one.weight.quantize(rules.TENTH):
            yield Fault(f"competency[{index}].weight", "too_fine")
    left = rules.residual(job.weights) if len(job.weights) == len(job.competencies) else Decimal(0)
    if job.competencies and left:
        yield Fault("competency", "weights_not_100", f"{left}")


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


def _decimal(value: float | str) -> Decimal:
    return Decimal(str(value))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
