"""The register of panels on a candidate's page: capabilities register in ``AppConfig.ready``, the console
lays out what the reader may see and knows none of them.

A panel's query runs with the reader's own rights and gives a fragment, or None when there is nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.utils.functional import Promise

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor

Place = Literal["main", "side"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A template of the capability and what it needs; ``count`` stands beside the title when given. A
    ``bare`` one brings its own frame and title."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    bare: bool = False


Query = Callable[[Actor, UUID], Fragment | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One capability's word on a candidate. ``place``: the wide column or the narrow one beside it."""

    key: str
    title: str | Promise
    permission: str
    query: Query
    place: Place = "main"
    order: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with its fragment, ready to be laid out."""

    panel: Panel
    fragment: Fragment


_panels: dict[str, Panel] = {}


def register(
    key: str, title: str | Promise, permission: str, query: Query, *, place: Place = "main", order: int = 50
) -> None:
    """Add or replace the panel ``key``: the capability's name, with ``.what`` when it has several."""
    _panels[key] = Panel(key, title, permission, query, place, order)


def registered() -> list[Panel]:
    """All panels in the order they are laid out."""
    return sorted(_panels.values(), key=lambda panel: (panel.order, panel.key))


def shown_to(actor: Actor, candidate_id: UUID, unit_id: UUID) -> list[Shown]:
    """The panels the actor may see of a candidate kept at ``unit_id`` and that have something to say."""
    found = (
        Shown(panel, fragment)
        for panel in registered()
        if permissions.allowed(actor, panel.permission, unit_id)
        and (fragment := panel.query(actor, candidate_id)) is not None
    )
    return list(found)
