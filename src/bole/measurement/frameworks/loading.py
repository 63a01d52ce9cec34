"""From TOML in the library to an immutable question."""

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import rfc8785

from bole.measurement.frameworks import rows
from bole.measurement.frameworks.reading import RubricError, Table
from bole.measurement.frameworks.schema import (
    CRITERIA,
    Expected,
    Framework,
    Lexicons,
    Question,
    Scale,
)

_NO_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({"zh": (), "en": ()})
_KEY = re.compile(r"[a-z][a-z0-9-]*\Z")
MOST_THINKING, LEAST_ANSWER, MOST_ANSWER = 600, 10, 1800  # seconds a question may give


def library_dir() -> Path:
    """Where rubrics lie: ``BOLE_LIBRARY_DIR``, else the repository's or the packaged ``library``."""
    configured = os.environ.get("BOLE_LIBRARY_DIR")
    if configured:
        return Path(configured)
    here = Path(__file__).resolve()
    found = [p / "library" for p in here.parents if (p / "library" / "questions").is_dir()]
    if not found:
        raise RubricError("no library directory found; set BOLE_LIBRARY_DIR", code="no_library")
    return found[0]


def question_keys() -> tuple[str, ...]:
    """Keys of all questions in the library."""
    return tuple(sorted(p.stem for p in (library_dir() / "questions").glob("*.toml")))


def load_question(key_or_path: str | os.PathLike[str]) -> Question:
    """A question by its key in the library or by the path of a TOML file.

    Raises RubricError (codes ``unknown_question``, ``bad_rubric``).
    """
    return parse_question(_content(key_or_path), str(library_dir()))


def rubric_source(key_or_path: str | os.PathLike[str]) -> bytes:
    """Everything a question's ratings follow from, as canonical JSON (RFC 8785): its own TOML, the scales of
    its competencies, the word lists. Its SHA-256 is ``Question.sha256``.
    """
    content, library = _content(key_or_path), str(library_dir())
    return _source(_toml(content, "question"), parse_question(content, library), library)


def _content(key_or_path: str | os.PathLike[str]) -> bytes:
    name = os.fspath(key_or_path)
    path = library_dir() / "questions" / f"{name}.toml" if _KEY.fullmatch(name) else Path(name)
    if not path.is_file():
        raise RubricError(f"no such question: {name}", code="unknown_question")
    return path.read_bytes()


def _source(raw: dict[str, Any], question: Question, library: str) -> bytes:
    _, scales_raw = load_scales(library)
    _, lexicons_raw = load_lexicons(library)
    used = {c.key: scales_raw[c.key] for c in question.competencies}
    return rfc8785.dumps({"question": raw, "scales": used, "lexicons": lexicons_raw})


@lru_cache(maxsize=256)
def parse_question(content: bytes, library: str) -> Question:
    """Parse a question's TOML; scales and shared word lists come from ``library``."""
    return _parsed(_toml(content, "question"), library)


def question_table(key_or_path: str | os.PathLike[str]) -> dict[str, Any]:
    """A question's TOML as a table, to be edited and read again by ``question_from``."""
    return _toml(_content(key_or_path), "question")


def question_from(table: Mapping[str, Any]) -> Question:
    """A question from a table, as the bank's own version of one. Raises RubricError."""
    return _from_json(rfc8785.dumps(dict(table)), str(library_dir()))


def source_of(table: Mapping[str, Any]) -> bytes:
    """What ``rubric_source`` gives, of a table."""
    library = str(library_dir())
    return _source(dict(table), question_from(table), library)


@lru_cache(maxsize=256)
def _from_json(content: bytes, library: str) -> Question:
    return _parsed(json.loads(content), library)


def _parsed(raw: dict[str, Any], library: str) -> Question:
    scales, _ = load_scales(library)
    lexicons, _ = load_lexicons(library)
    table = Table(raw, str(raw.get("key", "question")))
    question = _question(table, scales, lexicons)
    table.done()
    return _with_sha(question, hashlib.sha256(_source(raw, question, library)).hexdigest())


def _with_sha(question: Question, digest: str) -> Question:
    values = {name: getattr(question, name) for name in Question.__dataclass_fields__}
    return Question(**{**values, "sha256": digest})


def _toml(content: bytes, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RubricError(f"{where}: not readable TOML: {error}") from error


def _question(table: Table, scales: Mapping[str, Scale], lexicons: Lexicons) -> Question:
    points = tuple(rows.indicator(row) for row in table.tables("points"))
    statements = tuple(rows.indicator(row) for row in table.tables("statements", optional=True))
    applies = rows.applies(table.table("applies"))
    parts = (
        {f"point:{p.key}" for p in points}
        | {f"statement:{s.key}" for s in statements}
        | {f"criterion:{c}" for c in CRITERIA if applies[c] != "off"}
    )
    competencies = tuple(rows.competency(row, scales, parts) for row in table.tables("competencies"))
    if abs(sum(c.weight for c in competencies) - 100) > 1e-6:
        raise RubricError(f"{table.where}: competency weights must add up to 100")
    return Question(
        key=table.take("key", str),
        version=table.take("version", str),
        origin=rows.origin(table),
        title=rows.both(table.table("title")),
        job=table.take("job", str),
        plan=rows.plan(table.take("plan", str)),
        languages=rows.languages(table.strings("languages")),
        think_seconds=rows.within(table, "think_seconds", int, 0, MOST_THINKING),
        limit_seconds=rows.within(table, "limit_seconds", int, LEAST_ANSWER, MOST_ANSWER),
        prompts=rows.both(table.table("prompts")),
        applies=applies,
        points=points,
        statements=statements,
        breaches=tuple(rows.breach(row) for row in table.tables("breaches", optional=True)),
        terms=tuple(rows.term(row) for row in table.tables("lexicon")),
        competencies=competencies,
        lexicons=lexicons,
        kind=rows.kind(table),
        jobs=table.strings("jobs", optional=True),
        probes=tuple(rows.probe(row, parts) for row in table.tables("probes", optional=True)),
    )


@lru_cache(maxsize=4)
def load_scales(library: str) -> tuple[Mapping[str, Scale], Mapping[str, Any]]:
    """All competencies of the library and the raw tables they were read from."""
    scales, raws = {}, {}
    for path in sorted((Path(library) / "competencies").glob("*.toml")):
        raw = _toml(path.read_bytes(), path.name)
        scale = rows.scale(Table(raw, path.name))
        if scale.key != path.stem:
            raise RubricError(f"{path.name}: key must be the file's name")
        scales[scale.key], raws[scale.key] = scale, raw
    return MappingProxyType(scales), MappingProxyType(raws)


@lru_cache(maxsize=4)
def load_lexicons(library: str) -> tuple[Lexicons, dict[str, Any]]:
    """The shared word lists and the raw tables they were read from."""
    raw = {p.stem: _toml(p.read_bytes(), p.name) for p in sorted((Path(library) / "lexicons").glob("*.toml"))}
    missing = {"structure", "conduct", "style", "criteria"} - set(raw)
    if missing:
        raise RubricError(f"no library: lexicons/{min(missing)}.toml is missing", code="no_library")
    structure, conduct, style, criteria = (
        Table(raw[name], name) for name in ("structure", "conduct", "style", "criteria")
    )
    lexicons = Lexicons(
        parts=tuple(rows.part(row) for row in structure.tables("parts")),
        customer=tuple(rows.indicator(row) for row in conduct.tables("customer")),
        customer_breaches=tuple(rows.breach(row) for row in conduct.tables("customer_breaches")),
        statements=tuple(rows.indicator(row) for row in conduct.tables("statements")),
        breaches=tuple(rows.breach(row) for row in conduct.tables("breaches")),
        buzz=rows.by_language(style.table("buzz")),
        template=rows.by_language(style.table("template")),
        background=rows.by_language(style.table("background")),
        everyday=rows.by_language(style.table("everyday")) if style.has("everyday") else _NO_WORDS,
        criteria=MappingProxyType({s.key: s for s in map(rows.scale, criteria.tables("criteria"))}),
        advice=MappingProxyType(
            {row.take("key", str): rows.both(row.table("text")) for row in criteria.tables("advice")}
        ),
    )
    for table in (structure, conduct, style, criteria):
        table.done()
    return lexicons, raw


def load_framework(library: str, job: str) -> Framework | None:
    """The competency framework of one job, or None where the library has none of its own for it."""
    path = Path(library) / "frameworks" / f"{job}.toml"
    return parse_framework(path.read_bytes()) if _KEY.fullmatch(job) and path.is_file() else None


@lru_cache(maxsize=32)
def parse_framework(content: bytes) -> Framework:
    """Parse a job's framework, format bole.framework/1."""
    raw = _toml(content, "framework")
    table = Table(raw, str(raw.get("key", "framework")))
    if table.take("format", str) != "bole.framework/1":
        raise RubricError(f"{table.where}: format must be bole.framework/1")
    expected = [Expected(rows.origin(row), rows.scale(row)) for row in table.tables("competencies")]
    framework = Framework(
        job=table.take("key", str),
        version=table.take("version", int),
        competencies=MappingProxyType({e.scale.key: e for e in expected}),
    )
    table.done()
    return framework
