"""What candidates meet, counted by the database. Row-level security cuts everything to the actor's units."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.surveys import queries as surveys
from bole.hiring.enquiries import queries as enquiries
from bole.hiring.feedback import queries as feedback
from bole.insight.experience import policies
from bole.insight.funnel.branches import branch_of
from bole.insight.funnel.cohort import added, cells
from bole.insight.funnel.periods import Period
from bole.insight.funnel.rates import Rate
from bole.measurement.reliability import Difference, difference

MOST_SURVEYS = 6  # the newest; each costs a few queries
NOBODY = Rate(0, 0)
MEASURES = ("participation", "reply", "reply_in_time", "letters", "survey")
Rates = Mapping[str, Rate]  # measure → hits of n


@dataclass(frozen=True, slots=True)
class Both:
    """One measure in this period and the one before."""

    now: Rate = NOBODY
    before: Rate = NOBODY

    @property
    def change(self) -> Difference:
        """Now less before, with its 95 % interval; the people of both periods differ."""
        return difference(self.now.hits, self.now.n, self.before.hits, self.before.n)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch with its outlets."""

    unit_id: UUID
    name: str
    measures: Mapping[str, Both]


@dataclass(frozen=True, slots=True)
class Asked:
    """One scale question of a survey in both periods; ``leading``: the first of its survey."""

    survey_id: UUID
    survey: Mapping[str, str]
    text: Mapping[str, str]
    now: surveys.Spread
    before: surveys.Spread
    leading: bool


@dataclass(frozen=True, slots=True)
class Experience:
    """Everything of the page."""

    period: Period
    whole: Mapping[str, Both]
    branches: list[Branch]
    questions: list[Asked] = field(default_factory=list)
    units: list[Any] = field(default_factory=list)


def experience(actor: Actor, period: Period, unit_id: UUID | None = None) -> Experience:
    """Both periods of what the actor may see, or of one unit and those beneath it."""
    permissions.require(actor, policies.READ)
    units = org.subtree(actor.unit_ids)
    chosen = next((unit for unit in units if unit.pk == unit_id), None)
    inside = {unit.pk for unit in units if chosen is None or unit.lies_under(chosen.path)}
    counted = {name: count(actor, period) for name, count in SOURCES.items()}
    by_unit: dict[UUID, dict[str, Both]] = {}
    for found in counted.values():
        for (unit, measure), both in found.items():
            if unit in inside:
                by_unit.setdefault(unit, {})[measure] = both
    return Experience(
        period=period,
        whole=_summed(list(by_unit.values())),
        branches=_branches(by_unit, units),
        questions=_questions(actor, period, chosen.pk if chosen else None),
        units=units,
    )


Counted = dict[tuple[UUID, str], Both]


def _participation(actor: Actor, period: Period) -> Counted:
    found = [added(cells(actor, one), lambda cell: cell.unit_id) for one in (period, period.earlier)]
    return {
        (unit, "participation"): Both(
            *(Rate(one[unit].finished, one[unit].ended) if unit in one else NOBODY for one in found)
        )
        for unit in {*found[0], *found[1]}
    }


def _replies(actor: Actor, period: Period) -> Counted:
    state = enquiries.State
    rows = _stretched(enquiries.visible_to(actor).select_related(None), "asked_at", period)
    person, over = Q(waiting_since__isnull=False), Q(answered_at__isnull=False) | Q(due_at__lt=period.end)
    answered = Q(state__in=(state.SUGGESTED, state.ANSWERED)) | Q(replies__gt=0) | Q(helped=True)
    counted = rows.annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=answered),
        due=Count("pk", filter=person & over),
        in_time=Count("pk", filter=person & Q(answered_at__lte=F("due_at"))),
    )
    return _paired(counted, {"reply": ("answered", "asked"), "reply_in_time": ("in_time", "due")})


def _letters(actor: Actor, period: Period) -> Counted:
    rows = feedback.visible_to(actor).select_related(None).exclude(interview__state="withdrawn")
    counted = _stretched(rows, "due_at", period).annotate(
        due=Count("pk"), sent=Count("pk", filter=Q(sent_at__lte=F("due_at")))
    )
    return _paired(counted, {"letters": ("sent", "due")})


def _sheets(actor: Actor, period: Period) -> Counted:
    if not surveys.surveys(actor).exists():
        return {}
    found = [surveys.rates_by_unit(_filters(one)) for one in (period, period.earlier)]
    return {
        (unit, "survey"): Both(
            *(Rate(one[unit].answered, one[unit].sent) if unit in one else NOBODY for one in found)
        )
        for unit in {*found[0], *found[1]}
    }


SOURCES: Mapping[str, Callable[[Actor, Period], Counted]] = {
    "applications": _participation,
    "enquiries": _replies,
    "feedback": _letters,
    "surveys": _sheets,
}


def _stretched(rows: QuerySet[Any], when: str, period: Period) -> QuerySet[Any, Any]:
    """Rows of both periods, grouped by unit and period."""
    earlier = period.earlier
    mine = rows.order_by().filter(**{f"{when}__gte": earlier.start, f"{when}__lt": period.end})
    mine = mine.exclude(**{f"{when}__gte": earlier.end, f"{when}__lt": period.start})
    within = Case(
        When(**{f"{when}__gte": period.start}, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    grouped: QuerySet[Any, Any] = mine.annotate(within=within).values("unit_id", "within")
    return grouped


def _paired(rows: QuerySet[Any, Any], measures: Mapping[str, tuple[str, str]]) -> Counted:
    found: dict[tuple[UUID, str], dict[bool, Rate]] = {}
    for row in rows:
        for measure, (hits, n) in measures.items():
            found.setdefault((row["unit_id"], measure), {})[row["within"]] = Rate(row[hits], row[n])
    return {key: Both(one.get(True, NOBODY), one.get(False, NOBODY)) for key, one in found.items()}


def _summed(parts: list[dict[str, Both]]) -> dict[str, Both]:
    return {
        measure: Both(
            _total([part[measure].now for part in parts if measure in part]),
            _total([part[measure].before for part in parts if measure in part]),
        )
        for measure in MEASURES
    }


def _total(rates: list[Rate]) -> Rate:
    return Rate(sum(one.hits for one in rates), sum(one.n for one in rates))


def _branches(by_unit: Mapping[UUID, dict[str, Both]], units: list[Any]) -> list[Branch]:
    home = branch_of(units)
    names = {unit.pk: unit.name for unit in units}
    parts: dict[UUID, list[dict[str, Both]]] = {}
    for unit, measures in by_unit.items():
        parts.setdefault(home[unit], []).append(measures)
    rows = [Branch(key, names[key], _summed(found)) for key, found in parts.items()]
    return sorted(rows, key=lambda row: (row.name, str(row.unit_id)))


def _questions(actor: Actor, period: Period, unit_id: UUID | None) -> list[Asked]:
    """The scale questions of every survey's newest version."""
    found: list[Asked] = []
    for survey in surveys.surveys(actor)[:MOST_SURVEYS]:
        version = next(iter(survey.versions.all()), None)
        if version is None:
            continue
        now = surveys.scales(version, _filters(period, unit_id))
        before = surveys.scales(version, _filters(period.earlier, unit_id))
        found += [
            Asked(survey.pk, version.body["title"], one.question["text"], one.spread, old.spread, not place)
            for place, (one, old) in enumerate(zip(now, before, strict=True))
        ]
    return found


def _filters(period: Period, unit_id: UUID | None = None) -> surveys.Filters:
    return surveys.Filters("", unit_id, period.first, period.last + timedelta(days=1))
