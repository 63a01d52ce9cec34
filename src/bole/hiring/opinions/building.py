"""The builder's form: one flat sheet of fields, a button for each change. Works without script."""

from collections.abc import Mapping
from typing import Any

from bole.kernel.ids import new_id

KINDS = ("scale", "choice", "text")


def read(posted: Mapping[str, str]) -> dict[str, Any]:
    """The body as it stands on the page; ``rules.check_body`` says whether it can be kept."""
    count = int(posted["count"]) if posted.get("count", "").isdigit() else 0
    return {
        "title": _both(posted, "title"),
        "intro": _both(posted, "intro"),
        "anonymous": posted.get("anonymous") == "1",
        "questions": [_question(posted, f"q{at}") for at in range(min(count, 40))],
    }


def _both(posted: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: posted.get(f"{name}-{language}", "").strip() for language in ("zh", "en")}


def _question(posted: Mapping[str, str], name: str) -> dict[str, Any]:
    kind = posted.get(f"{name}-kind", "")
    question: dict[str, Any] = {
        "key": posted.get(f"{name}-key", ""),
        "kind": kind,
        "text": _both(posted, f"{name}-text"),
        "required": posted.get(f"{name}-required") == "1",
        "each": posted.get(f"{name}-each") == "1",
    }
    if kind == "scale":
        question |= {"low": _both(posted, f"{name}-low"), "high": _both(posted, f"{name}-high")}
    if kind == "choice":
        question["options"] = _options(
            posted.get(f"{name}-options-zh", ""), posted.get(f"{name}-options-en", "")
        )
    return question


def _options(zh: str, en: str) -> list[dict[str, str]]:
    chinese = [line.strip() for line in zh.splitlines() if line.strip()]
    english = [line.strip() for line in en.splitlines() if line.strip()]
    return [{"zh": words, "en": english[at] if at < len(english) else ""} for at, words in enumerate(chinese)]


def changed(body: dict[str, Any], wish: str) -> dict[str, Any]:
    """The body after a button: ``add:KIND``, ``up:N``, ``down:N``, ``remove:N``; any other leaves it."""
    verb, _, what = wish.partition(":")
    questions = list(body["questions"])
    if verb == "add" and what in KINDS:
        questions.append(_new(what))
    elif verb in {"up", "down", "remove"} and what.isdigit() and int(what) < len(questions):
        at = int(what)
        moved = questions.pop(at)
        if verb != "remove":
            questions.insert(max(0, at - 1) if verb == "up" else at + 1, moved)
    return {**body, "questions": questions}


def _new(kind: str) -> dict[str, Any]:
    empty = {"zh": "", "en": ""}
    question: dict[str, Any] = {
        "key": f"q_{new_id().hex[:6]}",
        "kind": kind,
        "text": dict(empty),
        "required": False,
        "each": False,
    }
    if kind == "scale":
        question |= {"low": dict(empty), "high": dict(empty)}
    if kind == "choice":
        question["options"] = [{"zh": "", "en": ""}, {"zh": "", "en": ""}]
    return question
