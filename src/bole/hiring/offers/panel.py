"""Offers on a candidate's page in the console, and the card on the person's own page."""

from uuid import UUID

from django.utils.translation import gettext as _

from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say
from bole.foundation.ui.panels import Fragment
from bole.hiring.offers import queries
from bole.hiring.offers.presenting import console
from bole.hiring.offers.rules import states
from bole.kernel.clock import utc_now


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """Every offer to this person with its state; no amounts."""
    found = queries.of_candidate(actor, candidate_id)
    if not found:
        return None
    now = utc_now()
    rows = [console.row(one, now) for one in found]
    return Fragment("offers/_panel.html", {"offers": rows}, count=len(rows))


def card(actor: Actor, candidate_id: UUID, token: str) -> Fragment | None:
    """The newest offer, with what there is to do."""
    found = queries.of_candidate(actor, candidate_id)
    if not found:
        return None
    offer = found[0]
    words = {
        states.OPEN: _("waits for your answer"),
        states.ASKED: _("the bank looks at your request"),
        states.SIGNED: _("signed"),
        states.DECLINED: _("you declined"),
        states.WITHDRAWN: _("taken back by the bank"),
        states.EXPIRED: _("run out"),
    }
    context = {
        "token": token,
        "offer_id": offer.pk,
        "job": say(offer.about["job"]),
        "unit": say(offer.about["unit"]),
        "chip": console.chip(offer.state),
        "state": words[offer.state],
        "left": console.left(offer, utc_now()),
        "urgent": offer.state == states.OPEN,
    }
    return Fragment("offers/_card.html", context)
