"""Words to members, lead and owner: a number and links, never a name, a score or a word of a card."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from bole.foundation.access.actors import Actor
from bole.foundation.access.models import User
from bole.foundation.messaging import services as messaging
from bole.foundation.workdays import bank_time
from bole.hiring.panels.models import Panel, Seat
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services


def invite(panel: Panel, actor: Actor, now: datetime) -> None:
    """You sit on a panel: where the guide is, and the answers of the AI interview."""
    person = User.objects.filter(pk=actor.id).first() if actor.id else None
    if person is not None:
        _send("panel-seat", panel, person, now, report=material_of(panel))


def material_of(panel: Panel) -> str:
    """Where its people find the answers of the AI interview: the report's address, else the panel's. What
    they may see there is asked when they come."""
    path = reverse("assessment:report", args=[panel.report_id]) if panel.report_id else _page(panel)
    return _absolute(path)


def remind_material(panel: Panel, seat: Seat, now: datetime) -> None:
    """Before the appointment: have a look at the AI interview."""
    _send("panel-material", panel, seat.user, now, report=material_of(panel), starts_at=panel.starts_at)


def remind_card(panel: Panel, seat: Seat, now: datetime, *, again: bool) -> None:
    """Your card is missing."""
    template = "panel-score-again" if again else "panel-score"
    _send(template, panel, seat.user, now, due_at=panel.due_at)


def tell_lead(panel: Panel, now: datetime) -> None:
    """Everybody has submitted."""
    for seat in panel.seats.select_related("user").filter(lead=True):
        _send("panel-ready", panel, seat.user, now)


def tell_owner(panel: Panel, missing: Sequence[Seat], now: datetime) -> None:
    """The owner of the opening: whose cards are missing beyond their time."""
    application = pipeline.get(panel.application_id)
    names = [seat.user.get_short_name() for seat in missing]
    for person in pipeline_services.owners(application):
        _send("panel-late", panel, person, now, due_at=panel.due_at, members=names)


def _send(template: str, panel: Panel, person: Any, now: datetime, **more: Any) -> None:
    if not person.email:
        return
    language = "en" if person.language.startswith("en") else "zh"
    messaging.send(
        template=template,
        to=messaging.Addresses(mail=person.email),
        language=language,
        context=_context(panel, language, more),
        unit_id=panel.unit_id,
        about=("panel", panel.pk),
        user_id=person.pk,
        now=now,
        occasion=f"{person.pk} {panel.due_at or now:%y%m%d%H%M}",
    )


def _context(panel: Panel, language: str, more: Mapping[str, Any]) -> dict[str, str]:
    requisition, unit = panel.requisition, panel.unit
    said = {key: _said(value, language) for key, value in more.items()}
    return {
        "job": requisition.title_en if language == "en" else requisition.title_zh,
        "unit": unit.name_en if language == "en" else unit.name_zh,
        "number": panel.candidate.number,
        "link": _absolute(_page(panel)),
        **said,
    }


def _said(value: Any, language: str) -> str:
    if isinstance(value, datetime):
        return bank_time.told(value, language)
    if isinstance(value, list):
        return (", " if language == "en" else "、").join(value)
    return str(value)


def _page(panel: Panel) -> str:
    return reverse("panels:one", args=[panel.pk])


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
