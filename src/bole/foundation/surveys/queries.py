"""Reads of surveys. Row-level security cuts invitations and sheets to the actor's units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.keys.current import blind_index
from bole.foundation.org import queries as org
from bole.foundation.surveys import policies, rules
from bole.foundation.surveys.models import (
    Survey,
    SurveyBinding,
    SurveyInvitation,
    SurveyItem,
    SurveyResponse,
    SurveyVersion,
)
from bole.kernel.errors import NotFoundError

State = SurveyInvitation.State
Spread = rules.Spread  # what results are made of
POINTS = rules.POINTS  # of a scale


@dataclass(frozen=True, slots=True)
class Filters:
    """What is counted: one group, one unit, sheets of ``[since, until)``."""

    group: str = ""
    unit_id: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were asked and how many answered."""

    sent: int
    answered: int

    @property
    def share(self) -> float | None:
        """Answered of sent; None while nobody was asked."""
        return self.answered / self.sent if self.sent else None


@dataclass(frozen=True, slots=True)
class ThingResult:
    """One question of the sheet about one thing in one of its versions."""

    thing: str
    version: str
    spread: Spread


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question of the sheet: all answers, and by thing where it was asked of each."""

    question: Mapping[str, Any]
    spread: Spread
    things: tuple[ThingResult, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One job's or one branch's answers to one scale question; ``mean`` None where it is not shown."""

    key: str
    n: int | None
    mean: float | None
    good: float | None


def subject_of(person_id: UUID) -> str:
    """The opaque label of a person."""
    return blind_index(str(person_id), "surveys/subject")


def hashed(token: str) -> str:
    """What is stored of a link."""
    return blind_index(token, "surveys/token")


def token_of(invitation: SurveyInvitation) -> str:
    """The secret of the link: nobody without the bank's key can make it."""
    return blind_index(str(invitation.pk), "surveys/link")


def by_token(token: str) -> SurveyInvitation:
    """The invitation behind a link; NotFoundError without one. For a system scope."""
    found = (
        SurveyInvitation.objects.filter(token_hash=hashed(token)).select_related("version", "unit").first()
    )
    if found is None:
        raise NotFoundError("no such link")
    return found


def surveys(actor: Actor) -> QuerySet[Survey]:
    """All surveys, for who may build or read them."""
    if any(permissions.allowed(actor, name) for name in (policies.BUILD, policies.READ)):
        return Survey.objects.select_related("owner").prefetch_related("versions", "bindings__place")
    return Survey.objects.none()


def get(actor: Actor, survey_id: UUID) -> Survey:
    """One survey; NotFoundError when not there or not to be seen."""
    found = surveys(actor).filter(pk=survey_id).first()
    if found is None:
        raise NotFoundError("no such survey")
    return found


def newest(survey: Survey) -> SurveyVersion | None:
    """What goes out now; None before the first publication."""
    return survey.versions.order_by("-number").first()


def published() -> dict[str, Survey]:
    """Surveys that can go out, by the key others name them by: the library's, else their own id."""
    rows = Survey.objects.filter(versions__isnull=False).distinct().order_by("created_at", "pk")
    return {row.library_key or str(row.pk): row for row in rows}


def named(wanted: Sequence[tuple[str, int]], event: str) -> list[SurveyBinding]:
    """The same as ``bound_to``, never kept, for surveys somebody names by key with the hours of delay; what
    is not published any more is left out."""
    known = published() if wanted else {}
    return [
        SurveyBinding(survey=known[key], event=event, delay_minutes=60 * hours)
        for key, hours in wanted
        if key in known
    ]


def bound_to(event: str, unit_id: UUID) -> list[SurveyBinding]:
    """Bindings of an event that hold at a unit: its own and those of the units above."""
    above = [UUID(one) for one in org.path_of(unit_id).strip("/").split("/") if one]
    rows = SurveyBinding.objects.filter(event=event, place_id__in=above).select_related("survey")
    once: dict[UUID, SurveyBinding] = {}
    for row in sorted(rows, key=lambda row: above.index(row.place_id)):
        once[row.survey_id] = row  # the nearest one's delay
    return list(once.values())


def rate(version: SurveyVersion, filters: Filters) -> Rate:
    """The response rate, by the day the invitation went out."""
    rows = SurveyInvitation.objects.filter(version=version, state__in=(State.SENT, State.ANSWERED))
    rows = _narrowed(rows, filters, "sent_at__date")
    found = rows.aggregate(sent=Count("pk"), answered=Count("pk", filter=Q(state=State.ANSWERED)))
    return Rate(found["sent"], found["answered"])


def rates_by_unit(filters: Filters) -> dict[UUID, Rate]:
    """The response rate of all surveys together, unit by unit, by the day the invitation went out."""
    rows = SurveyInvitation.objects.filter(state__in=(State.SENT, State.ANSWERED))
    by_unit = _narrowed(rows, filters, "sent_at__date").order_by().values("unit_id")
    found = by_unit.annotate(sent=Count("pk"), answered=Count("pk", filter=Q(state=State.ANSWERED)))
    counts = found.values_list("unit_id", "sent", "answered")
    return {unit_id: Rate(sent, answered) for unit_id, sent, answered in counts}


def scales(version: SurveyVersion, filters: Filters) -> list[QuestionResult]:
    """The scale questions asked once of everybody; no text is read for it."""
    asked = [one for one in version.body["questions"] if one["kind"] == "scale" and not one["each"]]
    items = _items(version, _sheets(version, filters), [one["key"] for one in asked])
    return [_result(question, items[question["key"]]) for question in asked]


def results(version: SurveyVersion, filters: Filters) -> list[QuestionResult]:
    """Every question of a version over the sheets the filters leave; nothing where too few answered."""
    items = _items(version, _sheets(version, filters))
    return [_result(question, items[question["key"]]) for question in version.body["questions"]]


def by_group(version: SurveyVersion, question_key: str, filters: Filters) -> list[GroupResult]:
    """One scale question by group (job)."""
    return _grouped(version, question_key, filters, lambda sheet: sheet.group)


def by_unit(version: SurveyVersion, question_key: str, filters: Filters) -> list[GroupResult]:
    """The same by unit; the key is the unit's id."""
    return _grouped(version, question_key, filters, lambda sheet: str(sheet.unit_id))


def titles_of(version: SurveyVersion) -> dict[str, Mapping[str, str]]:
    """The titles of the things people were asked about: key → {zh, en}."""
    rows = SurveyInvitation.objects.filter(version=version, state=State.ANSWERED).values_list(
        "things", flat=True
    )
    return {thing["key"]: thing["title"] for things in rows.order_by("send_at") for thing in things}


def things_rated(things: Iterable[str], since: date) -> dict[tuple[str, str, str], list[int]]:
    """Scale answers about things, by (thing, its version, question), of sheets since that day. For a system
    scope.
    """
    scales: dict[UUID, set[str]] = {}
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    rows = SurveyItem.objects.filter(thing__in=set(things), response__answered_on__gte=since)
    for row in rows.exclude(value=None).select_related("response__version"):
        version = row.response.version
        keys = scales.setdefault(
            version.pk, {q["key"] for q in version.body["questions"] if q["kind"] == "scale"}
        )
        if row.question_key in keys and row.value is not None:
            found[row.thing, row.thing_version, row.question_key].append(row.value)
    return dict(found)


def _sheets(version: SurveyVersion, filters: Filters) -> list[SurveyResponse]:
    rows = list(
        _narrowed(SurveyResponse.objects.filter(version=version), filters, "answered_on").order_by(
            "answered_on", "pk"
        )
    )
    return rows[: rules.countable(version.body["anonymous"], len(rows))]


def _narrowed(rows: QuerySet[Any], filters: Filters, day: str) -> QuerySet[Any]:
    if filters.group:
        rows = rows.filter(group=filters.group)
    if filters.unit_id:
        rows = rows.filter(unit_id=filters.unit_id)
    if filters.since:
        rows = rows.filter(**{f"{day}__gte": filters.since})
    if filters.until:
        rows = rows.filter(**{f"{day}__lt": filters.until})
    return rows


def _items(
    version: SurveyVersion, sheets: Sequence[SurveyResponse], keys: Iterable[str] | None = None
) -> dict[str, list[SurveyItem]]:
    found: dict[str, list[SurveyItem]] = defaultdict(list)
    rows = SurveyItem.objects.filter(
        response__version=version, response_id__in=[sheet.pk for sheet in sheets]
    )
    rows = rows if keys is None else rows.filter(question_key__in=keys)
    for row in rows.order_by("pk"):  # random ids: the order of free texts tells nothing
        found[row.question_key].append(row)
    return found


def _result(question: Mapping[str, Any], items: Sequence[SurveyItem]) -> QuestionResult:
    if question["kind"] == "text":
        enough = len(items) >= rules.SMALLEST_GROUP
        texts = tuple(str(item.text) for item in items) if enough else ()
        return QuestionResult(question, Spread(len(items), (), None, None), (), texts)
    return QuestionResult(question, _spread(question, items), _things(question, items), ())


def _spread(question: Mapping[str, Any], items: Iterable[SurveyItem]) -> Spread:
    scale = question["kind"] == "scale"
    places = rules.POINTS if scale else len(question["options"])
    return rules.spread((item.value for item in items if item.value is not None), places, scale=scale)


def _things(question: Mapping[str, Any], items: Sequence[SurveyItem]) -> tuple[ThingResult, ...]:
    if not question["each"]:
        return ()
    found: dict[tuple[str, str], list[SurveyItem]] = defaultdict(list)
    for item in items:
        found[item.thing, item.thing_version].append(item)
    return tuple(ThingResult(*key, _spread(question, found[key])) for key in sorted(found))


def _grouped(version: SurveyVersion, question_key: str, filters: Filters, key_of: Any) -> list[GroupResult]:
    question = next(q for q in version.body["questions"] if q["key"] == question_key)
    sheets = {sheet.pk: sheet for sheet in _sheets(version, filters)}
    found: dict[str, list[SurveyItem]] = defaultdict(list)
    for item in _items(version, list(sheets.values()))[question_key]:
        found[key_of(sheets[item.response_id])].append(item)
    shown = rules.shown_groups({key: len(items) for key, items in found.items()})
    return [_group(key, _spread(question, found[key]), key in shown) for key in sorted(found)]


def _group(key: str, made: Spread, shown: bool) -> GroupResult:
    return GroupResult(key, made.n, made.mean, made.good) if shown else GroupResult(key, None, None, None)


def open_until(invitation: SurveyInvitation, now: datetime) -> bool:
    """Whether the sheet can still be answered."""
    return (
        invitation.state == State.SENT and invitation.expires_at is not None and now < invitation.expires_at
    )
