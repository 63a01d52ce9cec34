"""``library/development``: programs of probation, courses, plan rules, grounds for ending, statements on
teams.

Every file is checked when it is read: an unknown or missing key, a wrong type or a broken reference is a
fault of the installation and says its place.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.kernel.errors import BoleError
from bole.workforce.performance.rules.ending import Paper, Reason
from bole.workforce.performance.rules.planning import HIGH, LOW, Rule
from bole.workforce.performance.rules.reporting import KINDS

DEFAULT = "default"
Texts = dict[str, str]


class DevelopmentLibraryError(BoleError):
    """A file under ``library/development`` cannot be used."""

    code = "development_library"


@dataclass(frozen=True, slots=True)
class ProgramTask:
    """One task of a program; ``last`` 0: to the end."""

    key: str
    kind: str
    first: int
    last: int
    target: float | None
    title: Texts
    measure: Texts
    competency: str

    def in_week(self, number: int) -> bool:
        """Whether it is due in that week."""
        return self.first <= number and (not self.last or number <= self.last)


@dataclass(frozen=True, slots=True)
class Program:
    """What a post's probation consists of."""

    key: str
    version: int
    sha256: str
    title: Texts
    standards: tuple[Texts, ...]
    tasks: tuple[ProgramTask, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A course a plan can name."""

    key: str
    title: Texts
    about: Texts


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The rules of the plan in one version."""

    version: int
    sha256: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence an employee says yes or no to, for one kind of work."""

    key: str
    kind: str
    text: Texts


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work; ``reports``: weekly tasks that belong to it."""

    key: str
    label: Texts
    reports: tuple[str, ...]


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.LIBRARY_DIR) / "development"


def program(job_key: str) -> Program:
    """The program of a post, else the default one."""
    found = programs()
    return found.get(job_key) or found[DEFAULT]


def programs() -> dict[str, Program]:
    """All of them by key."""
    return _programs(folder() / "probation")


def courses() -> dict[str, Course]:
    """All courses by key, in the order of the file."""
    return _courses(folder() / "courses.toml")


def plan_rules() -> PlanRules:
    """The rules in force."""
    return _plan_rules(folder() / "plans.toml")


def reasons() -> dict[str, Reason]:
    """Grounds for ending by key, in the order of the file."""
    return _reasons(folder() / "ending.toml")


def statements() -> tuple[Statement, ...]:
    """What an employee may answer about kinds of work."""
    return _team(folder() / "team.toml")[0]


def work_kinds() -> dict[str, WorkKind]:
    """Kinds of work by key."""
    return _team(folder() / "team.toml")[1]


@cache
def _programs(where: Path) -> dict[str, Program]:
    found = {path.stem: _program(path) for path in sorted(where.glob("*.toml"))}
    if DEFAULT not in found:
        raise DevelopmentLibraryError(f"{where}: no {DEFAULT}.toml")
    return found


def _program(path: Path) -> Program:
    raw, digest = _load(path, "bole.probation/1")
    _keys(raw, {"format", "key", "version", "origin", "title", "standards", "task"}, path)
    if raw["key"] != path.stem:
        raise DevelopmentLibraryError(f"{path}: the key is not the file's name")
    tasks = tuple(_task(one, f"{path} task {one.get('key')}") for one in raw["task"])
    _no_overlap(tasks, path)
    standards = tuple(_texts(one, path) for one in raw["standards"])
    return Program(raw["key"], int(raw["version"]), digest, _texts(raw["title"], path), standards, tasks)


def _task(raw: Mapping[str, Any], place: str) -> ProgramTask:
    _keys(raw, {"key", "kind", "weeks", "title", "competency"}, place, may={"target", "measure"})
    counted = raw["kind"] == "count"
    if raw["kind"] not in KINDS or counted != ("target" in raw) or counted != ("measure" in raw):
        raise DevelopmentLibraryError(f"{place}: a count has target and measure, nothing else has")
    first, last = raw["weeks"]
    if first < 1 or (last and last < first):
        raise DevelopmentLibraryError(f"{place}: weeks run from 1 on, 0 at the end means to the end")
    return ProgramTask(
        key=raw["key"],
        kind=raw["kind"],
        first=first,
        last=last,
        target=float(raw["target"]) if counted else None,
        title=_texts(raw["title"], place),
        measure=_texts(raw["measure"], place) if counted else {},
        competency=raw["competency"],
    )


def _no_overlap(tasks: tuple[ProgramTask, ...], place: Path) -> None:
    """The same task may have other figures in other weeks, never two in one."""
    for number in range(1, 54):
        keys = [one.key for one in tasks if one.in_week(number)]
        if len(keys) != len(set(keys)):
            raise DevelopmentLibraryError(f"{place}: a task stands twice in week {number}")


@cache
def _courses(path: Path) -> dict[str, Course]:
    raw, _ = _load(path, "bole.courses/1")
    _keys(raw, {"format", "version", "course"}, path)
    found = {}
    for one in raw["course"]:
        _keys(one, {"key", "origin", "title", "about"}, path, may={"hours"})
        found[one["key"]] = Course(one["key"], _texts(one["title"], path), _texts(one["about"], path))
    return found


@cache
def _plan_rules(path: Path) -> PlanRules:
    raw, digest = _load(path, "bole.plan-rules/1")
    _keys(raw, {"format", "version", "rule"}, path)
    known = _courses(path.parent / "courses.toml")
    found = []
    for one in raw["rule"]:
        _keys(one, {"key", "competency", "when", "mark", "course", "origin", "why"}, path)
        if one["when"] not in {HIGH, LOW} or one["course"] not in known or not 0 <= one["mark"] <= 100:
            raise DevelopmentLibraryError(f"{path}: rule {one['key']}")
        found.append(
            Rule(
                one["key"],
                one["competency"],
                one["when"],
                float(one["mark"]),
                one["course"],
                _texts(one["why"], path),
            )
        )
    return PlanRules(int(raw["version"]), digest, tuple(found))


@cache
def _reasons(path: Path) -> dict[str, Reason]:
    raw, _ = _load(path, "bole.ending/1")
    _keys(raw, {"format", "version", "source", "paper", "reason"}, path)
    papers = {}
    for one in raw["paper"]:
        _keys(one, {"key", "label"}, path, may={"made"})
        papers[one["key"]] = Paper(one["key"], _texts(one["label"], path), bool(one.get("made", False)))
    found = {}
    for one in raw["reason"]:
        _keys(one, {"key", "article", "label", "text", "papers", "notice_days", "pay"}, path)
        if not set(one["papers"]) <= set(papers):
            raise DevelopmentLibraryError(f"{path}: reason {one['key']} names an unknown paper")
        found[one["key"]] = Reason(
            key=one["key"],
            article=one["article"],
            label=_texts(one["label"], path),
            text=_texts(one["text"], path),
            papers=tuple(papers[key] for key in one["papers"]),
            notice_days=int(one["notice_days"]),
            pay=bool(one["pay"]),
        )
    return found


@cache
def _team(path: Path) -> tuple[tuple[Statement, ...], dict[str, WorkKind]]:
    raw, _ = _load(path, "bole.team-wishes/1")
    _keys(raw, {"format", "version", "statement", "kind"}, path)
    kinds = {}
    for one in raw["kind"]:
        _keys(one, {"key", "label", "reports"}, path)
        kinds[one["key"]] = WorkKind(one["key"], _texts(one["label"], path), tuple(one["reports"]))
    found = []
    for one in raw["statement"]:
        _keys(one, {"key", "kind", "text"}, path)
        if one["kind"] not in kinds:
            raise DevelopmentLibraryError(f"{path}: statement {one['key']} names an unknown kind")
        found.append(Statement(one["key"], one["kind"], _texts(one["text"], path)))
    return tuple(found), kinds


def _load(path: Path, form: str) -> tuple[dict[str, Any], str]:
    try:
        body = path.read_bytes()
        raw = tomllib.loads(body.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DevelopmentLibraryError(f"{path}: {error}") from error
    if raw.get("format") != form:
        raise DevelopmentLibraryError(f"{path}: not of the format {form}")
    return raw, hashlib.sha256(body).hexdigest()


def _keys(raw: Mapping[str, Any], must: set[str], place: object, may: set[str] | None = None) -> None:
    wrong = (set(raw) - must - (may or set())) | (must - set(raw))
    if wrong:
        raise DevelopmentLibraryError(f"{place}: unknown or missing {sorted(wrong)}")


def _texts(raw: Any, place: object) -> Texts:
    if not isinstance(raw, dict) or set(raw) != {"zh", "en"} or not all(raw.values()):
        raise DevelopmentLibraryError(f"{place}: a text has zh and en")
    return {key: str(value) for key, value in raw.items()}
