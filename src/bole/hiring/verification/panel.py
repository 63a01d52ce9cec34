"""The panel on a candidate's page, and the card on the person's own."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say
from bole.foundation.ui.panels import Fragment
from bole.hiring.verification import presenting, queries
from bole.hiring.verification.models import Verification

State = Verification.State


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody about whom nothing is checked."""
    found = queries.of_candidate(actor, candidate_id)
    if not found:
        return None
    rows = [presenting.row(one) for one in found]
    flag = found[0].stability
    question = say(queries.question_of(flag)) if flag else ""
    return Fragment("verification/_panel.html", {"rows": rows, "question": question}, len(rows))


def card(actor: Actor, candidate_id: UUID, token: str) -> Fragment | None:
    """What waits for the person: consent, what was found, or nothing but how it stands."""
    found = next(iter(queries.of_candidate(actor, candidate_id)), None)
    if found is None or found.state == State.STOPPED:
        return None
    waits = {State.CONSENT: "consent", State.TOLD: "told"}.get(State(found.state), "")
    return Fragment("verification/_card.html", {"token": token, "found": found, "waits": waits})
