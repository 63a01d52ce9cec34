"""The development plan: drafted by rules from interview evidence and from what the offer promised, given by
a person, answered by the employee."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access.actors import current, system_scope
from bole.hiring.assessment import queries as assessment
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.measurement import api as measurement
from bole.workforce.performance import library, policies, promised, queries
from bole.workforce.performance.events import PlanGiven
from bole.workforce.performance.models import Plan, PlanItem, Probation
from bole.workforce.performance.rules import planning, reporting
from bole.workforce.performance.services import steps, telling

AGREE, CHANGE = "agree", "change"
Source = PlanItem.Source


@transaction.atomic
def draft_plan(*, probation_id: UUID, seen_version: int, now: datetime) -> Plan:
    """A fresh draft by the rules of today; a draft that waits is replaced."""
    probation = steps.locked(probation_id)
    steps.person(policies.GUIDE, probation)
    steps.check_version(probation, seen_version)
    Plan.objects.filter(probation=probation, state=Plan.State.DRAFT).delete()
    plan = draft(probation, now)
    steps.bump(probation)
    steps.record(probation, "plan.drafted", {"plan": plan.pk, "number": plan.number})
    return plan


def draft(probation: Probation, now: datetime) -> Plan:
    """The draft itself: promised items first, then what the rules say. Reads the interview as the machine."""
    rules = library.plan_rules()
    with system_scope("development plan", probation.unit_id):
        body, corrected, digest = _evidence(probation)
        promises = promised.training(probation.application_id)
    plan = Plan.objects.create(
        **_whose(probation),
        probation=probation,
        number=Plan.objects.filter(probation=probation).count() + 1,
        rules_version=rules.version,
        rules_sha256=rules.sha256,
        report_hash=digest,
        made_at=now,
    )
    fired = planning.fire(rules.rules, planning.read(body, corrected)) if body else []
    rows = _merged(_promised_items(promises), _ruled_items(fired))
    PlanItem.objects.bulk_create(
        PlanItem(**_whose(probation), plan=plan, order=place, **row) for place, row in enumerate(rows)
    )
    return plan


@transaction.atomic
def keep_item(*, item_id: UUID, keep: bool, note: str, now: datetime) -> PlanItem:  # noqa: ARG001  when: audit
    """Leave an item of a draft out, or take it in again. What was promised stays (``promised_item``)."""
    item = queries.item(item_id)
    _editable(item.plan)
    if item.source == Source.OFFER and not keep:
        raise ConflictError("the signed offer promises it", code="promised_item")
    item.kept, item.note = keep, reporting.clean(note)[: reporting.LONGEST_TASK]
    item.save(update_fields=["kept", "note"])
    _noted(item.plan, "plan.item_kept" if keep else "plan.item_left_out", {"order": item.order})
    return item


@transaction.atomic
def add_item(*, plan_id: UUID, course_key: str, note: str, now: datetime) -> PlanItem:  # noqa: ARG001
    """A course somebody adds by hand, with why."""
    plan = _plan(plan_id)
    probation = _editable(plan)
    course = library.courses().get(course_key)
    said = reporting.clean(note)[: reporting.LONGEST_TASK]
    if course is None:
        raise InvalidError("no such course", fields={"course": "unknown"})
    if len(said) < reporting.SHORTEST:
        raise InvalidError("say why", fields={"note": "required"})
    if PlanItem.objects.filter(plan=plan, course_key=course_key).exists():
        raise ConflictError("it is in the plan", code="course_there")
    last = PlanItem.objects.filter(plan=plan).count()
    item = PlanItem.objects.create(
        **_whose(probation),
        plan=plan,
        order=last,
        source=Source.PERSON,
        course_key=course_key,
        title=course.title,
        note=said,
    )
    _noted(plan, "plan.item_added", {"course": course_key})
    return item


@transaction.atomic
def approve_plan(*, plan_id: UUID, now: datetime) -> Plan:
    """Manager or HR gives the plan to the employee. ConflictError when it was given or replaced."""
    plan = _plan(plan_id)
    probation = _editable(plan)
    actor = steps.person(policies.GUIDE, probation)
    Plan.objects.filter(probation=probation, state=Plan.State.GIVEN).update(state=Plan.State.PAST)
    plan.state, plan.approved_by_id, plan.approved_at = Plan.State.GIVEN, actor.id, now
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    kept = [one.course_key for one in plan.items.all() if one.kept and one.course_key]
    _noted(plan, "plan.given", {"number": plan.number, "items": len(kept)})
    events.publish(PlanGiven(plan.pk, plan.candidate_id, plan.unit_id, tuple(kept)))
    telling.employee(probation, "plan-given", {}, now, f"plan {plan.number}", page="plan/")
    return plan


@transaction.atomic
def answer_plan(*, plan_id: UUID, answer: str, words: str, now: datetime) -> Plan:
    """The employee agrees, or says what should be different; the newest answer stands."""
    given = Plan.objects.filter(pk=plan_id, state=Plan.State.GIVEN)
    probation_id = given.values_list("probation_id", flat=True).first()
    if probation_id is None:
        raise NotFoundError("no such plan")
    steps.locked_own(probation_id)
    plan = given.first()
    if plan is None:  # another one was given meanwhile
        raise NotFoundError("no such plan")
    said = reporting.clean(words)
    if answer not in {AGREE, CHANGE} or (answer == CHANGE and len(said) < reporting.SHORTEST):
        raise InvalidError("say what should be different", fields={"words": "required"})
    plan.answer, plan.answer_words, plan.answered_at = answer, said[: reporting.LONGEST], now
    plan.save(update_fields=["answer", "answer_words", "answered_at"])
    _noted(plan, "plan.answered", {"answer": answer})
    return plan


def _plan(plan_id: UUID) -> Plan:
    found = Plan.objects.select_related("probation__unit").filter(pk=plan_id).first()
    if found is None:
        raise NotFoundError("no such plan")
    queries.get(found.probation_id)
    return found


def _editable(plan: Plan) -> Probation:
    """The probation, held; only a draft may be changed, by whoever guides the employee."""
    probation = steps.locked(plan.probation_id)
    steps.person(policies.GUIDE, probation)
    plan.refresh_from_db(fields=["state"])
    if plan.state != Plan.State.DRAFT:
        raise ConflictError("it was given to the employee", code="plan_given")
    return probation


def _noted(plan: Plan, what: str, details: Mapping[str, Any]) -> None:
    steps.record(plan.probation, what, {"plan": plan.pk, **details})


def _whose(probation: Probation) -> dict[str, UUID]:
    return {"unit_id": probation.unit_id, "candidate_id": probation.candidate_id}


def _evidence(probation: Probation) -> tuple[dict[str, Any] | None, dict[str, float], str]:
    """The newest interview report of the application with what people set beside it; (None, {}, "")
    without."""
    if probation.application_id is None:
        return None, {}, ""
    reports = assessment.visible_to(current()).filter(application_id=probation.application_id, latest=True)
    report = reports.order_by("-created_at").first()
    told = assessment.telling(report.interview_id) if report else None
    if told is None:
        return None, {}, ""
    return told.body, told.scores, told.report_hash


def _ruled_items(fired: Sequence[planning.Fired]) -> list[dict[str, Any]]:
    """One item a course: two rules that lead to the same one stand together under it."""
    labels, courses = measurement.competency_labels(), library.courses()
    found: dict[str, dict[str, Any]] = {}
    for one in fired:
        ground = {
            "rule": one.rule.key,
            "why": one.rule.why,
            "competency": labels.get(one.rule.competency, {"zh": one.rule.competency}),
            "score": one.score,
            "band": list(one.band) if one.band else None,
            "when": one.rule.when,
            "mark": one.rule.mark,
            "uncertain": one.uncertain,
            "person": one.person,
            "quote": one.quote,
            "question": one.question,
        }
        row = found.setdefault(
            one.rule.course,
            {
                "source": Source.RULE,
                "course_key": one.rule.course,
                "title": courses[one.rule.course].title,
                "rule_key": one.rule.key,
                "ground": {"rules": []},
            },
        )
        row["ground"]["rules"].append(ground)
    return list(found.values())


def _promised_items(promised: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "source": Source.OFFER,
            "course_key": one["key"],
            "title": one["title"],
            "ground": {"hours": one["hours"], "quote": one["quote"]},
        }
        for one in promised
    ]


def _merged(promised: list[dict[str, Any]], ruled: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a rule says of a course that is promised stands under the promise."""
    by_key = {row["course_key"]: row for row in promised}
    for row in ruled:
        if row["course_key"] in by_key:
            by_key[row["course_key"]]["ground"]["rules"] = row["ground"]["rules"]
    return [*promised, *(row for row in ruled if row["course_key"] not in by_key)]
