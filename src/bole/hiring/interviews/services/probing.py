"""Follow-up questions: the decision is kept once, asked alike of everybody, and refusing costs nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.queue import timers
from bole.hiring.interviews import probe_rules, rules
from bole.hiring.interviews.events import ProbesSettled
from bole.hiring.interviews.models import Answer, Interview, ProbeDecision
from bole.hiring.interviews.services import steps, telling
from bole.kernel.errors import NotFoundError

Outcome = ProbeDecision.Outcome


@transaction.atomic
def keep_decision(
    *,
    interview_id: UUID,
    maximum: int,
    inputs: Sequence[Mapping[str, Any]],
    inputs_sha256: str,
    chosen: Sequence[Mapping[str, Any]],
    now: datetime,
) -> ProbeDecision:
    """Keep what the rule says of the core answers and ask what it asks for. The first decision stays.

    ``chosen``: rows of ``measurement.api.Chosen``; who did not agree is not asked, and a person looks.
    """
    interview = steps.locked(interview_id)
    known = ProbeDecision.objects.filter(interview=interview).first()
    if known is not None:
        return known
    outcome = _outcome(interview, chosen)
    decision = ProbeDecision.objects.create(
        unit_id=interview.unit_id,
        candidate_id=interview.candidate_id,
        interview=interview,
        outcome=outcome,
        maximum=maximum,
        inputs=list(inputs),
        inputs_sha256=inputs_sha256,
        chosen=list(chosen),
        decided_at=now,
        answer_by=probe_rules.answer_by(interview.closes_at, now) if outcome == Outcome.ASKED else None,
        settled_at=None if outcome == Outcome.ASKED else now,
    )
    steps.record(
        interview,
        "probes_decided",
        details={"outcome": str(outcome), "asked": len(chosen), "inputs_sha256": inputs_sha256},
    )
    if outcome == Outcome.ASKED:
        _ask(interview, decision, now)
    else:
        events.publish(ProbesSettled(interview.pk, interview.unit_id))
    steps.tell(interview)
    return decision


@transaction.atomic
def decline_probe(*, interview_id: UUID, question_key: str, now: datetime) -> Answer:
    """The candidate would rather not. It counts for nothing; the report says only that it was so."""
    interview = steps.locked_for_candidate(interview_id)
    answer = steps.answer_of(interview, question_key)
    if answer.part != Answer.Part.PROBE:
        raise NotFoundError("no such probe", code="question_unknown")
    if answer.let_go == Answer.LetGo.DECLINED:
        return answer
    probe_rules.check_open(answer.let_go, answer.state)
    let_go(interview, Answer.LetGo.DECLINED, now, only=question_key)
    return steps.answer_of(interview, question_key)


@transaction.atomic
def send_probe_link(*, interview_id: UUID, now: datetime) -> bool:
    """The link to who is not on the page, once. False when everything was opened or settled meanwhile."""
    interview = steps.locked(interview_id)
    decision = open_decision(interview)
    if decision is None or decision.told_at is not None or interview.state == Interview.State.WITHDRAWN:
        return False
    if not _open(interview).filter(think_started_at__isnull=True).exists():
        return False
    _send(interview, decision, now)
    return True


def let_go(interview: Interview, why: str, now: datetime, *, only: str = "") -> int:
    """Close the probes nobody answered, for one reason; gives how many. In the caller's transaction."""
    waiting = _open(interview)
    found = list(waiting.filter(question_key=only) if only else waiting)
    for answer in found:
        answer.let_go = why
        answer.save(update_fields=["let_go"])
    if found:
        interview.question_count = Answer.objects.filter(interview=interview, let_go="").count()
        interview.save(update_fields=["question_count"])
        steps.record(interview, "probes_closed", details={"why": str(why), "probes": len(found)})
    settle(interview, now)
    return len(found)


def settle(interview: Interview, now: datetime) -> None:
    """When no probe waits any more: say so once, and let the clock of the feedback run anew."""
    decision = open_decision(interview)
    if decision is None or _open(interview).exists():
        return
    decision.settled_at = now
    decision.save(update_fields=["settled_at"])
    for kind in (steps.PROBES_CLOSE, steps.PROBE_LINK):
        timers.cancel(kind=kind, key=str(interview.pk))
    promise_feedback(interview, now + rules.FEEDBACK_WITHIN)
    events.publish(ProbesSettled(interview.pk, interview.unit_id))
    steps.tell(interview)


def open_decision(interview: Interview) -> ProbeDecision | None:
    """The decision under a row lock, while probes wait."""
    rows = ProbeDecision.objects.select_for_update().filter(interview=interview, settled_at__isnull=True)
    return rows.first()


def promise_feedback(interview: Interview, due_at: datetime) -> None:
    """Move the clock of a finished interview's feedback."""
    if interview.state != Interview.State.FINISHED or interview.feedback_sent_at is not None:
        return
    interview.feedback_due_at = due_at
    interview.save(update_fields=["feedback_due_at"])
    timers.set(kind=steps.FEEDBACK_DUE, key=str(interview.pk), due_at=due_at, unit_id=interview.unit_id)


def may_ask(interview: Interview) -> bool:
    """Whether this candidate agreed to what a probe needs."""
    return interview.state != Interview.State.WITHDRAWN and probe_rules.may_ask(
        automated=interview.automated,
        mode=interview.mode,
        typed_by_agreement=bool(interview.accommodations.get("typed")),
    )


def _open(interview: Interview) -> Any:
    probes = Answer.objects.select_for_update().filter(interview=interview, part=Answer.Part.PROBE, let_go="")
    return probes.exclude(state=Answer.State.SUBMITTED)


def _outcome(interview: Interview, chosen: Sequence[Mapping[str, Any]]) -> str:
    if not chosen:
        return Outcome.NONE
    return Outcome.ASKED if may_ask(interview) else Outcome.WITHHELD


def _ask(interview: Interview, decision: ProbeDecision, now: datetime) -> None:
    """One answer to come per probe, behind all others."""
    parents = {a.question_key: a for a in Answer.objects.filter(interview=interview)}
    first = max(answer.ordinal for answer in parents.values()) + 1
    kind = next(iter(parents.values())).kind
    asked = []
    for number, row in enumerate(decision.chosen, start=1):
        entry = _question(interview, row, number, first + number - 1)
        asked.append(entry)
        Answer.objects.create(
            unit_id=interview.unit_id,
            candidate_id=interview.candidate_id,
            interview=interview,
            question_key=entry["key"],
            ordinal=entry["ordinal"],
            kind=_KIND.get(interview.mode, kind),
            part=Answer.Part.PROBE,
            parent=parents[row["question_key"]],
        )
    interview.beside = [*(interview.beside or ()), *asked]
    interview.question_count = len(parents) + len(asked)
    interview.save(update_fields=["beside", "question_count"])
    _set_clocks(interview, decision, list(parents.values()), now)


_KIND = {"video": Answer.Kind.VIDEO, "audio": Answer.Kind.AUDIO, "typed": Answer.Kind.TYPED}


def _question(interview: Interview, row: Mapping[str, Any], number: int, ordinal: int) -> dict[str, Any]:
    """A probe in the shape of a guide's question."""
    parent = next(q for q in interview.questions if q["key"] == row["question_key"])
    return {
        "key": f"probe-{number}",
        "ordinal": ordinal,
        "title": {"zh": "一点补充", "en": "One more detail"},
        "prompt": row["text"],
        "think_seconds": probe_rules.THINK_SECONDS,
        "limit_seconds": probe_rules.LIMIT_SECONDS,
        "languages": parent["languages"],
        "sha256": parent["sha256"],
        "part": "probe",
        "rubric": parent.get("rubric", parent["key"]),
        "parent": parent["key"],
        "source": {"probe": row["probe_key"], "when": row["when"], "label": row["label"]},
    }


def _set_clocks(
    interview: Interview, decision: ProbeDecision, answers: Sequence[Answer], now: datetime
) -> None:
    assert decision.answer_by is not None
    key, unit = str(interview.pk), interview.unit_id
    closes = decision.answer_by + rules.UPLOAD_GRACE
    timers.set(kind=steps.PROBES_CLOSE, key=key, due_at=closes, unit_id=unit)
    promise_feedback(interview, closes + rules.FEEDBACK_WITHIN)
    last = max((a.submitted_at for a in answers if a.submitted_at), default=None)
    handed_in = interview.state == Interview.State.FINISHED
    due = probe_rules.link_due(handed_in=handed_in, last_answer_at=last, now=now)
    if due <= now:
        _send(interview, decision, now)
    else:
        timers.set(kind=steps.PROBE_LINK, key=key, due_at=due, unit_id=unit)


def _send(interview: Interview, decision: ProbeDecision, now: datetime) -> None:
    assert decision.answer_by is not None
    telling.tell(
        interview,
        "probe",
        {
            **telling.greeting(interview),
            "link": telling.link_of(interview),
            "answer_by": telling.moment(decision.answer_by, interview.language, interview.zone),
        },
        now=now,
        occasion="probes",
    )
    decision.told_at = now
    decision.save(update_fields=["told_at"])
    steps.record(interview, "probe_link_sent")
