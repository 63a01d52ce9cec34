"""From TOML in the library to an immutable question."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import rfc8785

from bole.measurement.frameworks.reading import RubricError, Table
from bole.measurement.frameworks.schema import (
    CRITERIA,
    Applies,
    Both,
    Breach,
    Competency,
    Indicator,
    Lexicons,
    Part,
    Plan,
    Question,
    Scale,
    Term,
)
from bole.measurement.text.cues import Cue, parse_cue

LANGUAGES = ("zh", "en")
_KEY = re.compile(r"[a-z][a-z0-9-]*\Z")


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


@lru_cache(maxsize=64)
def parse_question(content: bytes, library: str) -> Question:
    """Parse a question's TOML; scales and shared word lists come from ``library``."""
    raw = _toml(content, "question")
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
    points = tuple(_indicator(row) for row in table.tables("points"))
    statements = tuple(_indicator(row) for row in table.tables("statements", optional=True))
    applies = _applies(table.table("applies"))
    parts = (
        {f"point:{p.key}" for p in points}
        | {f"statement:{s.key}" for s in statements}
        | {f"criterion:{c}" for c in CRITERIA if applies[c] != "off"}
    )
    competencies = tuple(_competency(row, scales, parts) for row in table.tables("competencies"))
    if abs(sum(c.weight for c in competencies) - 100) > 1e-6:
        raise RubricError(f"{table.where}: competency weights must add up to 100")
    return Question(
        key=table.take("key", str),
        version=table.take("version", str),
        origin=table.take("origin", str),
        title=_both(table.table("title")),
        job=table.take("job", str),
        plan=_plan(table.take("plan", str)),
        languages=_languages(table.strings("languages")),
        think_seconds=table.take("think_seconds", int),
        limit_seconds=table.take("limit_seconds", int),
        prompts=_both(table.table("prompts")),
        applies=applies,
        points=points,
        statements=statements,
        breaches=tuple(_breach(row) for row in table.tables("breaches", optional=True)),
        terms=tuple(_term(row) for row in table.tables("lexicon")),
        competencies=competencies,
        lexicons=lexicons,
    )


def _plan(value: str) -> Plan:
    if value not in ("situational", "story", "introduction"):
        raise RubricError(f"unknown plan {value!r}")
    return cast(Plan, value)


def _languages(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values or not set(values) <= set(LANGUAGES):
        raise RubricError(f"languages must be among {LANGUAGES}")
    return values


def _applies(table: Table) -> Mapping[str, Applies]:
    values: dict[str, Applies] = {}
    for criterion in CRITERIA:
        value = table.take(criterion, str, "always")
        if value not in ("always", "if_mentioned", "off"):
            raise RubricError(f"{table.where}: {criterion} has unknown value {value!r}")
        values[criterion] = cast(Applies, value)
    table.done()
    return MappingProxyType(values)


def _both(table: Table) -> Both:
    both = Both(table.take("zh", str), table.take("en", str))
    table.done()
    if not both.zh.strip() or not both.en.strip():
        raise RubricError(f"{table.where}: both languages must have a text")
    return both


def _by_language(table: Table) -> Mapping[str, tuple[str, ...]]:
    values = {language: table.strings(language) for language in LANGUAGES}
    table.done()
    return MappingProxyType(values)


def _cues(table: Table) -> Mapping[str, tuple[Cue, ...]]:
    try:
        return MappingProxyType(
            {
                language: tuple(parse_cue(source, language) for source in sources)
                for language, sources in _by_language(table).items()
            }
        )
    except ValueError as error:
        raise RubricError(f"{table.where}: {error}") from error


def _indicator(table: Table) -> Indicator:
    indicator = Indicator(
        key=table.take("key", str),
        label=_both(table.table("label")),
        weight=table.take("weight", float),
        cues=_cues(table.table("cues")),
        phrasings=_by_language(table.table("phrasings")),
        advice=_both(table.table("advice")),
    )
    table.done()
    return indicator


def _breach(table: Table) -> Breach:
    breach = Breach(
        table.take("key", str),
        _both(table.table("label")),
        table.take("penalty", float),
        _cues(table.table("cues")),
    )
    table.done()
    return breach


def _term(table: Table) -> Term:
    term = Term(table.take("key", str), _by_language(table.table("words")))
    table.done()
    return term


def _competency(table: Table, scales: Mapping[str, Scale], parts: set[str]) -> Competency:
    key = table.take("key", str)
    if key not in scales:
        raise RubricError(f"{table.where}: no such competency in the library: {key}")
    compose = table.table("compose").rest(float)
    unknown = sorted(set(compose) - parts)
    if unknown:
        raise RubricError(f"{table.where}: {key} is composed of unknown parts {unknown}")
    if abs(sum(compose.values()) - 100) > 1e-6:
        raise RubricError(f"{table.where}: the parts of {key} must add up to 100")
    competency = Competency(scales[key], table.take("weight", float), MappingProxyType(compose))
    table.done()
    return competency


def _scale(table: Table) -> Scale:
    anchors = table.table("anchors")
    scale = Scale(
        key=table.take("key", str),
        label=_both(table.table("label")),
        indicators=tuple(_both(row) for row in table.tables("indicators", optional=True)),
        anchors=MappingProxyType({level: _both(anchors.table(level)) for level in ("1", "3", "5")}),
    )
    anchors.done()
    table.done()
    return scale


@lru_cache(maxsize=4)
def load_scales(library: str) -> tuple[Mapping[str, Scale], Mapping[str, Any]]:
    """All competencies of the library and the raw tables they were read from."""
    scales, raws = {}, {}
    for path in sorted((Path(library) / "competencies").glob("*.toml")):
        raw = _toml(path.read_bytes(), path.name)
        scale = _scale(Table(raw, path.name))
        if scale.key != path.stem:
            raise RubricError(f"{path.name}: key must be the file's name")
        scales[scale.key], raws[scale.key] = scale, raw
    return MappingProxyType(scales), MappingProxyType(raws)


@lru_cache(maxsize=4)
def load_lexicons(library: str) -> tuple[Lexicons, dict[str, Any]]:
    """The shared word lists and the raw tables they were read from."""
    raw = {p.stem: _toml(p.read_bytes(), p.name) for p in sorted((Path(library) / "lexicons").glob("*.toml"))}
    structure, conduct, style, criteria = (
        Table(raw[name], name) for name in ("structure", "conduct", "style", "criteria")
    )
    lexicons = Lexicons(
        parts=tuple(_part(row) for row in structure.tables("parts")),
        customer=tuple(_indicator(row) for row in conduct.tables("customer")),
        customer_breaches=tuple(_breach(row) for row in conduct.tables("customer_breaches")),
        statements=tuple(_indicator(row) for row in conduct.tables("statements")),
        breaches=tuple(_breach(row) for row in conduct.tables("breaches")),
        buzz=_by_language(style.table("buzz")),
        template=_by_language(style.table("template")),
        background=_by_language(style.table("background")),
        criteria=MappingProxyType({s.key: s for s in map(_scale, criteria.tables("criteria"))}),
        advice=MappingProxyType(
            {row.take("key", str): _both(row.table("text")) for row in criteria.tables("advice")}
        ),
    )
    for table in (structure, conduct, style, criteria):
        table.done()
    return lexicons, raw


def _part(table: Table) -> Part:
    part = Part(
        table.take("key", str),
        table.strings("plans"),
        _both(table.table("label")),
        table.take("weight", float),
        _cues(table.table("cues")),
        _by_language(table.table("prototypes")),
        _both(table.table("advice")),
    )
    table.done()
    return part
