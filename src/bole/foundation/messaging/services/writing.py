"""The bank's own words: drafted, tried on oneself, put in force; earlier versions stay."""

import hashlib
import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from bole.foundation.access import permissions
from bole.foundation.access.models import User
from bole.foundation.audit import services as audit
from bole.foundation.messaging import checking, policies, templates, wordings
from bole.foundation.messaging.models import OutboxMessage, Wording
from bole.foundation.messaging.services import rows
from bole.foundation.messaging.services.rows import State
from bole.foundation.org import queries as org
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.ports.channel import Form


class WordingError(BoleError):
    """A text may not be kept like this; ``problems`` say why, in order."""

    code = "wording"

    def __init__(self, problems: list[checking.Problem]) -> None:
        super().__init__("; ".join(f"{one.code} {one.what}".strip() for one in problems))
        self.problems = problems


def check(*, key: str, language: str, form: Form, subject: str, body: str) -> list[checking.Problem]:
    """All that is wrong with a text for this message."""
    template = templates.template(key)
    return checking.problems(
        subject=subject,
        body=body,
        form=form,
        language=language,
        fields=template.fields,
        must=template.needed(form),
        polite=template.audience == "candidate",
    )


@transaction.atomic
def save_draft(
    *,
    unit_id: uuid.UUID,
    key: str,
    language: str,
    form: Form,
    subject: str,
    body: str,
    gateway_code: str = "",
    now: datetime,
) -> Wording:
    """Keep a text as the unit's draft, in place of an earlier draft. WordingError names what is wrong."""
    author = _may_write(unit_id, key)
    if language not in templates.LANGUAGES or form not in templates.FORMS:
        raise InvalidError("no such text", fields={"language": "unknown"})
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    wrong = check(key=key, language=language, form=form, subject=subject, body=body)
    if wrong:
        raise WordingError(wrong)
    place = {"unit_id": unit_id, "key": key, "language": language, "form": form}
    earlier = Wording.objects.select_for_update().filter(**place)
    draft = earlier.filter(state=Wording.State.DRAFT).first()
    if draft is None:
        number = (earlier.aggregate(n=Max("number"))["n"] or 0) + 1
        draft = Wording(**place, number=number)
    draft.subject, draft.body, draft.gateway_code = subject, body, gateway_code.strip()[:40]
    draft.sha256 = hashlib.sha256(f"{subject}\n{body}\n{draft.gateway_code}".encode()).hexdigest()
    draft.author_id, draft.saved_at = author, now
    draft.save()
    _record(draft, "drafted")
    return draft


@transaction.atomic
def put_in_force(*, wording_id: uuid.UUID, now: datetime) -> Wording:
    """The draft, or an earlier version taken up again, is what messages say from now on. Twice is once."""
    chosen = _locked(wording_id)
    _may_write(chosen.unit_id, chosen.key)
    if chosen.state == Wording.State.IN_FORCE:
        return chosen
    place = {"unit_id": chosen.unit_id, "key": chosen.key, "language": chosen.language, "form": chosen.form}
    before = Wording.objects.filter(**place, state=Wording.State.IN_FORCE)
    before.update(state=Wording.State.RETIRED)
    chosen.state, chosen.in_force_at = Wording.State.IN_FORCE, now
    chosen.save(update_fields=["state", "in_force_at"])
    _record(chosen, "put_in_force")
    return chosen


@transaction.atomic
def discard(*, wording_id: uuid.UUID) -> None:
    """A draft is thrown away; a version in force is taken back: the words above hold again."""
    chosen = _locked(wording_id)
    _may_write(chosen.unit_id, chosen.key)
    if chosen.state == Wording.State.RETIRED:
        raise ConflictError("it was taken back before", code="wording_retired")
    _record(chosen, "discarded")
    tried = OutboxMessage.objects.filter(wording=chosen).exists()
    if chosen.state == Wording.State.DRAFT and not tried:
        chosen.delete()
        return
    chosen.state = Wording.State.RETIRED
    chosen.save(update_fields=["state"])


@transaction.atomic
def send_trial(*, wording_id: uuid.UUID, now: datetime) -> OutboxMessage:
    """The text with sample values as a mail to oneself. A short text comes as the words it would say: there
    is no telephone number in an account. InvalidError without a mail address in the account."""
    chosen = _locked(wording_id)
    author = _may_write(chosen.unit_id, chosen.key)
    address = User.objects.values_list("email", flat=True).get(pk=author)
    if not address:
        raise InvalidError("your account has no mail address", code="no_own_address")
    message = OutboxMessage.objects.create(
        id=new_id(),
        unit_id=chosen.unit_id,
        user_id=author,
        template=chosen.key,
        template_version=chosen.number,
        template_sha256=chosen.sha256,
        wording=chosen,
        language=chosen.language,
        channel="mail",
        address=address,
        context=templates.samples(chosen.key, chosen.language),
        about_kind="trial",
        about_id=chosen.pk,
        occasion=new_id().hex,
        urgent=True,
        state=State.QUEUED,
        queued_at=now,
    )
    rows.record(message, "queued", template=chosen.key, channel="mail")
    rows.defer(message)
    return message


def _may_write(unit_id: uuid.UUID, key: str) -> uuid.UUID:
    """Head office writes for all; a branch for itself where head office lets it. Gives the author."""
    root = org.root()
    templates.template(key)
    person = permissions.require_person(policies.WORDING, unit_id)
    if root is None or (unit_id != root.pk and not wordings.branch_may(key)):
        raise DeniedError("head office keeps this wording to itself", code="wording_head_office")
    return person


def _locked(wording_id: uuid.UUID) -> Wording:
    found = Wording.objects.select_for_update().filter(pk=wording_id).first()
    if found is None:
        raise NotFoundError("no such wording")
    return found


def _record(wording: Wording, what: str) -> None:
    audit.record(
        verb=f"messaging.wording.{what}",
        obj=("messaging_wording", wording.pk),
        unit_id=wording.unit_id,
        details={
            "template": wording.key,
            "language": wording.language,
            "form": wording.form,
            "version": wording.number,
        },
    )
