"""What the candidate's pages need, as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bole.foundation.access.actors import Actor
from bole.foundation.privacy import queries as privacy
from bole.hiring.interviews import library, noticing, rules
from bole.hiring.interviews.models import Answer, Interview, Recording, RightsRequest
from bole.hiring.interviews.queries import probes


def candidate_actor(interview: Interview) -> Actor:
    """The actor a verified link stands for."""
    return Actor(
        kind="candidate",
        id=interview.candidate_id,
        label="candidate",
        candidate_id=interview.candidate_id,
        interview_id=interview.pk,
    )


def purposes_of(interview: Interview, decisions: Mapping[str, bool]) -> tuple[str, ...]:
    """The purposes that apply to this interview under these decisions."""
    return rules.purposes_asked(
        interview.offered_channels,
        typed=bool(interview.accommodations.get("typed")),
        recording=decisions.get("recording", True),
    )


def state_for(interview: Interview, now: datetime) -> dict[str, Any]:
    """Everything the portal draws; re-read after every step.

    ``questions[].prompt`` is null until the question was begun, so that nobody thinks ahead. Times are
    seconds, moments ISO 8601. ``next`` is the key of the question to do now, null when none is left; a
    ``lapsed`` question is one whose time ran out with nothing to submit.
    """
    waiting = probes.standing_of(interview, now)
    answers = list(
        Answer.objects.filter(interview=interview).prefetch_related("recordings").order_by("ordinal")
    )
    if {a.question_key for a in answers} - {q["key"] for q in interview.questions}:
        # A worker decided on follow-up questions since the interview was read: both are read again.
        interview.refresh_from_db(fields=["beside"])
        waiting = probes.standing_of(interview, now)
    questions = [_question(interview, answer, now) for answer in answers]
    following = next((q["key"] for q in questions if may_do(interview, q)), None)
    decisions = privacy.consents(interview.candidate_id, about_id=interview.pk)
    return {
        "now": now.isoformat(),
        "interview": {**_head(interview), "noted": noticing.told(decisions.get("analysis"))},
        "consents": {purpose: decision.holds for purpose, decision in decisions.items()},
        "purposes": list(purposes_of(interview, {p: d.holds for p, d in decisions.items()})),
        "questions": questions,
        "next": following,
        "probes": waiting,
        "progress": {"done": sum(a.state == "submitted" for a in answers), "total": len(answers)},
        "rights": [
            {"kind": r.kind, "state": r.state, "due_at": r.due_at.isoformat()}
            for r in RightsRequest.objects.filter(interview=interview).order_by("requested_at")
        ],
    }


def may_do(interview: Interview, question: Mapping[str, Any]) -> bool:
    """Whether the question can still be answered; after the end only a follow-up question can."""
    if question["state"] == "submitted" or question["lapsed"] or question["let_go"]:
        return False
    return question["part"] == "probe" or interview.state != Interview.State.FINISHED


def _head(interview: Interview) -> dict[str, Any]:
    return {
        "id": str(interview.pk),
        "state": interview.state,
        "mode": interview.mode,
        "language": interview.language,
        "about": interview.about,
        "title": interview.guide["title"],
        "law": interview.law,
        "opens_at": interview.opens_at.isoformat(),
        "closes_at": interview.closes_at.isoformat(),
        "automated": interview.automated,
        "channels": interview.channels,
        "offered": interview.offered_channels,
        "consented": interview.consented_at is not None,
        "retakes": interview.guide["retakes"],
        "extra_time": float(interview.accommodations.get("extra_time", 1.0)),
        "finished_at": _iso(interview.finished_at),
        "feedback_due_at": _iso(interview.feedback_due_at),
        "feedback_sent_at": _iso(interview.feedback_sent_at),
    }


def _question(interview: Interview, answer: Answer, now: datetime) -> dict[str, Any]:
    asked = library.question_of(interview.questions, answer.question_key)
    timing = rules.Timing.of(
        think_seconds=asked["think_seconds"],
        limit_seconds=asked["limit_seconds"],
        extra_time=float(interview.accommodations.get("extra_time", 1.0)),
        typed=interview.mode == Interview.Mode.TYPED,
    )
    mine = [r for r in answer.recordings.all() if r.attempt == answer.attempt and r.state != "abandoned"]
    recorded = sum(r.declared_seconds or 0.0 for r in mine if r.state == Recording.State.FINISHED)
    begun = answer.think_started_at
    facts = rules.AnswerState(
        state=answer.state,
        attempt=answer.attempt,
        think_started_at=begun,
        deadline_at=answer.deadline_at,
        recorded_seconds=recorded,
        finished=sum(r.state == Recording.State.FINISHED for r in mine),
        unfinished=sum(r.state == Recording.State.OPEN for r in mine),
        typed=answer.kind == Answer.Kind.TYPED,
    )
    ends = answer.deadline_at or (timing.latest_start(begun) if begun else None)
    if begun and answer.kind == Answer.Kind.TYPED:
        ends = timing.deadline(timing.think_ends_at(begun))
    return {
        "key": answer.question_key,
        "answer_id": str(answer.pk),
        "ordinal": answer.ordinal,
        "state": answer.state,
        "part": answer.part,
        "let_go": answer.let_go,
        "about": asked.get("parent"),
        "kind": answer.kind,
        "title": asked["title"],
        "prompt": asked["prompt"] if begun else None,
        "attempt": answer.attempt,
        "cut_off": answer.cut_off,
        "retakes_left": max(0, interview.guide["retakes"] + 1 - answer.attempt),
        "think_seconds": timing.think,
        "limit_seconds": timing.limit,
        "think_ends_at": _iso(timing.think_ends_at(begun) if begun else None),
        "deadline_at": _iso(ends),
        "recorded_seconds": round(recorded, 3),
        "remaining_seconds": round(timing.remaining(recorded), 3),
        "lapsed": rules.lapsed(facts, timing, now),
        "time_over": ends is not None and answer.state != Answer.State.SUBMITTED and now > ends,
        "recordings": [
            {
                "id": str(r.pk),
                "ordinal": r.ordinal,
                "upload_id": str(r.upload_id),
                "state": r.state,
                "seconds": r.declared_seconds,
                "content_type": r.content_type,
            }
            for r in mine
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
