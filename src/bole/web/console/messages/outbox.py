"""The outbox: what was sent to whom, what became of it, and dead letters sent again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.messaging import policies, queries, services, templates
from bole.foundation.messaging.queries import Filters
from bole.foundation.ui.formats import say
from bole.hiring.candidates import policies as candidate_policies
from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates import services as candidate_services
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError, InvalidError
from bole.web.console.messages import words

OPEN = ("queued", "failed")
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ()),
    ("waiting", OPEN),
    ("sent", ("sent", "delivered")),
    ("dead", ("dead",)),
    ("held", ("withheld", "stopped")),
)


class ContactForm(forms.Form):
    """Where a candidate can be reached, mended beside a dead letter."""

    email = forms.CharField(max_length=200, required=False)
    phone = forms.CharField(max_length=30, required=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One message as the list shows it."""

    id: UUID
    url: str
    title: str
    who: str
    number: str
    unit: str
    state: words.Said
    reason: str
    way: str
    at: datetime
    held_until: datetime | None


@permission_required(policies.VIEW)
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Messages, newest first, narrowed by what the address says."""
    actor, asked = actor_of(request), request.GET
    group, narrowed = asked.get("state", ""), _narrowed(asked)
    found = replace(narrowed, states=dict(GROUPS).get(group, ()))
    page = queries.outbox(actor, found, cursor=asked.get("after", ""))
    kept = {name: asked[name] for name in ("state", "channel", "template", "q") if asked.get(name)}
    context = {
        "rows": rows_of(page.rows),
        "views": _views(queries.counts(actor, narrowed), group, kept),
        "next_url": "?" + urlencode({**kept, "after": page.after}) if page.after else "",
        "first_url": "?" + urlencode(kept) if asked.get("after") else "",
        "channels": [(key, words.channel(key)) for key, _ready in queries.ways()],
        "titles": [(one.key, say(queries.title_of(one.key))) for one in templates.every()],
        "asked": asked,
        "kept": kept,
        "again": page.rows and group == "dead" and permissions.allowed(actor, policies.RESEND),
        **shell("outbox", actor),
    }
    return render(request, "console/messages/outbox.html", context)


@permission_required(policies.RESEND)
@require_POST
def resend_all(request: HttpRequest) -> HttpResponse:
    """After an outage: the dead messages of the list go again, each once."""
    actor, asked = actor_of(request), request.POST
    ids = queries.dead_ids(actor, _narrowed(asked))
    done = services.retry_all(message_ids=ids, now=utc_now())
    said = ngettext("%(n)d message is on its way again.", "%(n)d messages are on their way again.", done.sent)
    messages.success(request, said % {"n": done.sent})
    if done.left:
        words_left = ngettext(
            "%(n)d cannot go: open it to see why.", "%(n)d cannot go: open them to see why.", done.left
        )
        messages.warning(request, words_left % {"n": done.left})
    kept = {name: asked[name] for name in ("state", "channel", "template", "q") if asked.get(name)}
    return redirect(reverse("messages:outbox") + "?" + urlencode(kept))


def _narrowed(asked: Mapping[str, str]) -> Filters:
    return Filters(
        channel=asked.get("channel", ""),
        template=asked.get("template", ""),
        candidate_ids=candidates.ids_matching(asked["q"]) if asked.get("q", "").strip() else None,
    )


@permission_required(policies.VIEW)
@require_GET
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message: its words, its way, and what can be done about it."""
    return _show(request, message_id, ContactForm())


@permission_required(policies.RESEND)
@require_POST
def resend(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """A dead message goes again, to where the person can be reached today."""
    try:
        services.retry(message_id=message_id, now=utc_now())
        messages.success(request, _("On its way again."))
    except ConflictError:
        messages.info(request, _("Somebody has sent it again already."))
    except InvalidError as error:
        messages.error(request, _refused(error.code))
    return redirect("messages:message", message_id=message_id)


@permission_required(policies.RESEND)
@require_POST
def mend(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Correct the candidate's address, and send the dead message there."""
    found = queries.get(actor_of(request), message_id)
    form = ContactForm(request.POST)
    if found.candidate_id is None or not form.is_valid():
        return _show(request, message_id, form, status=422)
    person = candidates.contact(found.candidate_id)
    try:
        candidate_services.correct_contact(
            candidate_id=found.candidate_id,
            name=person.name,
            phone=form.cleaned_data["phone"].strip(),
            email=form.cleaned_data["email"].strip(),
            now=utc_now(),
        )
    except InvalidError as error:
        for name in error.fields or {"email": ""}:
            where = name if name in form.fields else "email"
            form.add_error(where, _("This is not an address a message can go to."))
        return _show(request, message_id, form, status=422)
    return resend(request, message_id)


def _show(request: HttpRequest, message_id: UUID, form: ContactForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found = queries.get(actor, message_id)
    person = _person(actor, found)
    context = {
        "row": rows_of([found])[0],
        "found": found,
        "said": queries.rendered(found),
        "address": found.address if person or found.candidate_id is None else "",
        "legs": [_leg(leg) for leg in found.legs.all()],
        "ahead": [words.channel(way[0]) for way in found.ways or ()] if found.state in OPEN else [],
        "person": person,
        "form": form,
        "may_resend": found.state == "dead"
        and bool(found.context)
        and permissions.allowed(actor, policies.RESEND, found.unit_id),
        **shell("outbox", actor),
    }  # fmt: skip
    return render(request, "console/messages/message.html", context, status=status)


def _leg(leg: Any) -> tuple[str, words.Said, str, Any]:
    return words.channel(leg.channel), words.leg(leg.state), words.reason(leg.reason), leg


def _person(actor: Actor, found: Any) -> Any:
    """Name and addresses, for who may read them."""
    if found.candidate_id is None or not permissions.allowed(
        actor, candidate_policies.CONTACT, found.unit_id
    ):
        return None
    try:
        return candidates.contact(found.candidate_id)
    except BoleError:
        return None


def rows_of(found: Iterable[Any]) -> list[Row]:
    """Rows with the names of those they went to, in one more query."""
    listed = list(found)
    ids = {one.candidate_id for one in listed if one.candidate_id}
    people = {one.pk: one for one in candidates.visible_to(actors.current()).filter(pk__in=ids)}
    return [_row(one, people.get(one.candidate_id)) for one in listed]


def _row(one: Any, person: Any) -> Row:
    return Row(
        id=one.pk,
        url=reverse("messages:message", args=[one.pk]),
        title=say(queries.title_of(one.template)),
        who=person.name if person else (_("somebody of the bank") if one.user_id else _("erased")),
        number=person.number if person else "",
        unit=one.unit.name,
        state=words.state(one.state),
        reason=words.reason(one.error_code) if one.error_code and one.state != "sent" else "",
        way=_way(one),
        at=one.sent_at or one.queued_at,
        held_until=one.not_before if one.state in OPEN and one.not_before else None,
    )


def _way(one: Any) -> str:
    """The channels it took, in order, as names."""
    told = [leg.channel for leg in one.legs.all()]
    if one.state in OPEN or not told:
        told.append(one.channel)
    return " → ".join(words.channel(channel) for channel in told)


def _views(counts: dict[str, int], chosen: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    names = {
        "": _("All"),
        "waiting": _("Waiting"),
        "sent": _("Sent out"),
        "dead": _("Dead letters"),
        "held": _("Held back"),
    }
    others = {name: value for name, value in kept.items() if name != "state"}
    return [
        {
            "label": names[key],
            "url": "?" + urlencode({**others, "state": key}),
            "on": key == chosen,
            "count": sum(counts.get(state, 0) for state in states) if states else sum(counts.values()),
        }
        for key, states in GROUPS
    ]


def shell(tab: str, actor: Actor) -> dict[str, Any]:
    """What every page of messages needs."""
    return {
        "tab": tab,
        "nav_key": "messages",
        "may_route": permissions.allowed(actor, policies.ROUTES),
        "may_word": permissions.allowed(actor, policies.WORDING),
    }


def _refused(code: str) -> str:
    sentences = {
        "message_forgotten": _("Its content was forgotten for safety. Send a new one."),
        "no_address": _("There is still no address this message could go to. Mend the contact first."),
    }
    return sentences.get(code, _("This cannot be done now (%(code)s).") % {"code": code})
