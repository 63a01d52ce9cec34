"""Job portraits and guides, as far as a check of the library needs them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bole.measurement.frameworks import rows
from bole.measurement.frameworks.reading import RubricError, Table
from bole.measurement.frameworks.schema import Both

JOBS = (
    "teller", "relationship-manager", "wealth-manager", "credit-officer", "credit-card-service",
    "risk-control", "technology", "retail",
)  # fmt: skip


FURTHEST_BOUND = 50  # of 100: how far head office may let branches go
MOST_BESIDE = 5  # probes, and personalised questions, a guide may ask at most


@dataclass(frozen=True, slots=True)
class Portrait:
    """A job: title, the guide in use, and the weights of its competencies (100 together)."""

    title: Both
    guide: str
    weights: Mapping[str, float]


def _table(path: Path, form: str) -> Table:
    try:
        table = Table(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RubricError(f"{path.stem}: not readable: {error}") from error
    if table.take("format", str) != form:
        raise RubricError(f"{path.stem}: format must be {form}")
    if table.take("key", str) != path.stem:
        raise RubricError(f"{path.stem}: key must be the file's name")
    table.take("version", int)
    return table


def load_portrait(path: Path) -> Portrait:
    """A job file, format bole.job/1. Raises RubricError.

    ``origin`` says who named a competency or target, ``weight_origin`` who gave the weight: the
    specification, or bole as a proposal for the bank to confirm. A job of the library says both.
    """
    table = _table(path, "bole.job/1")
    weights: dict[str, float] = {}
    for row in table.tables("competency"):
        rows.both(row.table("label"))
        weights[row.take("key", str)] = row.take("weight", float)
        rows.origin(row)
        rows.origin(row, "weight_origin")
        row.done()
    if abs(sum(weights.values()) - 100) > 1e-6:
        raise RubricError(f"{path.stem}.competency: weights must add up to 100")
    portrait = Portrait(rows.both(table.table("title")), table.take("guide", str), weights)
    table.take("process", str)
    table.take("pass_mark", float)
    table.take("auto_advance", bool)
    rows.origin(table, "pass_mark_origin")
    table.strings("channels")
    _targets_and_bounds(table)
    table.done()
    return portrait


def _targets_and_bounds(table: Table) -> None:
    for row in table.tables("target", optional=True):
        row.take("key", str)
        for text in ("label", "definition", "unit"):
            rows.both(row.table(text))
        for figure in ("from", "to"):
            row.take(figure, float)
        rows.origin(row)
        row.done()
    bounds = table.table("bounds", optional=True)
    for name in ("shift", "cap", "share"):
        if not 0 <= bounds.take(name, float, 0.0) <= FURTHEST_BOUND:
            raise RubricError(f"{bounds.where}: {name} is a number from 0 to {FURTHEST_BOUND}")
    bounds.done()


def load_guide(path: Path) -> tuple[str, ...]:
    """Keys of the questions a guide asks, format bole.guide/1. Raises RubricError."""
    table = _table(path, "bole.guide/1")
    rows.both(table.table("title"))
    rows.both(table.table("notes"))
    table.take("retakes", int)
    for limit in ("probes", "personalised"):
        if not 0 <= table.take(limit, int, 1) <= MOST_BESIDE:
            raise RubricError(f"{path.stem}: {limit} is a number from 0 to {MOST_BESIDE}")
    keys = []
    for row in table.tables("question"):
        keys.append(row.take("key", str))
        if keys[-1] in keys[:-1]:
            raise RubricError(f"{path.stem}: {keys[-1]} is asked twice")
        row.take("think_seconds", int, 0)
        row.take("limit_seconds", int, 0)
        row.done()
    table.done()
    return tuple(keys)
