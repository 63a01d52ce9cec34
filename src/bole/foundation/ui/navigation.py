"""The register of navigation entries: shells register in ``AppConfig.ready``, the rail shows what one may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
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

    ``unless``: who has this permission comes there from another entry's page.

    The number beside it is for the actor of the moment and asked on every page: ``waiting`` gives it where
    it is known without the database, ``rows`` gives what is counted, all entries in one query together.
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
    rows: Callable[[], "QuerySet[Any, Any]"] | None = None


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Adds or replaces the entry with this key."""
    _items[item.key] = item


def items() -> list[NavItem]:
    """All entries in the order they are shown."""
    places = list(GROUPS)
    return sorted(_items.values(), key=lambda item: (places.index(item.group), item.order, item.key))


def counted(found: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """How many rows each of these has, in one query."""
    numbers = dict.fromkeys(found, 0)
    asked: dict[str, tuple[str, Any]] = {}
    for key, rows in found.items():
        try:
            asked[key] = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # nobody of that right: nothing is asked
            continue
    if asked:
        parts = enumerate(sql for sql, _ in asked.values())  # the ORM's own words, its values apart
        whole = ", ".join(f"(SELECT count(*) FROM ({sql}) AS a{n})" for n, sql in parts)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {whole}", [one for _, given in asked.values() for one in given])
            numbers |= zip(asked, cursor.fetchone(), strict=True)
    return numbers
