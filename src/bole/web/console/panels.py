"""Panels of a person's page that the shell composes itself: of several capabilities at once, or of those that
stand below the register. Each capability's own word stands in its own ``panels`` module."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bole.foundation.access.actors import Actor
from bole.foundation.privacy import queries as privacy
from bole.foundation.ui import panels
from bole.foundation.ui.panels import Fragment
from bole.hiring.assessment import queries as assessment
from bole.hiring.candidates import policies as candidate_policies
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import policies as pipeline_policies
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.clock import utc_now
from bole.web.console.applications import application_card, consents_of
from bole.web.console.board import Facts
from bole.web.console.board_views import note_totals
from bole.web.console.requests import words_of
from bole.web.console.rows import row, standing_of

MOST = 20
TEMPLATES = "console/panels/"


def install() -> None:
    """From ``AppConfig.ready``."""
    contact = candidate_policies.CONTACT
    add = panels.register
    add("pipeline", _("Applications"), pipeline_policies.VIEW, applications, order=10)
    add("interviews", _("Interviews"), interview_policies.VIEW, held, order=40)
    add("interviews.requests", _("Requests"), interview_policies.RIGHTS, requests, place="side", order=60)
    add("privacy", _("Consents"), contact, consents, place="side", order=70)


@dataclass(frozen=True, slots=True)
class _Interviews:
    """A person's interviews, newest first, with the reports this reader may see of them."""

    found: list[Any]
    reports: Mapping[UUID, Any]


_shared: ContextVar[dict[UUID, _Interviews] | None] = ContextVar("bole_panels", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Inside the block several panels share what they ask of the same person."""
    token = _shared.set({})
    try:
        yield
    finally:
        _shared.reset(token)


def applications(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """Each application with the path line that the steps' outcome labels make, and what to do next."""
    found = list(
        pipeline.visible_to(actor)
        .filter(candidate_id=candidate_id)
        .prefetch_related("proposals")
        .order_by("-created_at")
    )
    facts, now = _facts(actor, candidate_id), utc_now()
    cards = [application_card(actor, one, facts.get(one.pk), now) for one in found]
    return Fragment(f"{TEMPLATES}_applications.html", {"applications": cards}, bare=True)


def held(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """The person's interviews, newest first."""
    known = _interviews_of(actor, candidate_id)
    rows = [row(one, known.reports) for one in known.found]
    return Fragment(f"{TEMPLATES}_interviews.html", {"rows": rows}, bare=True) if rows else None


def _facts(actor: Actor, candidate_id: UUID) -> dict[UUID, Facts]:
    """Newest interview and report of each application."""
    known = _interviews_of(actor, candidate_id)
    return {
        one.application_id: Facts(
            interview_id=one.pk,
            standing=standing_of(one, reported=one.pk in known.reports),
            report=known.reports.get(one.pk),
        )
        for one in reversed(known.found)
    }


def _interviews_of(actor: Actor, candidate_id: UUID) -> _Interviews:
    shared = _shared.get()
    if shared is not None and candidate_id in shared:
        return shared[candidate_id]
    found = list(
        interviews.visible_to(actor).filter(candidate_id=candidate_id).order_by("-created_at")[:MOST]
    )
    reports = assessment.latest_for_interviews(actor, [one.pk for one in found])
    note_totals(reports, {one.pk: one.unit_id for one in found})
    known = _Interviews(found, reports)
    if shared is not None:
        shared[candidate_id] = known
    return known


def requests(actor: Actor, candidate_id: UUID) -> Fragment | None:
    """What the person asked for by right."""
    found = [(words_of(one.kind)[0], one) for one in interviews.rights_of(actor, candidate_id)[:MOST]]
    return Fragment(f"{TEMPLATES}_requests.html", {"requests": found})


def consents(_actor: Actor, candidate_id: UUID) -> Fragment | None:
    """The latest decision on every purpose."""
    return Fragment(f"{TEMPLATES}_consents.html", {"consents": consents_of(privacy.consents(candidate_id))})
