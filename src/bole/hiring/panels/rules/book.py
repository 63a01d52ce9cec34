"""The rules of the guide as data: read, checked, unknown keys refused. Words and formats: library/panels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bole.kernel.errors import InvalidError

FORMAT: Final = "bole.panel-rules/1"
CORE_FORMAT: Final = "bole.panel-core/1"
Both = Mapping[str, str]

# What a rule may look at: source → fact. Facts of one competency need each = "competency".
REPORT: Final = frozenset(
    {"structure", "coverage", "relevance", "specificity", "compliance", "customer_orientation", "fluency",
     "insisting", "inviting", "template_answers", "contradictions"}
)  # fmt: skip
COMPETENCY: Final = frozenset({"score", "scored", "evidence", "sem", "weight", "pass_gap"})
RESUME: Final = frozenset({"gap_months", "employers_12m", "mean_months", "jobs"})
WORDS_OF: Final = {"resume": frozenset({"gap_from", "gap_to"}), "report": frozenset({"competency"})}
TESTS: Final = frozenset({"at_least", "at_most", "more_than"})
_TOP: Final = frozenset({"format", "version", "clock", "limits", "card", "words", "rule"})
_RULE: Final = frozenset(
    {"key", "source", "each", "competency", "title", "reason", "question", "listen", "when"}
)
_CLOCK: Final = frozenset({"due", "remind", "again", "escalate", "material"})
_KEY: Final = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Test:
    """One number against a limit, or against another number of the same source."""

    fact: str
    at_least: float | None = None
    at_most: float | None = None
    more_than: str = ""

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it is so; a number that is not known makes nothing so."""
        value = facts.get(self.fact)
        if value is None:
            return False
        if self.more_than:
            other = facts.get(self.more_than)
            return other is not None and value > other
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """When ``when`` holds (all of it), ``question`` is asked, for ``reason``."""

    key: str
    source: str  # report | resume
    per_competency: bool
    competency: str
    title: Both
    reason: Both
    question: Both
    listen: Both
    when: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """How long after the appointment (or the opening) something is due; ``material`` before it."""

    due: timedelta
    remind: timedelta
    again: timedelta
    escalate: timedelta
    material: timedelta


@dataclass(frozen=True, slots=True)
class Book:
    """All rules with the words they count, the clock and the limits."""

    version: int
    sha256: str
    rules: tuple[Rule, ...]
    insisting: Mapping[str, tuple[str, ...]]
    inviting: Mapping[str, tuple[str, ...]]
    clock: Clock
    core: int
    extra: int
    evidence_for: frozenset[int]


@dataclass(frozen=True, slots=True)
class Core:
    """The core question of every competency."""

    version: int
    sha256: str
    questions: Mapping[str, Both]
    fallback: Both


def read(data: Mapping[str, Any], sha256: str = "") -> Book:
    """The book of a file's content; InvalidError (``panel_rules``) names the first thing that is wrong."""
    _keys("rules", data, _TOP, _TOP)
    if data["format"] != FORMAT:
        raise _wrong(f"the format is not {FORMAT}")
    _keys("limits", data["limits"], {"core", "extra"}, {"core", "extra"})
    _keys("card", data["card"], {"evidence_for"}, {"evidence_for"})
    _keys("words", data["words"], {"insisting", "inviting"}, {"insisting", "inviting"})
    rules = tuple(_rule(row) for row in data["rule"])
    if len({one.key for one in rules}) != len(rules):
        raise _wrong("two rules of one key")
    return Book(
        version=_number("version", data["version"], 1, 10_000),
        sha256=sha256,
        rules=rules,
        insisting=_words("insisting", data["words"]["insisting"]),
        inviting=_words("inviting", data["words"]["inviting"]),
        clock=_clock(data["clock"]),
        core=_number("limits.core", data["limits"]["core"], 1, 12),
        extra=_number("limits.extra", data["limits"]["extra"], 0, 20),
        evidence_for=frozenset(_number("evidence_for", one, 1, 5) for one in data["card"]["evidence_for"]),
    )


def read_core(data: Mapping[str, Any], sha256: str = "") -> Core:
    """The core questions of a file's content; InvalidError as ``read``."""
    top = {"format", "version", "fallback", "question"}
    _keys("core", data, top, top)
    if data["format"] != CORE_FORMAT:
        raise _wrong(f"the format is not {CORE_FORMAT}")
    questions = {key: _both(f"question {key}", words) for key, words in data["question"].items()}
    return Core(
        _number("version", data["version"], 1, 10_000), sha256, questions, _both("fallback", data["fallback"])
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    name = str(row.get("key"))
    _keys(f"rule {name}", row, _RULE, _RULE - {"each", "competency", "listen"})
    if not _KEY.match(name):
        raise _wrong(f"{name!r} is no key")
    if row["source"] not in WORDS_OF:
        raise _wrong(f"{name}: a source is report or resume")
    each = row.get("each", "")
    if each not in {"", "competency"} or (each and row["source"] != "report"):
        raise _wrong(f"{name}: each is competency, of a report")
    known = RESUME if row["source"] == "resume" else (COMPETENCY if each else REPORT)
    texts = {key: _both(f"{name}.{key}", row[key]) for key in ("title", "reason", "question")}
    listen = _both(f"{name}.listen", row["listen"]) if "listen" in row else {"zh": "", "en": ""}
    _places(name, [texts["reason"], texts["question"]], known | WORDS_OF[row["source"]])
    return Rule(
        key=name,
        source=row["source"],
        per_competency=bool(each),
        competency=str(row.get("competency", "")),
        listen=listen,
        when=_tests(name, row["when"], known),
        **texts,
    )


def _tests(name: str, rows: Sequence[Mapping[str, Any]], known: frozenset[str]) -> tuple[Test, ...]:
    if not rows:
        raise _wrong(f"{name}: a rule without a condition")
    found = []
    for row in rows:
        _keys(f"{name}.when", row, {"fact", *TESTS}, {"fact"})
        if not TESTS & set(row):
            raise _wrong(f"{name}: a condition without a limit")
        for fact in filter(None, (row["fact"], row.get("more_than"))):
            if fact not in known:
                raise _wrong(f"{name}: no fact {fact!r} of this source")
        limits = {key: _limit(f"{name}.{key}", row[key]) for key in ("at_least", "at_most") if key in row}
        found.append(Test(row["fact"], more_than=row.get("more_than", ""), **limits))
    return tuple(found)


def _places(name: str, texts: Sequence[Both], known: frozenset[str]) -> None:
    for words in texts:
        for text in words.values():
            unknown = set(_PLACE.findall(text)) - known
            if unknown:
                raise _wrong(f"{name}: no value for {sorted(unknown)}")


def _clock(row: Mapping[str, Any]) -> Clock:
    wanted = {f"{key}_hours" for key in _CLOCK}
    _keys("clock", row, wanted, wanted)
    hours = {key: timedelta(hours=_number(key, row[f"{key}_hours"], 1, 24 * 30)) for key in _CLOCK}
    made = Clock(**hours)
    if not made.remind <= made.again <= made.escalate:
        raise _wrong("clock: the second reminder comes after the first, the escalation after both")
    return made


def _words(name: str, row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    _keys(name, row, {"zh", "en"}, {"zh", "en"})
    return {language: tuple(str(one) for one in words) for language, words in row.items()}


def _both(name: str, words: Any) -> dict[str, str]:
    if not isinstance(words, Mapping) or set(words) != {"zh", "en"} or not all(words.values()):
        raise _wrong(f"{name}: both languages")
    return {"zh": str(words["zh"]), "en": str(words["en"])}


def _keys(name: str, row: Any, allowed: "set[str] | frozenset[str]", needed: Any) -> None:
    if not isinstance(row, Mapping):
        raise _wrong(f"{name} is a table")
    if unknown := set(row) - set(allowed):
        raise _wrong(f"{name}: unknown {sorted(unknown)}")
    if missing := set(needed) - set(row):
        raise _wrong(f"{name}: without {sorted(missing)}")


def _number(name: str, value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(f"{name}: a whole number from {least} to {most}")
    return value


def _limit(name: str, value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong(f"{name} is a number")
    return float(value)


def _wrong(message: str) -> InvalidError:
    return InvalidError(message, code="panel_rules")
