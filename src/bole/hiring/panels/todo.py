"""What waits for a person on panels: his own card, one he leads that is complete, cards beyond their time."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import when
from bole.foundation.ui.todo import Item, Section
from bole.hiring.panels import policies, queries
from bole.hiring.panels.presenting.lists import job

SHOWN = 50


def cards(actor: Actor, now: datetime) -> Section | None:
    """Cards that are missing from the reader."""
    if not permissions.allowed(actor, policies.SCORE):
        return None
    items = [_item(one, now, _("My card")) for one in queries.to_score(actor)[:SHOWN]]
    return _section("panels.cards", _("Panel cards that are missing from you"), "pen", items)


def panels(actor: Actor, now: datetime) -> Section | None:
    """Complete panels the reader leads; and, for HR, cards of others beyond their time."""
    if not permissions.allowed(actor, policies.MANAGE):
        return None
    mine = list(queries.to_close(actor)[:SHOWN])
    late = list(queries.late(actor, now)[:SHOWN])
    items = [_item(one, now, _("The cards together")) for one in mine]
    items += [_item(one, now, _("Cards are missing")) for one in late]
    return _section("panels", _("Panels"), "people", items)


def _item(one: Any, now: datetime, what: str) -> Item:
    waits = one.revealed_at is None
    due = one.due_at if waits else None
    late = due is not None and due < now
    words = _("was due %(at)s") if late else _("by %(at)s")
    return Item(
        name=one.candidate.name or _("erased"),
        number=one.candidate.number,
        what=what,
        facts=(job(one.requisition), one.unit.name),
        due=words % {"at": when(timezone.localtime(due))} if due else "",
        late=late,
        url=reverse("panels:one" if waits else "panels:together", args=[one.pk]),
        do=_("Open"),
    )


def _section(key: str, title: str, icon: str, items: list[Item]) -> Section:
    late = any(one.late for one in items)
    return Section(key, title, icon, len(items), items, all_url=reverse("panels:list"), late=late)
