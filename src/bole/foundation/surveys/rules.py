"""What a survey may hold, what an answered sheet must hold, and what may be shown of few answers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bole.kernel.errors import InvalidError

KINDS: Final = ("scale", "choice", "text")
POINTS: Final = 5
MOST_QUESTIONS: Final = 30
LONGEST_TEXT: Final = 1000
SMALLEST_GROUP: Final = 5  # fewer answers are not shown
OPEN_FOR: Final = timedelta(days=21)
FARTHEST_DELAY: Final = 60 * 24 * 60  # minutes
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_EVENT = re.compile(r"[a-z_]+(\.[a-z0-9_-]+){1,3}\Z")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: ``value`` of a scale or a choice (from 1), ``text`` of a text."""

    question: str
    thing: str
    value: int | None = None
    text: str | None = None


def check_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it is kept. InvalidError whose ``fields`` name what is wrong (``title``, ``questions``,
    ``q0`` …).

    Shape: ``{title{zh,en}, intro{zh,en}, anonymous, questions[{key, kind, text{zh,en}, required, each,
    low{zh,en}, high{zh,en}, options[{zh,en}]}]}``; ``each``: asked of every thing the invitation names.
    """
    problems: dict[str, str] = {}
    if not str(body["title"].get("zh", "")).strip():
        problems["title"] = "required"
    questions = list(body["questions"])
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        problems["questions"] = "out_of_range"
    keys = Counter(question["key"] for question in questions)
    for place, question in enumerate(questions):
        if not _KEY.match(question["key"]) or keys[question["key"]] > 1:
            problems[f"q{place}"] = "key"
        elif wrong := _wrong(question):
            problems[f"q{place}"] = wrong
    if problems:
        raise InvalidError("not a survey", code="survey_body", fields=problems)
    return {
        "title": _both(body["title"]),
        "intro": _both(body.get("intro") or {}),
        "anonymous": bool(body.get("anonymous")),
        "questions": [_question(question) for question in questions],
    }


def _wrong(question: Mapping[str, Any]) -> str:
    if question["kind"] not in KINDS:
        return "kind"
    if not str(question["text"].get("zh", "")).strip():
        return "text"
    options = question.get("options") or []
    if question["kind"] == "choice" and not (
        2 <= len(options) <= 10 and all(str(o.get("zh", "")).strip() for o in options)
    ):
        return "options"
    return ""


def _question(question: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        "key": question["key"],
        "kind": question["kind"],
        "text": _both(question["text"]),
        "required": bool(question.get("required")),
        "each": bool(question.get("each")),
    }
    if question["kind"] == "scale":
        kept |= {"low": _both(question.get("low") or {}), "high": _both(question.get("high") or {})}
    if question["kind"] == "choice":
        kept["options"] = [_both(option) for option in question["options"]]
    return kept


def _both(texts: Mapping[str, str]) -> dict[str, str]:
    """Both languages, trimmed; English falls back to Chinese where it is shown."""
    return {language: " ".join(str(texts.get(language, "")).split())[:500] for language in ("zh", "en")}


def check_event(event: str, delay_minutes: int) -> None:
    """InvalidError for a name that cannot be an event's, or a delay of more than two months."""
    if not _EVENT.match(event):
        raise InvalidError("not an event", fields={"event": "malformed"})
    if not 0 <= delay_minutes <= FARTHEST_DELAY:
        raise InvalidError("not a delay", fields={"delay": "out_of_range"})


def sheet(
    body: Mapping[str, Any], things: Sequence[Mapping[str, Any]]
) -> list[tuple[str, dict[str, Any], str]]:
    """Every question as it is asked: (name of the field, question, key of the thing or empty)."""
    rows: list[tuple[str, dict[str, Any], str]] = []
    for question in body["questions"]:
        if question["each"]:
            rows += [(f"{question['key']}.{at}", question, thing["key"]) for at, thing in enumerate(things)]
        else:
            rows.append((question["key"], question, ""))
    return rows


def read_answers(
    body: Mapping[str, Any], things: Sequence[Mapping[str, Any]], given: Mapping[str, str]
) -> list[Given]:
    """The answers of a filled sheet. InvalidError names the fields that are missing or cannot be."""
    problems: dict[str, str] = {}
    found: list[Given] = []
    for name, question, thing in sheet(body, things):
        raw = str(given.get(name, "")).strip()
        if not raw:
            if question["required"]:
                problems[name] = "required"
            continue
        answer = _answer(question, thing, raw)
        if answer is None:
            problems[name] = "unknown"
        else:
            found.append(answer)
    if problems:
        raise InvalidError("the sheet is not complete", code="survey_sheet", fields=problems)
    if not found:
        raise InvalidError("nothing was answered", code="survey_empty", fields={"": "required"})
    return found


def _answer(question: Mapping[str, Any], thing: str, raw: str) -> Given | None:
    if question["kind"] == "text":
        kept = "".join(sign for sign in raw if sign.isprintable() or sign == "\n")[:LONGEST_TEXT]
        return Given(question["key"], thing, text=kept)
    most = POINTS if question["kind"] == "scale" else len(question["options"])
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= most):
        return None
    return Given(question["key"], thing, value=int(raw))


def countable(anonymous: bool, total: int) -> int:
    """How many sheets, the oldest first, may be counted: of an anonymous survey whole fives, so that nobody
    learns what the last one said by looking before and after.
    """
    return total - total % SMALLEST_GROUP if anonymous else total


def shown_groups(sizes: Mapping[str, int]) -> frozenset[str]:
    """Groups whose results may be shown: of five or more, and never so that a single small group is the
    difference to the whole.
    """
    small = sum(size for size in sizes.values() if 0 < size < SMALLEST_GROUP)
    shown = sorted((size, key) for key, size in sizes.items() if size >= SMALLEST_GROUP)
    if 0 < small < SMALLEST_GROUP and shown:
        shown = shown[1:]
    return frozenset(key for _, key in shown)


@dataclass(frozen=True, slots=True)
class Spread:
    """Answers of one question: ``counts`` by place from 1; ``mean`` and ``good`` (share of the upper two
    points) of a scale only, None where too few answered.
    """

    n: int
    counts: tuple[int, ...]
    mean: float | None
    good: float | None


def spread(values: Iterable[int], places: int, *, scale: bool) -> Spread:
    """Count the answers; nothing is said of fewer than five."""
    given = Counter(values)
    n = given.total()
    if n < SMALLEST_GROUP:
        return Spread(n, (), None, None)
    counts = tuple(given.get(place, 0) for place in range(1, places + 1))
    if not scale:
        return Spread(n, counts, None, None)
    mean = sum(place * count for place, count in enumerate(counts, start=1)) / n
    return Spread(n, counts, mean, sum(counts[-2:]) / n)
