"""The same applications as a list: any order, a page at a time by cursor, and as a table file."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import DateTimeField, DecimalField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.audit import services as audit
from bole.foundation.ui.formats import one_decimal, say
from bole.foundation.ui.sheets import csv_answer
from bole.foundation.workdays import bank_time
from bole.hiring.pipeline import policies, queries
from bole.hiring.worklists import policies as worklist_policies
from bole.hiring.worklists import queries as worklists
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError
from bole.kernel.json_body import UNREADABLE
from bole.web.console import board, board_columns
from bole.web.console.board_filters import BoardFilters, total_of
from bole.web.console.board_views import bulk_rights, facts_of, tabs

PAGE = 50
MOST_EXPORTED = 20_000
FAR = datetime(9999, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
DECIMAL = DecimalField(max_digits=5, decimal_places=1)
# key → (words, expression that is never null, how a cursor's value is read back)
ORDERS: Mapping[str, tuple[str | Promise, Any, Callable[[Any], Any]]] = {
    "number": (lazy("Candidate"), F("candidate__number"), str),
    "job": (lazy("Opening"), F("requisition__title_zh"), str),
    "unit": (lazy("Branch"), F("unit__name_zh"), str),
    "stage": (lazy("Stage"), F("stage"), str),
    "score": (lazy("Score, 0–100"), None, float),
    "stay": (lazy("In the stage"), F("stage_since"), datetime.fromisoformat),
    "due": (
        lazy("Limit"),
        Coalesce("due_at", Value(FAR, output_field=DateTimeField())),
        datetime.fromisoformat,
    ),
    "applied": (lazy("Applied"), F("created_at"), datetime.fromisoformat),
}
FIRST_DOWN = frozenset({"score", "applied"})


@dataclass(frozen=True, slots=True)
class Order:
    """A head of the list: ``url`` leads to the same list in its order (empty: not for this reader)."""

    key: str
    label: str | Promise
    aria: str
    url: str
    number: bool


@dataclass(frozen=True, slots=True)
class ListRow:
    """A card, and what the list says besides."""

    card: board.Card
    job: str
    stage: str
    since: datetime
    applied: datetime


@permission_required(policies.VIEW)
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """One page of the list in the order that the address asks for."""
    actor, now = actor_of(request), utc_now()
    filters = BoardFilters(request.GET, actor, now)
    found = filters.applications()
    heads = board_columns.heads(found, actor, now)
    counts = heads.counts
    page, after = _page(filters, found, request.GET.get("after", ""))
    facts = facts_of(actor, page)
    may_move = permissions.allowed(actor, policies.ADVANCE)
    context = {
        "rows": [_row(one, facts.get(one.pk, board.Facts()), now, may_move=may_move) for one in page],
        "orders": orders(filters),
        "next_url": f"{filters.address()}&after={after}" if after else "",
        "first_url": filters.address() if request.GET.get("after") else "",
        "total": sum(head.n for head in counts.values()),
        "chips": filters.chips(),
        "filters": filters,
        "kept_query": filters.bare(),
        "tabs": tabs(filters, counts, "console:board-list"),
        "views": list(worklists.views_of(actor)),
        "opening": filters.opening,
        **bulk_rights(actor, may_move=may_move),
        "bulk_key": uuid4(),
        "reasons": heads.reasons,
        "targets": [(one.key, say(one.label)) for one in heads.stages[1:] if one.leads_to],
        "page_url": reverse("console:board-list") + filters.address(),
        "nav_key": "board",
    }
    return render(request, "console/board_list.html", context)


@permission_required(worklist_policies.USE)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as CSV for a spreadsheet: at most 20,000 rows, written down in the audit trail."""
    actor, now = actor_of(request), utc_now()
    filters = BoardFilters(request.GET, actor, now)
    found = filters.applications().select_related("unit", "candidate", "requisition")
    found = found.defer("requisition__portrait").annotate(known_total=total_of(actor))
    written = list(found.order_by("-created_at", "-pk")[: MOST_EXPORTED + 1])
    if len(written) > MOST_EXPORTED:
        raise InvalidError(f"more than {MOST_EXPORTED} rows: narrow the list first", code="export_too_large")
    heads = [_("Number"), _("Name"), _("Opening"), _("Branch"), _("Stage"), _("Score, 0–100"),
             _("In the stage since"), _("Limit"), _("Applied"), _("Outcome")]  # fmt: skip
    in_force = sorted(key for key, value in filters.values.items() if value)
    details = {"rows": len(written), "filters": in_force}
    about = ("user", actor.id) if actor.id else ("system", uuid4())
    audit.record(verb="hiring.worklists.list.exported", obj=about, unit_id=actor.unit_ids[0], details=details)
    name = f"applications-{bank_time.today(now).isoformat()}"
    return csv_answer(name, heads, [_cells(one, filters) for one in written])


def orders(filters: BoardFilters) -> list[Order]:
    """The heads, each with the order it leads to: the other way round when it is in force."""
    asked = filters.query.get("sort", "-applied")
    return [
        Order(
            key=key,
            label=label,
            aria=_aria(key, asked),
            url=filters.address(sort=_next(key, asked)) if key != "score" or filters.may_score else "",
            number=key == "score",
        )
        for key, (label, *_rest) in ORDERS.items()
    ]


def _next(key: str, asked: str) -> str:
    down = key in FIRST_DOWN if asked.removeprefix("-") != key else not asked.startswith("-")
    return f"-{key}" if down else key


def _aria(key: str, asked: str) -> str:
    if asked.removeprefix("-") != key:
        return "none"
    return "descending" if asked.startswith("-") else "ascending"


def _page(filters: BoardFilters, found: QuerySet[Any], after: str) -> tuple[list[Any], str]:
    """Rows of one page with what they show, and the cursor of the next; one query."""
    asked = filters.query.get("sort", "-applied")
    key = asked.removeprefix("-")
    if key not in ORDERS or (key == "score" and not filters.may_score):
        asked, key = "-applied", "applied"
    value = Coalesce(total_of(filters.actor), Value(-1, output_field=DECIMAL), output_field=DECIMAL)
    ordered = found.annotate(sort_value=value if key == "score" else ORDERS[key][1])
    if after:
        last, pk = _read(after, asked)
        beyond = Q(sort_value__lt=last) if asked.startswith("-") else Q(sort_value__gt=last)
        ordered = ordered.filter(beyond | Q(sort_value=last, pk__lt=pk))
    down = "-" if asked.startswith("-") else ""
    # The page's ids are chosen on the bare table; what a row shows is joined to those only.
    chosen = ordered.order_by(f"{down}sort_value", "-pk").values("pk")[: PAGE + 1]
    found = board_columns.whole(ordered.filter(pk__in=chosen)).order_by(f"{down}sort_value", "-pk")
    shown = list(found)
    after = _written(asked, shown[PAGE - 1].sort_value, shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    return shown[:PAGE], after


def _written(asked: str, value: Any, pk: Any) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else str(value)
    return urlsafe_b64encode(json.dumps([asked, plain, str(pk)]).encode()).decode()


def _read(text: str, asked: str) -> tuple[Any, UUID]:
    try:
        of, value, pk = json.loads(urlsafe_b64decode(text.encode()))
        if of != asked:
            raise ValueError("made in another order")
        return ORDERS[asked.removeprefix("-")][2](value), UUID(pk)
    except (*UNREADABLE, TypeError, AttributeError) as error:
        raise InvalidError("not a cursor of this list", code="cursor_invalid") from error


def _row(one: Any, facts: board.Facts, now: datetime, *, may_move: bool) -> ListRow:
    return ListRow(
        card=board.card(one, facts, now, may_move=may_move),
        job=say({"zh": one.requisition.title_zh, "en": one.requisition.title_en}),
        stage=_stage(one),
        since=one.stage_since,
        applied=one.created_at,
    )


def _stage(one: Any) -> str:
    return say(queries.process_of(one).stage(one.stage).label)


def _cells(one: Any, filters: BoardFilters) -> list[str]:
    score = one.known_total if filters.may_score else None
    return [
        one.candidate.number,
        one.candidate.name or "",
        say({"zh": one.requisition.title_zh, "en": one.requisition.title_en}),
        one.unit.name,
        _stage(one),
        one_decimal(float(score)) if score is not None else "",
        _moment(one.stage_since),
        _moment(one.due_at),
        _moment(one.created_at),
        one.outcome,
    ]


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
