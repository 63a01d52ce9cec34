"""One interview, question by question: what arrived, what is being analysed, what failed and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import clock, say
from bole.hiring.interviews.policies import PROBE_STATES
from bole.web.console.words import failure


@dataclass(frozen=True, slots=True)
class Stage:
    """One analysis stage of one answer."""

    label: str
    state: str
    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A named failure with what to do."""

    what: str
    todo: str
    code: str
    tries: int


@dataclass(frozen=True, slots=True)
class Step:
    """One question."""

    ordinal: int
    answer_id: UUID
    title: str
    state: str
    words: str
    recorded: str
    parts: int
    attempt: int
    stages: list[Stage]
    failures: list[Failure]


def steps_of(
    interview: Any, answers: Sequence[Any], runs: Mapping[UUID, Iterable[Any]], ratings: Mapping[UUID, str]
) -> list[Step]:
    """The questions in order. ``ratings``: answer → error code, empty when it was rated."""
    titles = {question["key"]: question for question in interview.questions}
    return [
        _step(a, titles.get(a.question_key, {}), list(runs.get(a.pk, ())), ratings.get(a.pk)) for a in answers
    ]


def _step(answer: Any, question: Mapping[str, Any], runs: list[Any], rating: str | None) -> Step:
    mine = [r for r in answer.recordings.all() if r.attempt == answer.attempt and r.state != "abandoned"]
    seconds = sum(r.declared_seconds or 0.0 for r in mine)
    current = [run for run in runs if run.attempt == answer.attempt]
    return Step(
        ordinal=answer.ordinal,
        answer_id=answer.pk,
        state=answer.state,
        title=say(question.get("title")) or say(question.get("prompt")) or answer.question_key,
        words=_state_words(answer, mine),
        recorded=clock(seconds) if mine else "",
        parts=len(mine),
        attempt=answer.attempt,
        stages=[*(_stage(run) for run in current), *_rating_stage(answer, rating)],
        failures=[_failure(run.error_code, run.attempts) for run in current if run.state == "failed"]
        or ([_failure(rating, 1)] if rating else []),
    )


def _state_words(answer: Any, recordings: list[Any]) -> str:
    if answer.let_go:
        return str(PROBE_STATES[answer.let_go])
    if answer.state == "submitted":
        return _("typed answer submitted") if answer.kind == "typed" else _("submitted")
    if answer.state == "recording" or recordings:
        return _("answering now")
    return _("thinking") if answer.think_started_at else _("not begun")


def _stage(run: Any) -> Stage:
    labels = {"speech": _("Speech and voice"), "vision": _("Face and body")}
    share = {"done": 100, "failed": 100}.get(run.state, getattr(run, "share", 0) or 0)
    words = {
        "queued": _("waiting"),
        "running": _("%(n)s%%") % {"n": share},
        "done": _("done"),
        "failed": _("failed"),
    }
    return Stage(labels.get(run.stage, run.stage), run.state, words.get(run.state, run.state), share)


def _rating_stage(answer: Any, rating: str | None) -> list[Stage]:
    if answer.state != "submitted":
        return []
    if rating is None:
        return [Stage(_("Scoring"), "queued", _("waiting"), 0)]
    failed = bool(rating)
    return [Stage(_("Scoring"), "failed" if failed else "done", _("failed") if failed else _("done"), 100)]


def _failure(code: str, tries: int) -> Failure:
    what, todo = failure(code)
    return Failure(what, todo, code, tries)
