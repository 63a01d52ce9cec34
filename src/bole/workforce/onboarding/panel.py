"""Onboarding on a candidate's page, and the card on the person's own home page."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say
from bole.foundation.ui.panels import Fragment
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.workforce.onboarding import presenting, queries


def of(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """None for somebody who signed nothing."""
    rows = queries.visible_to(actor).filter(candidate_id=candidate_id).order_by("-created_at")
    found = queries.whole(list(rows[:1]))
    if not found:
        return None
    return Fragment("onboarding/_panel.html", {"row": presenting.row(found[0], bank_time.today(utc_now()))})


def card(actor: Actor, candidate_id: UUID, token: str) -> Fragment | None:
    """How far it is and how much there is to do; nothing without a signed offer, or after the end."""
    rows = queries.visible_to(actor).filter(candidate_id=candidate_id).exclude(state="ended")
    found = queries.whole(list(rows.order_by("-created_at")[:1]))
    if not found:
        return None
    (one,), today = found, bank_time.today(utc_now())
    lines = presenting.tasks(one, today)
    context = {
        "token": token,
        "job": say(one.onboarding.employee.job_title),
        "starts_on": one.onboarding.employee.starts_on,
        "when": presenting.until(one.onboarding.employee.starts_on, today),
        "progress": [presenting.step(step) for step in one.progress],
        "todo": sum(line["owner"] == "candidate" and bool(line["todo"]) for line in lines),
        "open": one.onboarding.state in ("preparing", "ready"),
    }
    return Fragment("onboarding/portal/_card.html", context)
