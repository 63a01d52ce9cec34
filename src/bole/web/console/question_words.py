"""Questions in words, and what the question form posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.ui.formats import say
from bole.kernel.errors import InvalidError
from bole.measurement.api import Question

KINDS: Mapping[str, str | Promise] = {
    "situational": lazy("situation"),
    "past_behaviour": lazy("past behaviour"),
    "knowledge": lazy("knowledge"),
    "service_scene": lazy("service scene"),
    "introduction": lazy("introduction"),
}
ROTATION: Mapping[str, str | Promise] = {
    "often": lazy("Shown so often that it should rest"),
    "copied": lazy("Near-copies were found: it should rest"),
}
LIMITS: Mapping[str, str | Promise] = {
    "window_days": lazy("Days that count as lately"),
    "often": lazy("Showings in that time from which a question should rest"),
    "copies": lazy("Near-copies in that time from which it should rest"),
    "copy_percent": lazy("if they are so many of 100 showings"),
    "few": lazy("or the showings are fewer than"),
    "review_months": lazy("Months from one review of all questions to the next"),
}
NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A competency of a question: its weight and its anchors."""

    label: str
    weight: str
    anchors: list[tuple[str, str]]


def parts(question: Question) -> list[Part]:
    """What a question measures, with the anchors it is rated by."""
    return [
        Part(
            say(one.scale.label.to_json()),
            f"{one.weight:g}",
            [(level, say(text.to_json())) for level, text in one.scale.anchors.items()],
        )
        for one in question.competencies
    ]


def limit_fields(limits: Any) -> list[tuple[str, str, int]]:
    """The bank's limits for a form: name, label, number."""
    return [(name, str(label), getattr(limits, name)) for name, label in LIMITS.items()]


@dataclass(frozen=True, slots=True)
class Entered:
    """The form: arguments of ``save_question``, and the day it shall begin."""

    fields: dict[str, Any]
    effective_on: date


def entered(post: QueryDict) -> Entered:
    """What was posted; InvalidError for a value that is none."""
    families = {key: _words(post, key) for key in post.getlist("family")}
    fresh = post.get("new-family", "").strip()
    if fresh:
        families[_key(fresh, families)] = _words(post, NEW)
    try:
        begins = date.fromisoformat(post.get("effective_on", ""))
    except ValueError:
        raise InvalidError("no date", fields={"effective_on": "required"}) from None
    return Entered(
        {
            "texts": {
                name: {language: post.get(f"{name}-{language}", "") for language in ("zh", "en")}
                for name in ("title", "prompts")
            },
            "limits": {
                name: whole_number(post.get(name, ""), name) for name in ("think_seconds", "limit_seconds")
            },
            "keywords": families,
            "active": "active" in post,
            "note": post.get("note", ""),
            "revision": whole_number(post.get("revision", ""), "revision"),
        },
        begins,
    )


def _words(post: QueryDict, key: str) -> dict[str, list[str]]:
    return {language: split(post.get(f"{language}-{key}", "")) for language in ("zh", "en")}


def split(text: str) -> list[str]:
    """Words parted by commas (either width), semicolons or lines; each once."""
    for mark in "，、；;\n":
        text = text.replace(mark, ",")
    return list(dict.fromkeys(word.strip()[:60] for word in text.split(",") if word.strip()))


def _key(name: str, taken: Mapping[str, Any]) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower()).strip("_")
    key = plain[:40] or f"family_{len(taken) + 1}"
    while key in taken:
        key += "_"
    return key


def whole_number(text: str, place: str) -> int:
    """Digits only; InvalidError at ``place``."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise InvalidError("no number", fields={place: "type"})
    return int(text)


def refusal(error: InvalidError) -> str:
    """Why a service refused, in words."""
    if error.code == "nothing_changed":
        return _("Nothing differs yet, so there is nothing to sign.")
    if error.code == "bad_rubric":
        return _("The question cannot be used like this: %(why)s") % {"why": error.message}
    if "effective_on" in error.fields:
        return _("It begins today or within a year.")
    if {"think_seconds", "limit_seconds"} & set(error.fields):
        return _("Thinking takes 0 to 900 seconds, answering 15 to 900.")
    if "outcome" in error.fields:
        return _("Say in a few words what came of it.")
    return _("Each keyword family needs words in Chinese and in English.")
