"""What board and list are narrowed by. The address is the state; every filter is a chip one can take off."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access.actors import Actor
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import long_day, say
from bole.hiring.assessment import policies as assessment_policies
from bole.hiring.candidates import queries as candidates
from bole.hiring.intake import queries as intake
from bole.hiring.pipeline import queries
from bole.hiring.requisitions import queries as requisitions
from bole.insight.funnel import queries as funnel
from bole.web.console.filters import DayField, FilterChip

SOON = timedelta(hours=24)
MOST_OPENINGS = 200
PAGES = ("after", "sort", "view")  # of the address, but no filters
PASSED: dict[str, str | Promise] = {"yes": lazy("pass mark reached"), "no": lazy("below the pass mark")}


class BoardForm(forms.Form):
    """Everything is optional, and what is invalid is dropped."""

    job = forms.UUIDField(required=False)
    kind = forms.SlugField(required=False, max_length=64)
    q = forms.CharField(required=False, max_length=120)
    unit = forms.UUIDField(required=False)
    campaign = forms.UUIDField(required=False)
    stage = forms.SlugField(required=False, max_length=32)
    open = forms.BooleanField(required=False)
    late = forms.BooleanField(required=False)
    soon = forms.BooleanField(required=False)
    decide = forms.BooleanField(required=False)
    stay = forms.IntegerField(required=False, min_value=1, max_value=365)
    score = forms.IntegerField(required=False, min_value=0, max_value=100)
    passed = forms.ChoiceField(required=False, choices=list(PASSED.items()))
    since = DayField(required=False)
    until = DayField(required=False)
    done = DayField(required=False)
    done_until = DayField(required=False)


class BoardFilters:
    """The filters of one request, for one actor at one moment."""

    def __init__(self, query: QueryDict, actor: Actor, now: datetime, *, counted: bool = False) -> None:
        """``counted``: openings come with ``waiting``, how many open applications they have."""
        form = BoardForm(query)
        form.is_valid()
        self.values: dict[str, Any] = form.cleaned_data
        self.query, self.actor, self.now = query, actor, now
        openings: QuerySet[Any] = requisitions.open_for(actor).defer("portrait")
        if counted:
            waiting = Count("applications", filter=Q(applications__outcome=""))
            openings = openings.annotate(waiting=waiting)
        self.openings = list(openings[:MOST_OPENINGS])
        self._add_asked(requisitions.visible_to(actor).defer("portrait"))
        self.units = org.subtree(actor.unit_ids)
        self.may_score = not assessment_policies.always_blind(actor)

    def _add_asked(self, openings: QuerySet[Any]) -> None:
        """The opening the address names may be closed, or older than those that are offered: people are still
        on their way there."""
        asked = self.values.get("job")
        if asked and all(one.pk != asked for one in self.openings):
            self.openings += list(openings.filter(pk=asked))

    @property
    def opening(self) -> Any:
        """The one opening that is asked for, if it is one of the actor's."""
        return next((one for one in self.openings if one.pk == self.values.get("job")), None)

    def of(self, opening: Any) -> "BoardFilters":
        """The same filters for one opening, whatever the address said."""
        query = self.query.copy()
        query["job"] = str(opening.pk)
        self.query, self.values = query, {**self.values, "job": opening.pk}
        return self

    def applications(self) -> QuerySet[Any]:
        """The applications that fit, in no order."""
        rows = queries.visible_to(self.actor).order_by()
        plain = {"requisition_id": "job", "requisition__job_key": "kind", "stage": "stage"}
        rows = rows.filter(**{name: self.values[key] for name, key in plain.items() if self.values.get(key)})
        for key, condition in CONDITIONS.items():
            if self.values.get(key):
                rows = rows.filter(condition(self))
        return self._by_interview(rows)

    def _by_interview(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """By what became of the interview; a reader who may know no score is not told by a filter either."""
        since, until = self.values.get("done"), self.values.get("done_until")
        passed: str = (self.values.get("passed") or "") if self.may_score else ""
        least = self.values.get("score") if self.may_score else None
        if since or until:
            start = _midnight(since) if since else datetime.min.replace(tzinfo=self.now.tzinfo)
            end = _midnight(until + timedelta(days=1)) if until else self.now
            held = funnel.finished_between(self.actor, start, end).filter(application_id=OuterRef("pk"))
            rows = rows.filter(Exists(held.filter(_against_mark(passed))))
        elif passed or least is not None:
            rows = rows.annotate(total=total_of(self.actor), pass_mark=F("requisition__pass_mark"))
            rows = rows.filter(_against_mark(passed))
        return rows if least is None else rows.annotate(total=total_of(self.actor)).filter(total__gte=least)

    def chips(self) -> list[FilterChip]:
        """What is in force, in words."""
        return [
            FilterChip(words(self), self.address(**{key: None}))
            for key, words in WORDS.items()
            if self.values.get(key) not in (None, "", False)
        ]

    def address(self, **changed: str | None) -> str:
        """The query string with some values changed or (None) taken off, back on the first page."""
        fresh = self.query.copy()
        fresh.pop("after", None)
        for key, value in changed.items():
            fresh.pop(key, None)
            if value is not None:
                fresh[key] = value
        return "?" + fresh.urlencode()

    def bare(self) -> str:
        """The query string of a view that is kept: filters only."""
        fresh = self.query.copy()
        for key in (*PAGES, "csrfmiddlewaretoken"):
            fresh.pop(key, None)
        return fresh.urlencode()

    def unit_name(self) -> str:
        """The branch that is asked for."""
        return next((unit.name for unit in self.units if unit.pk == self.values.get("unit")), "")

    def campaign_title(self) -> str:
        """The campaign that is asked for."""
        found = intake.campaigns(self.actor).filter(pk=self.values["campaign"]).first()
        return found.title if found else ""

    def kind_title(self) -> str:
        """The job that is asked for."""
        key = self.values["kind"]
        one = next((one for one in self.openings if one.job_key == key), None)
        return say({"zh": one.title_zh, "en": one.title_en}) if one else str(key)

    def stage_title(self) -> str:
        """The stage that is asked for, as the processes in force call it."""
        key = self.values["stage"]
        return next((say(one.label) for one in queries.stages_in_force() if one.key == key), str(key))

    def inside(self) -> list[UUID]:
        """The branch that is asked for, with its outlets, as far as they are the actor's."""
        chosen = next((unit for unit in self.units if unit.pk == self.values.get("unit")), None)
        return [unit.pk for unit in self.units if chosen is not None and unit.lies_under(chosen.path)]


def total_of(actor: Actor) -> Subquery:
    """The newest total of an application that this reader may know."""
    return Subquery(funnel.totals(actor).filter(application_id=OuterRef("pk")).values("total")[:1])


def _against_mark(passed: str) -> Q:
    if passed == "yes":
        return Q(total__gte=F("pass_mark"))
    return Q(total__lt=F("pass_mark")) if passed == "no" else Q()


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _opening(filters: BoardFilters) -> str:
    one = filters.opening
    return (
        f"{say({'zh': one.title_zh, 'en': one.title_en})}, {one.unit.name}" if one else _("another opening")
    )


def _days(key: str, word: str | Promise) -> Callable[[BoardFilters], str]:
    return lambda filters: f"{word} {long_day(filters.values[key])}"


OPEN = Q(outcome="") & ~Q(stage="closed")
CONDITIONS: dict[str, Callable[[BoardFilters], Q]] = {
    "q": lambda f: Q(candidate_id__in=candidates.ids_matching(f.values["q"])),
    "unit": lambda f: Q(unit_id__in=f.inside()),
    "campaign": lambda f: Q(pk__in=intake.applied_through(f.actor, f.values["campaign"])),
    "open": lambda f: OPEN,  # noqa: ARG005  all of them take the filters
    "late": lambda f: OPEN & Q(due_at__lt=f.now),
    "soon": lambda f: OPEN & Q(due_at__gte=f.now, due_at__lt=f.now + SOON),
    "decide": lambda f: OPEN & Q(pk__in=queries.proposals(f.actor).values("application_id")),
    "stay": lambda f: Q(stage_since__lte=f.now - timedelta(days=f.values["stay"])),
    "since": lambda f: Q(created_at__gte=_midnight(f.values["since"])),
    "until": lambda f: Q(created_at__lt=_midnight(f.values["until"] + timedelta(days=1))),
}
WORDS: dict[str, Callable[[BoardFilters], str]] = {
    "q": lambda f: f.values["q"],
    "job": _opening,
    "kind": lambda f: f"{_('Job')}{_(': ')}{f.kind_title()}",
    "unit": lambda f: f"{_('Branch')}{_(': ')}{f.unit_name()}",
    "campaign": lambda f: f"{_('Campaign')}{_(': ')}{f.campaign_title()}",
    "stage": lambda f: f"{_('Stage')}{_(': ')}{f.stage_title()}",
    "open": lambda f: _("Still open"),  # noqa: ARG005  all of them take the filters
    "late": lambda f: _("Over the limit"),  # noqa: ARG005  the same
    "soon": lambda f: _("Limit within 24 hours"),  # noqa: ARG005  the same
    "decide": lambda f: _("A decision is open"),  # noqa: ARG005  the same
    "stay": lambda f: _("In the stage for %(n)s days or more") % {"n": f.values["stay"]},
    "score": lambda f: _("Score from %(n)s") % {"n": f.values["score"]},
    "passed": lambda f: str(PASSED[f.values["passed"]]),
    "since": _days("since", lazy("Applied since")),
    "until": _days("until", lazy("Applied until")),
    "done": _days("done", lazy("Interview finished since")),
    "done_until": _days("done_until", lazy("Interview finished until")),
}
