"""The card on a candidate's own home page: a time to choose, or when and where it is."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.hiring.candidates import queries as candidates
from bole.hiring.scheduling import presenting, queries
from bole.hiring.scheduling.models import Appointment
from bole.hiring.scheduling.services import telling
from bole.kernel.clock import utc_now

State = Appointment.State


def of(actor: Actor, candidate_id: UUID, token: str) -> Fragment | None:
    """None when nothing waits and nothing is to come."""
    found = next((one for one in queries.of_candidate(actor, candidate_id) if _matters(one)), None)
    if found is None:
        return None
    zone = telling.zone_of_candidate(candidates.contact(candidate_id).phone)
    context = {
        "row": presenting.own_row(found, zone),
        "token": token,
        "choose": found.state == State.OFFERED,
        "asked": found.state == State.MISSED,
    }
    return Fragment("scheduling/_card.html", context)


def _matters(one: Appointment) -> bool:
    if one.state == State.MISSED:
        return one.wants_another is None and one.asked_again_at is not None
    if one.state == State.CONFIRMED:
        return one.ends_at is not None and one.ends_at > utc_now()
    return one.state == State.OFFERED
