"""The rules as data: ``library/personalisation/*.toml``. Unknown keys are errors."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from bole.measurement.frameworks import rows
from bole.measurement.frameworks.loading import library_dir
from bole.measurement.frameworks.reading import RubricError, Table
from bole.measurement.frameworks.schema import Both
from bole.measurement.personalisation.lines import SECTIONS

Words = Mapping[str, tuple[str, ...]]
RULE, READING = "bole.personal/1", "bole.resume/1"
READING_FILE = "_reading.toml"
Condition = Literal["words", "gap", "change"]
CONDITIONS: tuple[Condition, ...] = ("words", "gap", "change")


@dataclass(frozen=True, slots=True)
class Rule:
    """When a line leads to a question. ``condition``: the line holds one of ``words``; or at least ``months``
    are missing between two employments (gap); or an employer follows another (change). ``rubrics``: keys of
    library questions, of which the first that measures the job rates the answer.
    """

    key: str
    version: int
    order: int
    title: Both
    reason: Both
    sections: tuple[str, ...]
    condition: Condition
    words: Mapping[str, tuple[str, ...]]
    whole: tuple[str, ...]
    months: int
    question: Both
    rubrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Personalisation:
    """All rules in their order, how a résumé is read, and what no question may ever rest on.

    ``protected``: kind (marriage, age …) → language → words. ``unemployed``: words of time that
    stands among the jobs and is none (待业, career break). ``sha256`` covers every file.
    """

    rules: tuple[Rule, ...]
    headings: Mapping[str, tuple[str, ...]]
    protected: Mapping[str, Mapping[str, tuple[str, ...]]]
    unemployed: Mapping[str, tuple[str, ...]]
    sha256: str


def load_personalisation(library: Path | None = None) -> Personalisation:
    """The rules of a library (the installed one without a folder). Raises RubricError."""
    folder = (library or library_dir()) / "personalisation"
    paths = sorted(folder.glob("*.toml"))
    return _parsed(tuple((path.name, path.read_bytes()) for path in paths))


@lru_cache(maxsize=8)
def _parsed(files: tuple[tuple[str, bytes], ...]) -> Personalisation:
    tables = {name: _table(name, content) for name, content in files}
    if READING_FILE not in tables:
        raise RubricError(f"personalisation: {READING_FILE} is missing")
    headings, protected, unemployed = _reading(tables.pop(READING_FILE))
    rules = sorted(
        (parse_rule(table, name) for name, table in tables.items()), key=lambda r: (r.order, r.key)
    )
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return Personalisation(tuple(rules), headings, protected, unemployed, digest.hexdigest())


def _table(name: str, content: bytes) -> Table:
    try:
        return Table(tomllib.loads(content.decode("utf-8")), name)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RubricError(f"{name}: not readable TOML: {error}") from error


def _reading(
    table: Table,
) -> tuple[Words, Mapping[str, Words], Words]:
    if table.take("format", str) != READING:
        raise RubricError(f"{table.where}: format must be {READING}")
    named = table.table("headings")
    headings = {section: named.strings(section) for section in SECTIONS if named.has(section)}
    named.done()
    protected = {
        row.take("key", str): _finished(row, rows.by_language(row.table("words")))
        for row in table.tables("protected")
    }
    unemployed = rows.by_language(table.table("unemployed"))
    table.done()
    return MappingProxyType(headings), MappingProxyType(protected), unemployed


def _finished(table: Table, words: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    table.done()
    return words


def parse_rule(table: Table, name: str) -> Rule:
    """One rule, format bole.personal/1."""
    if table.take("format", str) != RULE:
        raise RubricError(f"{table.where}: format must be {RULE}")
    condition = table.take("condition", str)
    if condition not in CONDITIONS:
        raise RubricError(f"{table.where}: condition must be one of {', '.join(CONDITIONS)}")
    rule = Rule(
        key=table.take("key", str),
        version=table.take("version", int),
        order=table.take("order", int),
        title=rows.both(table.table("title")),
        reason=rows.both(table.table("reason")),
        sections=table.strings("sections"),
        condition=condition,
        words=rows.by_language(table.table("words")) if condition == "words" else MappingProxyType({}),
        whole=table.strings("whole", optional=True),
        months=table.take("months", int, 0),
        question=rows.both(table.table("question")),
        rubrics=table.strings("rubrics"),
    )
    table.done()
    _check(rule, name)
    return rule


def _check(rule: Rule, name: str) -> None:
    if f"{rule.key}.toml" != name:
        raise RubricError(f"{name}: key must be the file's name")
    unknown = sorted(set(rule.sections) - set(SECTIONS) | {"personal"} & set(rule.sections))
    if unknown:
        raise RubricError(f"{name}: sections names {unknown}")
    if not set(rule.whole) <= set(rule.sections) or (rule.whole and rule.condition != "words"):
        raise RubricError(f"{name}: whole names some of the rule's sections, beside words")
    if (rule.condition == "gap") != (rule.months > 0):
        raise RubricError(f"{name}: months belong to a gap, and a gap needs them")
    for text in (rule.question.zh, rule.question.en):
        if "{line}" not in text:
            raise RubricError(f"{name}: question must quote the line: {{line}} is missing")
