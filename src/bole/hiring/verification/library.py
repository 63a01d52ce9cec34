"""Which checks a job asks for: ``library/verification/JOB.toml``, else ``default.toml``. Unknown keys are
errors."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.hiring.verification.rules import comparing, fields
from bole.hiring.verification.rules.planning import Plan, Planned
from bole.kernel.errors import InvalidError
from bole.parsing import reference
from bole.ports.verification import KINDS

FORMAT = "bole.verification/1"
_HEAD = {"format", "key", "version", "title", "reply_working_days", "gap_months", "check"}
_CHECK = {"kind", "order", "source", "cost_fen", "working_days", "retention_days", "legal_basis"}
_MAY = {"gate", "take", "years", "needs", "enabled"}
_KEY = re.compile(r"[a-z0-9-]{1,60}\Z")


def plan_for(job_key: str) -> Plan:
    """The list of a job, or the default one. InvalidError (``plan_damaged``) for a file that is not one."""
    named = _folder() / f"{job_key}.toml"
    return _load(named if _KEY.match(job_key) and named.exists() else _folder() / "default.toml")


def every() -> list[Plan]:
    """All lists of the library, the default one first."""
    found = [_load(path) for path in sorted(_folder().glob("*.toml"))]
    return sorted(found, key=lambda one: one.key != "default")


def switched_off(key: str) -> list[Planned]:
    """The checks of a list that are written but not done."""
    return [one for one, enabled in _all_of(_folder() / f"{key}.toml") if not enabled]


def from_json(raw: Mapping[str, Any]) -> Plan:
    """A list as it was kept with a verification."""
    checks = tuple(Planned(**{**one, "needs": tuple(one["needs"])}) for one in raw["checks"])
    return Plan(**{**raw, "checks": checks})


def _folder() -> Path:
    return Path(settings.LIBRARY_DIR) / "verification"


def _load(path: Path) -> Plan:
    head, sha256 = _read(path)
    return Plan(
        key=head["key"],
        version=head["version"],
        sha256=sha256,
        reply_working_days=head["reply_working_days"],
        gap_months=head["gap_months"],
        checks=tuple(one for one, enabled in _all_of(path) if enabled),
        title=head["title"],
    )


def _all_of(path: Path) -> list[tuple[Planned, bool]]:
    head, _sha256 = _read(path)
    found = [(_planned(row, path), bool(row.get("enabled", True))) for row in head["check"]]
    if len({one.kind for one, _enabled in found}) != len(found):
        raise _damaged(path, "a kind twice")
    return found


@cache
def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        raw = path.read_bytes()
        head = tomllib.loads(raw.decode())
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    if (
        set(head) != _HEAD
        or set(head["title"]) != {"zh", "en"}
        or head["format"] != FORMAT
        or head["key"] != path.stem
    ):
        raise _damaged(path, "unknown or missing keys")
    numbers = (head["version"], head["reply_working_days"], head["gap_months"])
    if not all(isinstance(one, int) and 0 < one < 100 for one in numbers):
        raise _damaged(path, "a number out of range")
    return head, hashlib.sha256(raw).hexdigest()


def _planned(row: Mapping[str, Any], path: Path) -> Planned:
    if not _CHECK <= set(row) <= _CHECK | _MAY or row["kind"] not in KINDS:
        raise _damaged(path, f"check {row.get('kind')!r} has unknown or missing keys")
    needs = tuple(row.get("needs", ()))
    sound = (
        set(row["legal_basis"]) == {"zh", "en"}
        and set(needs) <= set(fields.of(row["kind"]))
        and row.get("take", "all") in {"all", "highest"}
        and all(isinstance(row[name], int) and row[name] >= 0 for name in ("order", "cost_fen"))
        and 0 < row["working_days"] <= 60
        and 0 < row["retention_days"] <= 3650
    )
    if not sound:
        raise _damaged(path, f"check {row['kind']} is out of range")
    return Planned(
        kind=row["kind"],
        order=row["order"],
        source=row["source"],
        cost_fen=row["cost_fen"],
        working_days=row["working_days"],
        retention_days=row["retention_days"],
        legal_basis=row["legal_basis"],
        gate=bool(row.get("gate", False)),
        take=row.get("take", "all"),
        years=int(row.get("years", 0)),
        needs=needs,
    )


def _damaged(path: Path, why: str) -> InvalidError:
    return InvalidError(f"{path.name}: {why}", code="plan_damaged")


@cache
def degrees() -> Mapping[str, str]:
    """Printed words for degrees, squashed → level."""
    levels = reference.load("degrees")["levels"]
    words = {comparing.squash(word): row["key"] for row in levels for word in row["words"]}
    return {
        **words,
        **{comparing.squash(row[name]): row["key"] for row in levels for name in ("key", "zh", "en")},
    }
