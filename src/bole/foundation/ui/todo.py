"""The register of what waits for a person: capabilities register a section in ``AppConfig.ready``, the to-do
page lays out those with anything in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bole.foundation.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: ``name`` and ``number`` of whom or what, ``what`` behind them, ``facts`` in small print
    below, ``due`` in words; ``do`` is the button to ``url``."""

    name: str
    number: str = ""
    what: str = ""
    facts: tuple[str, ...] = ()
    due: str = ""
    late: bool = False
    todo: str = ""
    note: str = ""
    value: str = ""
    url: str = ""
    do: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind. ``count`` may be more than the items; ``all_url`` leads to the page of all."""

    key: str
    title: str
    icon: str
    count: int
    items: Sequence[Item] = ()
    words: str = ""
    all_url: str = ""
    late: bool = False


Query = Callable[[Actor, datetime], Section | None]
_queries: dict[str, Query] = {}


def register(key: str, query: Query) -> None:
    """Add or replace the section ``key``. ``query(actor, now)`` runs with the reader's own rights and gives
    what waits for him, or None; it asks the database once or twice, for the page asks every capability."""
    _queries[key] = query


def shown_to(actor: Actor, now: datetime) -> list[Section]:
    """The sections of all capabilities with anything for this actor."""
    found = (query(actor, now) for _, query in sorted(_queries.items()))
    return [one for one in found if one is not None and one.count]
