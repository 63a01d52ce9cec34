"""What members are let see for their seat, and until when; guests see nothing else of the unit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bole.foundation.access import permissions
from bole.foundation.access import services as access
from bole.foundation.access.actors import Actor
from bole.hiring.assessment import services as assessment
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.panels import policies
from bole.hiring.panels.models import Panel, Seat


def home_of(actor: Actor, unit_id: UUID) -> UUID | None:
    """The branch a guest comes from; None for somebody who may rate in this unit anyway."""
    if permissions.allowed(replace(actor, guest_units=()), policies.SCORE, unit_id):
        return None
    return next((grant.unit_id for grant in actor.grants if grant.role in policies.VISITING), None)


def let_look(panel: Panel, people: Sequence[Actor], now: datetime) -> None:
    """Members read the answers behind the report; scores stay hidden until a card is locked."""
    ids = [one.id for one in people if one.id is not None]
    assessment.keep_blind(
        application_id=panel.application_id,
        about_id=panel.pk,
        user_ids=ids,
        now=now,
        lifted=panel.scores_open,
    )
    guests = set(panel.seats.exclude(guest_of=None).values_list("user_id", flat=True))
    for one in people:
        if one.id in guests and one.id is not None:
            _admit(panel, one.id, now)
        if panel.interview_id and one.id and interview_policies.only_assigned(one):
            interview_services.assign(interview_id=panel.interview_id, user_id=one.id, now=now)


def look_no_more(panel: Panel, seat: Seat) -> None:
    """What he was let see for this seat, and had not been before, he sees no more."""
    if panel.interview_id is not None:
        interview_services.unassign(
            interview_id=panel.interview_id, user_id=seat.user_id, assigned_at=seat.added_at
        )
    if seat.guest_of_id is not None:
        access.take_pass_back(about_id=panel.pk, user_id=seat.user_id)


def see_off(panel: Panel) -> None:
    """The panel has ended: its guests, whether they rated or not, see nothing of the unit any more."""
    for seat in panel.seats.exclude(guest_of=None):
        look_no_more(panel, seat)


def _admit(panel: Panel, user_id: UUID, now: datetime) -> None:
    access.give_pass(
        user_id=user_id, host_id=panel.unit_id, about_id=panel.pk, things=_things(panel), now=now
    )


def _things(panel: Panel) -> Iterator[UUID]:
    """The panel, this application with its person and opening, the interview with answers and recordings."""
    yield from (panel.pk, panel.application_id, panel.candidate_id, panel.requisition_id)
    if panel.interview_id is None:
        return
    yield panel.interview_id
    for answer in interviews.submitted_facts(panel.interview_id):
        yield answer.answer_id
        yield from (file_id for file_id, _sha256 in answer.files)
