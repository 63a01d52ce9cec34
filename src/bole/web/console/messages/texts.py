"""The bank's own words: written, looked at with sample values, tried on oneself, put in force."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.messaging import policies, queries, services, templates
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.ports.channel import Form
from bole.web.console.messages import words
from bole.web.console.messages.outbox import shell


class TextForm(forms.Form):
    """One text. The service checks it and names what is wrong."""

    subject = forms.CharField(label=lazy("Subject"), max_length=200, required=False)
    body = forms.CharField(
        label=lazy("The wording"),
        max_length=8000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "textarea"}),
    )
    gateway_code = forms.CharField(
        label=lazy("Name of the registered template at the SMS gateway"), max_length=40, required=False
    )


@permission_required(policies.WORDING)
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """Every message of the library, with whose words it speaks."""
    own = queries.own_texts()
    rows = [
        {
            "url": reverse("messages:text", args=[row.template.key]),
            "title": say(queries.title_of(row.template.key)),
            "key": row.template.key,
            "audience": words.AUDIENCES[row.template.audience],
            "channels": [words.channel(channel) for channel in row.channels],
            "own": own.get(row.template.key, 0),
            "optional": row.template.optional,
            "urgent": row.template.urgent,
            "branch_may": row.branch_may,
        }
        for row in queries.route_table()
    ]
    return render(request, "console/messages/texts.html", {"rows": rows, **shell("texts", actor_of(request))})


@permission_required(policies.WORDING)
@require_GET
def text(request: HttpRequest, key: str) -> HttpResponse:
    """One message in one language and form: the words in force, a draft, earlier versions."""
    place = _place(request, key)
    draft = place.versions().filter(state="draft").first()
    now = draft or queries.words_in_force(key, place.language, place.form, place.unit_id)
    form = TextForm(
        initial={"subject": now.subject, "body": now.body.strip(), "gateway_code": now.gateway_code}
    )
    return _show(request, place, form)


@permission_required(policies.WORDING)
@require_POST
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Look at it, or keep it as a draft; what is wrong is named in either case."""
    place, form = _place(request, key), TextForm(request.POST)
    if not form.is_valid():
        return _show(request, place, form, status=422)
    said = {"subject": form.cleaned_data["subject"], "body": form.cleaned_data["body"]}
    if "look" in request.POST:
        wrong = services.check(key=key, language=place.language, form=place.form, **said)
        _explain(form, wrong)
        return _show(request, place, form, status=422 if wrong else 200)
    try:
        services.save_draft(
            unit_id=place.unit_id,
            key=key,
            language=place.language,
            form=place.form,
            gateway_code=form.cleaned_data["gateway_code"],
            now=utc_now(),
            **said,
        )
    except services.WordingError as error:
        _explain(form, error.problems)
        return _show(request, place, form, status=422)
    messages.success(request, _("Kept as a draft. Nothing is sent with it before you put it in force."))
    return redirect(place.url)


@permission_required(policies.WORDING)
@require_POST
def version(request: HttpRequest, wording_id: UUID, action: str) -> HttpResponse:
    """Put a version in force, throw it away, or have it sent to oneself."""
    found = queries.wording(wording_id)
    back = _url(found.key, found.language, found.form, found.unit_id)
    try:
        if action == "force":
            services.put_in_force(wording_id=wording_id, now=utc_now())
            messages.success(request, _("In force. Messages sent from now on say so."))
        elif action == "discard":
            services.discard(wording_id=wording_id)
            messages.success(request, _("Taken back."))
        elif action != "trial":
            raise NotFoundError("no such action")
        else:
            services.send_trial(wording_id=wording_id, now=utc_now())
            messages.success(request, _("Sent to your own mail address, with sample values."))
    except ConflictError:
        messages.info(request, _("Somebody was faster. Please look again."))
    except InvalidError as error:
        if error.code != "no_own_address":
            raise
        messages.error(request, _("Your account has no mail address to send a trial to."))
    return redirect(back)


class Place:
    """Which text of whom: key, language, form and unit, as the address says."""

    def __init__(self, key: str, language: str, form: Form, unit_id: UUID) -> None:
        self.template = templates.template(key)
        self.key, self.language, self.form, self.unit_id = key, language, form, unit_id

    @property
    def url(self) -> str:
        """The page about it."""
        return _url(self.key, self.language, self.form, self.unit_id)

    def versions(self) -> Any:
        """The unit's own versions."""
        return queries.versions(self.unit_id, self.key, self.language, self.form)


def _place(request: HttpRequest, key: str) -> Place:
    try:
        known = templates.template(key)
    except templates.TemplateError as error:
        raise NotFoundError("no such message") from error
    asked = request.GET
    language = asked.get("language") if asked.get("language") in templates.LANGUAGES else "zh"
    form = asked.get("form") if asked.get("form") in templates.FORMS else "long"
    units = units_of(actor_of(request), known.key)
    chosen = next((one for one in units if str(one.pk) == asked.get("unit")), units[0] if units else None)
    if chosen is None:
        raise DeniedError("head office keeps this wording to itself", code="wording_head_office")
    return Place(key, cast(str, language), cast(Form, form), chosen.pk)


def units_of(actor: Actor, key: str) -> list[Any]:
    """The units this person may write for; where head office keeps it, his own are shown to read."""
    mine = org.subtree(actor.unit_ids)
    return [one for one in mine if queries.may_write(actor, one.pk, key)] or mine[:1]


def _show(request: HttpRequest, place: Place, form: TextForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    bound = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else form.initial
    said = str(bound.get("subject", "")), str(bound.get("body", ""))
    seen = queries.preview(place.key, place.language, *said)
    own = list(place.versions())
    context = {
        "place": place,
        "title": say(queries.title_of(place.key)),
        "form": form,
        "seen": seen,
        "length": queries.length_of(seen.text) if seen and place.form == "short" else None,
        "fields": sorted(place.template.fields),
        "needed": place.template.needed(place.form),
        "versions": own,
        "draft": next((one for one in own if one.state == "draft"), None),
        "places": _places(place),
        "units": units_of(actor, place.key),
        "may_write": queries.may_write(actor, place.unit_id, place.key),
        **shell("texts", actor),
    }
    return render(request, "console/messages/text.html", context, status=status)


def _places(place: Place) -> list[dict[str, Any]]:
    """The tabs: each language and form."""
    return [
        {
            "url": _url(place.key, language, form, place.unit_id),
            "label": f"{words.FORMS[form]} · {words.LANGUAGES[language]}",
            "on": (language, form) == (place.language, place.form),
        }
        for form in templates.FORMS
        for language in templates.LANGUAGES
    ]


def _url(key: str, language: str, form: str, unit_id: UUID) -> str:
    return reverse("messages:text", args=[key]) + f"?language={language}&form={form}&unit={unit_id}"


def _explain(form: TextForm, wrong: list[services.Problem]) -> None:
    for one in wrong:
        form.add_error(one.field, words.problem(one))
