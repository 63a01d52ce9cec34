"""The register of navigation entries: shells register in ``AppConfig.ready``, the rail shows what one may."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: dict[str, str | Promise] = {
    "daily": _("Daily work"),
    "after": _("After the interview"),
    "people": _("New employees"),
    "jobs": _("Jobs and process"),
    "contact": _("Contact"),
    "quality": _("Quality of scores"),
    "bank": _("Administration"),
}


@dataclass(frozen=True)
class NavItem:
    """One entry of the rail, in its group; ``permission`` None means everybody who is logged in.

    ``waiting`` gives the number beside it, for the actor of the moment; it is asked on every page, so it is
    one query over an index. ``unless``: who has this permission comes there from another entry's page.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    permission: str | None = None
    order: int = 50
    group: str = "daily"  # of GROUPS
    waiting: Callable[[], int] | None = None
    unless: str | None = None


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Adds or replaces the entry with this key."""
    _items[item.key] = item


def items() -> list[NavItem]:
    """All entries in the order they are shown."""
    places = list(GROUPS)
    return sorted(_items.values(), key=lambda item: (places.index(item.group), item.order, item.key))
