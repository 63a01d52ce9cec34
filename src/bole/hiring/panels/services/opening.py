"""Open a panel with its frozen guide, change who sits on it, call it off."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.hiring.assessment import services as assessment
from bole.hiring.interviews import queries as interviews
from bole.hiring.panels import library, policies, queries
from bole.hiring.panels.events import PanelCancelled, PanelOpened
from bole.hiring.panels.models import Guide, Panel, Seat
from bole.hiring.panels.rules import building, cards
from bole.hiring.panels.services import arranging, clocks, looking, revealing, steps, telling
from bole.hiring.panels.services.guiding import build_guide
from bole.hiring.pipeline import policies as pipeline_policies
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, InvalidError
from bole.measurement import api as measurement


@transaction.atomic
def open_panel(
    *, application_id: UUID, user_ids: Sequence[UUID], lead_id: UUID, expected_guide: int, now: datetime
) -> Panel:
    """Several people interview an applicant who stands in a panel stage.

    From here on the guide is frozen, members see the answers of the AI interview (and unless the bank set it
    otherwise not the machine's scores) and are told where to find them. Twice is once.
    """
    pipeline_services.lock(application_id)
    application = pipeline.get(application_id)
    permissions.require(actors.current(), policies.MANAGE, application.unit_id)
    running = queries.running(application_id)
    if running is not None:
        return running
    if queries.stands_for_panel(application) != "panel":
        raise ConflictError("the application stands in no panel stage", code="not_panel_stage")
    guide = queries.guide_of(application_id) or build_guide(application_id=application_id, now=now)
    assert guide is not None
    if expected_guide and guide.version != expected_guide:
        raise ConflictError("somebody changed the guide", code="lost_race")
    people = _members(user_ids, lead_id, application.unit_id)
    panel = _made(application, guide, now)
    for actor in people:
        _seat(panel, actor, lead=actor.id == lead_id, now=now)
    looking.let_look(panel, people, now)
    clocks.set_clock(panel, base=now)
    events.publish(PanelOpened(panel.pk, application.pk, panel.candidate_id, panel.unit_id))
    steps.record(panel, "opened", {"members": [one.id for one in people], "lead": lead_id})
    for actor in people:
        telling.invite(panel, actor, now)
    return panel


def _members(user_ids: Iterable[UUID], lead_id: UUID, unit_id: UUID) -> list[Actor]:
    """Their actors; InvalidError for somebody who may not rate here, or a lead who may not decide here."""
    wanted = list(dict.fromkeys([lead_id, *user_ids]))
    if not cards.FEWEST <= len(wanted) <= cards.MOST:
        raise InvalidError("a panel has two to eight members", fields={"members": "count"})
    found = [_member(user_id, unit_id) for user_id in wanted]
    _check_lead(found[0], unit_id)
    return found


def _member(user_id: UUID, unit_id: UUID) -> Actor:
    """Somebody of the unit, or a guest whom head office may ask."""
    actor = access.actor_of_account(user_id)
    if actor is not None and permissions.allowed(actor, policies.SCORE, unit_id):
        return actor
    may_ask = permissions.allowed(actors.current(), policies.GUESTS, unit_id)
    if actor is None or not (may_ask and policies.may_visit(actor)):
        raise InvalidError("somebody may not rate in this unit", fields={"members": "not_allowed"})
    return actor


def _check_lead(actor: Actor, unit_id: UUID) -> None:
    """Who leads decides: he needs the right to move the application."""
    if not permissions.allowed(actor, pipeline_policies.ADVANCE, unit_id):
        raise InvalidError("who leads must be HR of the unit", fields={"lead": "not_allowed"})


def _made(application: Any, guide: Guide, now: datetime) -> Panel:
    requisition = requisitions.get(application.requisition_id)
    asked = building.asked(guide.questions)
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    newest = interviews.newest_of(actors.current(), [application.pk]).get(application.pk)
    return Panel.objects.create(
        unit_id=application.unit_id,
        candidate_id=application.candidate_id,
        application_id=application.pk,
        requisition_id=requisition.pk,
        job_key=requisition.job_key,
        stage=application.stage,
        interview_id=newest.pk if newest else None,
        report_id=guide.report_id,
        guide=asked,
        guide_sha256=hashlib.sha256(text.encode()).hexdigest(),
        rules_version=guide.rules_version,
        portrait=_portrait(requisition),
        scores_open=queries.scores_open(),
        opened_by_id=steps.person(),
        opened_at=now,
        due_at=now + library.rules().clock.due,
    )


def _portrait(requisition: Any) -> dict[str, Any]:
    """Weights, names and anchors as the cards will have them."""
    known = requisitions.portrait_for(requisition)
    kept = {key: known[key] for key in ("key", "version", "pass_mark", "weights", "labels")}
    return {**kept, "anchors": measurement.competencies(list(known["weights"]), requisition.job_key)}


def _seat(panel: Panel, actor: Actor, *, lead: bool, now: datetime) -> Seat:
    office = Seat.Office.HEAD if _head_office(actor) else Seat.Office.BRANCH
    assert actor.id is not None
    return Seat.objects.create(
        unit_id=panel.unit_id,
        panel=panel,
        user_id=actor.id,
        office=office,
        guest_of_id=looking.home_of(actor, panel.unit_id),
        lead=lead,
        added_at=now,
    )


def _head_office(actor: Actor) -> bool:
    """Whether he rates by a role he holds for the whole bank."""
    root, roles = org.root(), permissions.get(policies.SCORE).roles
    return root is not None and any(g.unit_id == root.pk and g.role in roles for g in actor.grants)


@transaction.atomic
def add_member(*, panel_id: UUID, user_id: UUID, now: datetime) -> Seat:
    """One more, while it is being rated; from now everybody has the whole time again. Twice is once."""
    panel = steps.locked(panel_id)
    permissions.require(actors.current(), policies.MANAGE, panel.unit_id)
    steps.require_state(panel, Panel.State.OPEN)
    known = Seat.objects.filter(panel=panel, user_id=user_id).first()
    if known is not None and known.excused_at is None:
        return known
    if len(queries.seats(panel_id)) >= cards.MOST:
        raise InvalidError("a panel has two to eight members", fields={"members": "count"})
    actor = _member(user_id, panel.unit_id)
    if known is not None:
        known.excused_at, known.excused_why, known.added_at = None, "", now
        known.save(update_fields=["excused_at", "excused_why", "added_at"])
    seat = known or _seat(panel, actor, lead=False, now=now)
    looking.let_look(panel, [actor], now)
    arranging.change_people(panel, [one for one, _lead in queries.seats(panel_id)], now)
    if panel.due_at is not None:
        clocks.set_clock(panel, base=now)
    steps.record(panel, "member_added", {"user": user_id})
    telling.invite(panel, actor, now)
    return seat


@transaction.atomic
def excuse(*, panel_id: UUID, user_id: UUID, why: str, now: datetime) -> Panel:
    """A member who will not rate leaves, with a reason; who leads hands over first. When everybody else has
    submitted, the cards are revealed."""
    panel = steps.locked(panel_id)
    permissions.require(actors.current(), policies.MANAGE, panel.unit_id)
    steps.require_state(panel, Panel.State.OPEN)
    seat = Seat.objects.select_for_update().filter(panel=panel, user_id=user_id, excused_at=None).first()
    if seat is None or seat.submitted_at is not None:
        raise ConflictError("he has rated, or sits there no more", code="lost_race")
    if seat.lead:
        raise ConflictError("hand the lead over first", code="panel_lead")
    if len(why.strip()) < cards.SHORTEST_REASON:
        raise InvalidError("why?", fields={"why": "required"})
    if len(queries.seats(panel_id)) <= 1:
        raise ConflictError("nobody would be left", code="panel_empty")
    seat.excused_at, seat.excused_why = now, why.strip()[:200]
    seat.save(update_fields=["excused_at", "excused_why"])
    assessment.release_blind(about_id=panel.pk, user_id=user_id)
    looking.look_no_more(panel, seat)
    arranging.change_people(panel, [one for one, _lead in queries.seats(panel_id)], now)
    steps.record(panel, "member_excused", {"user": user_id})
    revealing.reveal_when_complete(panel, now)
    return panel


@transaction.atomic
def hand_over(*, panel_id: UUID, user_id: UUID) -> Panel:
    """Another member leads from now on; he needs the right to decide."""
    panel = steps.locked(panel_id)
    permissions.require(actors.current(), policies.MANAGE, panel.unit_id)
    steps.require_state(panel, Panel.State.OPEN, Panel.State.REVEALED)
    seat = steps.seat_of(panel, user_id)
    _check_lead(_member(user_id, panel.unit_id), panel.unit_id)
    if not seat.lead:
        Seat.objects.filter(panel=panel, lead=True).update(lead=False)
        seat.lead = True
        seat.save(update_fields=["lead"])
        steps.record(panel, "handed_over", {"user": user_id})
    return panel


@transaction.atomic
def cancel(*, panel_id: UUID, reason: str, now: datetime) -> Panel:
    """It will not be held. Cards that were submitted stay, and count for nothing."""
    panel = steps.locked(panel_id)
    permissions.require(actors.current(), policies.MANAGE, panel.unit_id)
    if panel.state == Panel.State.CANCELLED:
        return panel
    panel.state = cards.move(panel.state, Panel.State.CANCELLED)
    panel.closed_at = now
    panel.closed_by_id = actors.current().id if actors.current().kind == "user" else None
    panel.save()
    clocks.stop(panel)
    assessment.release_blind(about_id=panel.pk)
    for seat in panel.seats.filter(submitted_at=None, excused_at=None):
        looking.look_no_more(panel, seat)
    arranging.call_off(panel, now)
    events.publish(PanelCancelled(panel.pk, panel.application_id, panel.unit_id))
    steps.record(panel, "cancelled", {"reason": reason})
    return panel


@transaction.atomic
def stop_where_gone(*, application_id: UUID, now: datetime) -> bool:
    """The application left the stage the panel decides on: the panel is called off. False when there is
    none, or it still stands there."""
    panel = queries.running(application_id)
    if panel is None or pipeline.get(application_id).stage == panel.stage:
        return False
    cancel(panel_id=panel.pk, reason="moved_on", now=now)
    return True
