"""What the candidate's pages are made of: the next step, the language, the consent texts, the rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.privacy import wordings
from bole.foundation.ui import formats
from bole.hiring.interviews import rules, standing
from bole.hiring.interviews.models import Interview

TEMPLATES = "interviews/portal/"
LANGUAGE_OF = {"zh": "zh-hans", "en": "en"}
LEVEL_BARS = list(range(0, 207, 7))
CLOSED = frozenset({Interview.State.FINISHED, Interview.State.EXPIRED, Interview.State.WITHDRAWN})
STEPS = 4  # invitation, consent, device, questions


def speak(request: HttpRequest, interview: Interview) -> str | None:
    """Until somebody chose a language, the invitation's is spoken. Returns it when it was activated."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return None
    code = LANGUAGE_OF.get(interview.language, settings.LANGUAGE_CODE)
    translation.activate(code)
    request.LANGUAGE_CODE = code
    return code


def show(
    request: HttpRequest, interview: Interview, token: str, page: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render one page of this interview."""
    code = speak(request, interview)
    context = {
        "interview": interview,
        "about": interview.about,
        "token": token,
        "api": standing.base(token),
        **context,
    }
    response = render(request, f"{TEMPLATES}{page}.html", context, status=status)
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=30 * 24 * 3600,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


def address(name: str, token: str, **kwargs: Any) -> str:
    """A page of this link."""
    return reverse(f"interviews:{name}", kwargs={"token": token, **kwargs})


def explanation(token: str) -> str:
    """The place on the result page where each score comes from."""
    return address("invitation", token) + "result/#why"


def next_address(interview: Interview, token: str, questions: list[dict[str, Any]], now: datetime) -> str:
    """Where the candidate goes on: the first thing that is not done."""
    open_question = next((q for q in questions if is_open(q)), None)
    if interview.state in CLOSED or now >= interview.closes_at:
        probe = next((q for q in questions if is_open(q) and q["part"] == "probe"), None)
        return address("question", token, number=probe["ordinal"]) if probe else address("done", token)
    if interview.consented_at is None:
        return address("consent", token)
    if interview.mode == Interview.Mode.LIVE:
        return address("done", token)
    if open_question is None:
        return after_last(interview, token)
    begun = any(q["prompt"] for q in questions)
    if not begun and interview.mode != Interview.Mode.TYPED:
        return address("device", token)
    return address("question", token, number=open_question["ordinal"])


def after_last(interview: Interview, token: str) -> str:
    """Where the last answer leads: to the check for a follow-up question, if the guide has any."""
    return address("more" if interview.guide.get("probes") else "done", token)


def is_open(question: dict[str, Any]) -> bool:
    """Whether the question can still be answered: neither submitted nor let go nor run out with nothing to
    submit."""
    return question["state"] != "submitted" and not question["lapsed"] and not question["let_go"]


def length_of(interview: Interview) -> str:
    """「约 18 分钟」, extra time and slower typing included."""
    agreed = interview.accommodations
    times = [
        rules.Timing.of(
            think_seconds=asked["think_seconds"],
            limit_seconds=asked["limit_seconds"],
            extra_time=float(agreed.get("extra_time", 1.0)),
            typed=bool(agreed.get("typed")) or interview.mode == Interview.Mode.TYPED,
        )
        for asked in interview.questions
    ]
    return formats.minutes(sum(time.think + time.limit for time in times) + 60 * 3)


def questions_of(interview: Interview) -> str:
    """「5 题」."""
    count = len(interview.questions)
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}


def segments(questions: list[dict[str, Any]], number: int) -> list[str]:
    """Classes of the step segments."""
    return [
        "now" if q["ordinal"] == number else "done" if q["state"] == "submitted" else "" for q in questions
    ]


def progress(now: int, name: str) -> dict[str, Any]:
    """The line of segments above a page."""
    kinds = ["done" if i < now else "now" if i == now else "" for i in range(1, STEPS + 1)]
    return {"segments": kinds, "step": now, "steps": STEPS, "step_name": name}


# --- consent


@dataclass(frozen=True, slots=True)
class Block:
    """One purpose as it is read and kept: the very words whose hash is stored with the decision."""

    purpose: str
    title: str
    paragraphs: list[tuple[str, str]]  # (icon, text)
    refused: str


def block(purpose: str) -> Block:
    """The current wording of one purpose in the reader's language."""
    words = wordings.wording(purpose).texts["zh" if formats.is_chinese() else "en"]
    icons = ("doc", "eye", "clock")
    lines = [line for line in words["text"].strip().splitlines() if line.strip()]
    return Block(
        purpose, words["title"], [(icons[min(i, 2)], line) for i, line in enumerate(lines)], words["refuse"]
    )


def as_query(decisions: Mapping[str, bool]) -> str:
    """The same decisions for an address."""
    return "&".join(f"{purpose}={'yes' if agreed else 'no'}" for purpose, agreed in decisions.items())


def outcome(interview: Interview, decisions: Mapping[str, bool]) -> str:
    """What the decisions leave, in one sentence or two."""
    terms = rules.terms(
        decisions, interview.offered_channels, typed=bool(interview.accommodations.get("typed"))
    )
    how = {
        "video": _("You answer with picture and sound."),
        "audio": _("You answer by voice; no picture is recorded."),
        "typed": _("You type your answers, nothing is recorded."),
    }[terms.mode]
    who = (
        _("A program suggests scores, a person decides.")
        if terms.automated
        else _("Nobody but people will rate your answers.")
    )
    return f"{how}{who}" if formats.is_chinese() else f"{how} {who}"


# --- rights


def right_words(kind: str, *, told: bool = False) -> dict[str, Any]:
    """Headline, facts, note and button of one right; ``told``: the result with its reasons is there."""
    explain = _explained if told else _explain
    return {"explain": explain, "human_review": _human_review, "erase": _erase}[kind]()


def _fact(icon: str, title: str, text: str) -> dict[str, str]:
    return {"icon": icon, "title": title, "text": text}


def _explain() -> dict[str, Any]:
    return {
        "title": _("How this result came about"),
        "headline": _("Ask for an explanation"),
        "facts": [
            _fact(
                "list",
                _("By what it was scored"),
                _("By written criteria that were fixed before your interview."),
            ),
            _fact(
                "doc", _("What you get"), _("For each score the sentences it rests on, and what was missing.")
            ),
            _fact("user", _("Who answers"), _("A person of the bank, in writing, within 24 hours.")),
        ],
        "note": _("Asking has no influence on the decision."),
        "button": _("Ask for an explanation"),
    }


def _explained() -> dict[str, Any]:
    words = _explain()
    return words | {
        "headline": _("Each score is explained beside your result"),
        "facts": [
            *words["facts"][:2],
            _fact(
                "help",
                _("If something stays unclear"),
                _("Ask a question, or ask for a person to look again; a person answers."),
            ),
        ],
        "button": _("Show me the explanation"),
    }


def _human_review() -> dict[str, Any]:
    return {
        "title": _("Ask for a person to look again"),
        "headline": _("A person looks at your answers again"),
        "facts": [
            _fact(
                "user", _("Who looks"), _("Somebody who rates first and only then sees the program's scores.")
            ),
            _fact("clock", _("When"), _("You get an answer within 24 hours.")),
            _fact(
                "shield",
                _("What can happen"),
                _("The result may change or stay. That you asked has no influence on it."),
            ),
        ],
        "note": _("You need not give a reason."),
        "button": _("Ask for a person"),
    }


def _erase() -> dict[str, Any]:
    return {
        "title": _("Withdraw and erase my data"),
        "headline": _("Withdraw this application and erase your data?"),
        "facts": [
            _fact(
                "trash",
                _("What goes"),
                _(
                    "Recordings, transcripts, scores, your name and addresses, at once. "
                    "A restored backup erases them again."
                ),
            ),
            _fact(
                "lock",
                _("What stays"),
                _("A line without your name that an erasure took place, as the law asks."),
            ),
            _fact("minus", _("What it means"), _("Your application ends. You may apply again later.")),
        ],
        "note": _("This cannot be undone."),
        "button": _("Withdraw and erase"),
    }


def qr(request: HttpRequest, token: str) -> str:
    """The invitation's address as a QR code, for going on with another phone."""
    return str(
        segno.make(request.build_absolute_uri(address("invitation", token))).svg_data_uri(scale=6, border=2)
    )
