"""What a newcomer needs, as data: ``library/onboarding/*.toml`` or a version imported by head office."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from bole.kernel.errors import InvalidError

FORMAT: Final = "bole.onboarding/1"
COMMON: Final = "default"
Owner = Literal["candidate", "hr", "it", "manager"]
Kind = Literal["upload", "confirm", "read", "information"]
Words = Mapping[str, str]
OWNERS: Final = ("candidate", "hr", "it", "manager")
KINDS: Final = ("upload", "confirm", "read", "information")
MATERIALS: Final = ("identity_card_front", "identity_card_back", "degree", "bank_card", "photo", "other")
ASKS: Final = ("", "desk")
FARTHEST: Final = 60  # working days from the first day
MOST: Final = 40  # entries of one list
LONGEST: Final = 4000  # characters of one text
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
_TOP = frozenset(
    {"format", "key", "version", "title", "jobs"}
    | {"milestone", "task", "bring", "guide", "course", "probation"}
)


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """One task. ``due``: working days from the first day; ``units``: codes it is kept to, all without."""

    key: str
    owner: Owner
    kind: Kind
    title: Words
    why: Words
    due: int
    material: str = ""
    milestone: str = ""
    asks: str = ""
    required: bool = True
    before_start: bool = True
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """One word of the progress line: what it is called, while it goes on, and once it is done."""

    key: str
    title: Words
    now: Words
    done: Words


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the guide."""

    key: str
    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Template:
    """All of it. ``jobs`` names the posts it is for; the common one names none."""

    key: str
    version: int
    title: Words
    jobs: tuple[str, ...]
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[TaskPlan, ...] = ()
    bring: tuple[Words, ...] = ()
    guide: tuple[Section, ...] = ()
    courses: tuple[Words, ...] = ()
    probation: Words = field(default_factory=dict)
    standard: tuple[Words, ...] = ()


def read(raw: bytes) -> Template:
    """From TOML. InvalidError (``template_invalid``) says what is wrong."""
    try:
        return from_table(tomllib.loads(raw.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError(f"not TOML: {error}", code="template_invalid") from error


def from_table(table: Mapping[str, Any]) -> Template:
    """From what TOML holds, or from a version kept in the database (the same shape)."""
    try:
        return _template(table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidError(f"no onboarding template: {error!r}", code="template_invalid") from error


def _template(table: Mapping[str, Any]) -> Template:
    _need(table["format"] == FORMAT, f"the format is not {FORMAT}")
    _need(set(table) <= _TOP, f"unknown: {sorted(set(table) - _TOP)}")
    standing = table.get("probation", {})
    made = Template(
        key=_key(table["key"]),
        version=int(table["version"]),
        title=_words(table["title"]),
        jobs=tuple(_key(one) for one in table.get("jobs", ())),
        milestones=tuple(_milestone(row) for row in _rows(table, "milestone")),
        tasks=tuple(_task(row) for row in _rows(table, "task")),
        bring=tuple(_words(row["text"]) for row in _rows(table, "bring")),
        guide=tuple(_section(row) for row in _rows(table, "guide")),
        courses=tuple(_words(row["title"]) for row in _rows(table, "course")),
        probation=_words(standing["intro"]) if standing else {},
        standard=tuple(_words(row["text"]) for row in _rows(standing, "standard")),
    )
    _once((task.key for task in made.tasks), "task")
    _once((part.key for part in made.guide), "guide")
    return made


def _rows(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = table.get(name, [])
    _need(isinstance(rows, list) and len(rows) <= MOST, f"{name}: at most {MOST} entries")
    return cast("list[Mapping[str, Any]]", rows)


def _task(row: Mapping[str, Any]) -> TaskPlan:
    known = set(TaskPlan.__dataclass_fields__)
    _need(set(row) <= known, f"unknown in a task: {sorted(set(row) - known)}")
    _need(row["owner"] in OWNERS and row["kind"] in KINDS, f"{row['key']}: no such owner or kind")
    material = row.get("material", "")
    _need((row["kind"] == "upload") == bool(material), f"{row['key']}: an upload names its material")
    _need(not material or (material in MATERIALS and row["owner"] == "candidate"), f"{row['key']}: material")
    _need(row.get("asks", "") in ASKS, f"{row['key']}: asks for something unknown")
    _need(-FARTHEST <= row["due"] <= FARTHEST, f"{row['key']}: due within {FARTHEST} working days")
    return TaskPlan(
        key=_key(row["key"]),
        owner=row["owner"],
        kind=row["kind"],
        title=_words(row["title"]),
        why=_words(row["why"]),
        due=int(row["due"]),
        material=material,
        milestone=row.get("milestone", ""),
        asks=row.get("asks", ""),
        required=bool(row.get("required", True)),
        before_start=bool(row.get("before_start", row["due"] <= 0)),
        units=tuple(str(code) for code in row.get("units", ())),
    )


def _milestone(row: Mapping[str, Any]) -> Milestone:
    return Milestone(_key(row["key"]), _words(row["title"]), _words(row["now"]), _words(row["done"]))


def _section(row: Mapping[str, Any]) -> Section:
    return Section(_key(row["key"]), _words(row["title"]), _words(row["text"]))


def _words(value: Any) -> Words:
    """Both languages, neither empty."""
    _need(isinstance(value, dict) and set(value) == {"zh", "en"}, "texts are {zh, en}")
    for text in value.values():
        _need(isinstance(text, str) and 0 < len(text.strip()) <= LONGEST, f"a text has 1 … {LONGEST} signs")
    return {language: value[language].strip() for language in ("zh", "en")}


def _key(value: Any) -> str:
    _need(isinstance(value, str) and bool(_KEY.match(value)), f"not a key: {value!r}")
    return str(value)


def _once(keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        _need(key not in seen, f"{what} {key} is there twice")
        seen.add(key)


def _need(condition: bool, why: str) -> None:
    if not condition:
        raise ValueError(why)


def merged(common: Template, own: Template | None) -> Template:
    """What a post gets: the common part, with the post's own after it; a task of the same key takes the place
    of the common one, a probation standard of its own replaces the common one."""
    if own is None:
        return common
    replaced = {task.key: task for task in own.tasks}
    tasks = [replaced.pop(task.key, task) for task in common.tasks]
    return Template(
        key=own.key,
        version=own.version,
        title=own.title,
        jobs=own.jobs,
        milestones=own.milestones or common.milestones,
        tasks=(*tasks, *(task for task in own.tasks if task.key in replaced)),
        bring=(*common.bring, *own.bring),
        guide=(*own.guide, *common.guide),
        courses=(*common.courses, *own.courses),
        probation=own.probation or common.probation,
        standard=own.standard or common.standard,
    )
