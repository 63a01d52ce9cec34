"""What was sent to whom, what it said and what became of it. Row-level security decides whose messages are
seen."""

import base64
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.messaging import channels, checking, hours, policies, routing, templates, wordings
from bole.foundation.messaging.hours import Quiet
from bole.foundation.messaging.models import OptOut, OutboxMessage, Wording
from bole.foundation.messaging.rules import Rendered as Rendered  # what readers get
from bole.foundation.messaging.rules import render as fill
from bole.foundation.messaging.templates import TemplateError
from bole.foundation.org import queries as org
from bole.kernel.errors import InvalidError, NotFoundError
from bole.kernel.json_body import UNREADABLE
from bole.ports.channel import Form

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the outbox; empty values do not. ``candidate_ids``: a subquery or list made above."""

    states: tuple[str, ...] = ()
    channel: str = ""
    template: str = ""
    unit_id: uuid.UUID | None = None
    batch_id: uuid.UUID | None = None
    since: datetime | None = None
    candidate_ids: Iterable[uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, newest first; ``after`` is the cursor of the next one, empty at the end."""

    rows: list[OutboxMessage] = field(default_factory=list)
    after: str = ""


def visible_to(actor: Actor) -> QuerySet[OutboxMessage]:
    """Messages the actor may know of."""
    if actor.kind in {"system", "candidate"} or permissions.allowed(actor, policies.VIEW):
        return OutboxMessage.objects.select_related("unit").prefetch_related("legs")
    return OutboxMessage.objects.none()


def outbox(actor: Actor, filters: Filters | None = None, *, cursor: str = "", size: int = PAGE) -> Page:
    """Messages the actor may see, newest first. InvalidError for a cursor of another list."""
    found = _narrowed(visible_to(actor), filters or Filters())
    if cursor:
        moment, key = _read(cursor)
        found = found.filter(Q(queued_at__lt=moment) | Q(queued_at=moment, pk__gt=key))
    rows = list(found.order_by("-queued_at", "pk")[: size + 1])
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], _written(more) if more else "")


def counts(actor: Actor, filters: Filters | None = None) -> dict[str, int]:
    """How many messages stand in each state under these filters."""
    found = _narrowed(visible_to(actor), filters or Filters()).select_related(None).order_by()
    return dict(found.values_list("state").annotate(n=Count("pk")))


def dead_ids(actor: Actor, filters: Filters, most: int = 500) -> list[uuid.UUID]:
    """Dead letters the actor may see under these filters, the oldest ``most``."""
    found = _narrowed(visible_to(actor), filters).filter(state=OutboxMessage.State.DEAD)
    return list(found.order_by("queued_at", "pk").values_list("pk", flat=True)[:most])


def get(actor: Actor, message_id: uuid.UUID) -> OutboxMessage:
    """One message with its legs; NotFoundError when not there or not to be seen."""
    found = visible_to(actor).select_related("wording").filter(pk=message_id).first()
    if found is None:
        raise NotFoundError("no such message")
    return found


def messages_for(candidate_id: uuid.UUID) -> QuerySet[OutboxMessage]:
    """All messages to a candidate, newest first."""
    return OutboxMessage.objects.filter(candidate_id=candidate_id)


def newest_about(kind: str, about_ids: Iterable[uuid.UUID], template: str) -> dict[uuid.UUID, OutboxMessage]:
    """The newest message of one template about each of these things."""
    rows = OutboxMessage.objects.filter(about_kind=kind, about_id__in=list(about_ids), template=template)
    return {row.about_id: row for row in rows.order_by("queued_at")}


def batch_counts(batch_id: uuid.UUID) -> dict[str, int]:
    """How many messages of a bulk run stand in each state."""
    rows = OutboxMessage.objects.filter(batch_id=batch_id).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def state_about(kind: str, template: str, about: str) -> Subquery:
    """The state of the newest message of one template about ``about`` (a column of the outer query)."""
    rows = OutboxMessage.objects.filter(about_kind=kind, template=template, about_id=OuterRef(about))
    return Subquery(rows.order_by("-queued_at").values("state")[:1])


def address_kinds(key: str) -> set[str]:
    """Which of a person's addresses this message could go to, as routes and channels stand."""
    ready = channels.ready()
    wished = routing.channels_for(templates.template(key))
    return {ready[channel].address for channel in wished if channel in ready}


def undelivered() -> QuerySet[OutboxMessage]:
    """Messages somebody has to look at."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD)


def rendered(message: OutboxMessage) -> Rendered | None:
    """What the message says: a trial's very text, else in today's wording; None when its secret was
    forgotten or its template is gone."""
    if not message.context:
        return None
    try:
        if message.wording is not None:
            return wordings.words_of(message.wording).render(message.context)
        form = channels.forms().get(message.channel, "long")
        words = wordings.in_force(message.template, message.language, form, message.unit_id)
        return words.render(message.context)
    except (TemplateError, KeyError):
        return None


def versions(unit_id: uuid.UUID, key: str, language: str, form: str) -> QuerySet[Wording]:
    """A unit's own versions of one text, newest first."""
    return Wording.objects.filter(unit_id=unit_id, key=key, language=language, form=form).select_related(
        "author"
    )


def wording(wording_id: uuid.UUID) -> Wording:
    """One version; NotFoundError when not there or not to be seen."""
    found = Wording.objects.select_related("author", "unit").filter(pk=wording_id).first()
    if found is None:
        raise NotFoundError("no such wording")
    return found


def may_write(actor: Actor, unit_id: uuid.UUID, key: str) -> bool:
    """Whether this person may write the unit's own text of this message."""
    root = org.root()
    if actor.kind != "user" or root is None or not permissions.allowed(actor, policies.WORDING, unit_id):
        return False
    return unit_id == root.pk or wordings.branch_may(key)


def own_texts() -> dict[str, int]:
    """How many texts of each message the bank words itself, as far as the reader may see."""
    rows = Wording.objects.filter(state=Wording.State.IN_FORCE).order_by()
    return dict(rows.values_list("key").annotate(n=Count("pk")))


def opted_out(candidate_id: uuid.UUID) -> QuerySet[OptOut]:
    """What a person wants no more of."""
    return OptOut.objects.filter(candidate_id=candidate_id)


def letter(key: str, language: str, unit_id: uuid.UUID, context: Mapping[str, str]) -> Rendered:
    """What a mail of that name would say today, in the words the unit has in force."""
    return wordings.in_force(key, language, "long", unit_id).render(context)


def filled(subject: str, body: str, values: Mapping[str, str]) -> Rendered:
    """Somebody's own words with their places filled; KeyError for a place without a value."""
    return fill(subject, body, dict(values))


def title_of(key: str) -> dict[str, str]:
    """What a message is called: its title, else its subject without the places; its key where the library
    has no template of that name any more."""
    try:
        found = templates.template(key)
    except TemplateError:
        return {"zh": key, "en": key}
    if found.title:
        return dict(found.title)
    subjects = {one: found.text(one, "long")[0] for one in templates.LANGUAGES}
    return {one: checking.PLACE.sub("", text).strip(" ：:，,“”") or key for one, text in subjects.items()}


def _narrowed(rows: QuerySet[OutboxMessage], filters: Filters) -> QuerySet[OutboxMessage]:
    plain = {
        "state__in": filters.states,
        "channel": filters.channel,
        "template": filters.template,
        "batch_id": filters.batch_id,
        "queued_at__gte": filters.since,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if filters.unit_id:
        rows = rows.filter(unit_id__in=[unit.pk for unit in org.subtree((filters.unit_id,))])
    if filters.candidate_ids is not None:
        rows = rows.filter(candidate_id__in=filters.candidate_ids)
    return rows


def _written(row: OutboxMessage) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.queued_at.isoformat(), str(row.pk)]).encode()).decode()


def _read(cursor: str) -> tuple[datetime, uuid.UUID]:
    try:
        moment, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(moment), uuid.UUID(key)
    except (*UNREADABLE, TypeError, AttributeError) as error:
        raise InvalidError("not a cursor of this list", code="cursor_invalid") from error


def ways() -> list[tuple[str, bool]]:
    """Every channel there could be, and whether it is set up here."""
    ready = channels.ready()
    return [(key, key in ready) for key in channels.known()]


def route_table() -> list[routing.Row]:
    """Every event of the library with the channels it takes."""
    return routing.table()


def quiet_hours() -> Quiet | None:
    """When candidates are left in peace; None for never."""
    return routing.quiet()


def words_in_force(key: str, language: str, form: Form, unit_id: uuid.UUID) -> wordings.Words:
    """The text a unit's messages are written with today."""
    return wordings.in_force(key, language, form, unit_id)


def preview(key: str, language: str, subject: str, body: str) -> Rendered | None:
    """How a text reads with sample values; None while a place of it is wrong or it is empty."""
    known = templates.template(key)
    found = wordings.Words(subject or known.text(language, "long")[0], body, 0, "")
    try:
        return found.render(templates.samples(key, language)) if body.strip() else None
    except (KeyError, ValueError):
        return None


def length_of(text: str) -> checking.Length:
    """How a short message travels."""
    return checking.length(text.strip())


def zone_of(phone: str) -> str:
    """The time zone a person's number speaks of, else the bank's."""
    return hours.zone_of(phone, settings.TIME_ZONE)
