"""Orders of the interviews list: by number, opening, branch, state, score or time, kept in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DecimalField, F, IntegerField, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access.actors import Actor
from bole.hiring.assessment import policies, queries
from bole.hiring.interviews.queries import Sort
from bole.web.console.words import STATES

LABELS: Mapping[str, str | Promise] = {
    "number": lazy("Candidate"),
    "job": lazy("Opening"),
    "unit": lazy("Branch"),
    "state": lazy("State"),
    "score": lazy("Score, 0–100"),
    "time": lazy("Time"),
}
FIRST_DOWN = frozenset({"score"})  # who clicks on the score wants the highest first
NO_SCORE = -1


@dataclass(frozen=True, slots=True)
class Column:
    """One head: ``aria`` for readers of the screen, ``url`` to the list in this order (empty: none)."""

    key: str
    label: str | Promise
    aria: str
    url: str
    number: bool


def chosen(asked: str, actor: Actor) -> Sort | None:
    """The order named ``key`` (upwards) or ``-key`` (downwards)."""
    key = asked.removeprefix("-")
    if key not in offered(actor) or asked == "-time":
        return None
    return Sort(asked, _value(key, actor), descending=asked.startswith("-"))


def offered(actor: Actor) -> list[str]:
    """Columns this reader may sort by: nobody learns by sorting what he may not see."""
    return [key for key in LABELS if key != "score" or not policies.always_blind(actor)]


def columns(query: QueryDict, actor: Actor) -> list[Column]:
    """The heads, each with the order it leads to: the other way round when it is in force."""
    asked = query.get("sort", "-time")
    may = offered(actor)
    return [
        Column(
            key=key,
            label=label,
            aria=_aria(key, asked),
            url=_url(query, key, asked) if key in may else "",
            number=key == "score",
        )
        for key, label in LABELS.items()
    ]


def _aria(key: str, asked: str) -> str:
    if asked.removeprefix("-") != key:
        return "none"
    return "descending" if asked.startswith("-") else "ascending"


def _url(query: QueryDict, key: str, asked: str) -> str:
    down = key in FIRST_DOWN if asked.removeprefix("-") != key else not asked.startswith("-")
    fresh = query.copy()
    fresh.pop("after", None)
    fresh["sort"] = f"-{key}" if down else key
    return "?" + fresh.urlencode()


def _value(key: str, actor: Actor) -> Any:
    if key == "score":
        decimal = DecimalField(max_digits=5, decimal_places=1)
        total = Subquery(queries.totals(actor), output_field=decimal)
        return Coalesce(total, Value(NO_SCORE, output_field=decimal))
    if key == "state":
        ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(STATES)]
        return Case(*ranks, default=Value(len(STATES)), output_field=IntegerField())
    fields = {
        "number": "candidate__number",
        "job": "application__requisition__title_zh",
        "unit": "unit__name_zh",
        "time": "created_at",
    }
    return F(fields[key])
