"""The bank writes its answers: every save is a new version, one of each key is in force."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.enquiries import library, policies, queries, rules
from bole.hiring.enquiries.models import FaqVersion
from bole.hiring.enquiries.services import steps
from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.ids import new_id

KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,58}\Z")
MOST_PHRASINGS = 30
State = FaqVersion.State
Texts = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def save(
    *,
    owner_id: UUID,
    key: str,
    body: Texts,
    expected_number: int,
    now: datetime,
    draft: bool = False,
    from_enquiry: UUID | None = None,
) -> FaqVersion:
    """Keep a new wording; unless it is a draft it is in force at once.

    ``expected_number`` is the newest the writer saw (0: none); ConflictError (``lost_race``) when somebody
    was faster. InvalidError names the fields that cannot be accepted, or a key a branch may not take.
    """
    user_id = permissions.require_person(policies.FAQ, owner_id)
    cleaned = _checked(body)
    _check_key(owner_id, key)
    newest = queries.versions_of(owner_id, key).values_list("number", flat=True).first() or 0
    if newest != expected_number:
        raise ConflictError("somebody saved another wording", code="lost_race")
    made = FaqVersion.objects.create(
        owner_id=owner_id,
        key=key,
        number=newest + 1,
        body=cleaned,
        sha256=hashlib.sha256(json.dumps(cleaned, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
        state=State.DRAFT,
        from_enquiry=from_enquiry,
        saved_by_id=user_id,
        saved_at=now,
    )
    _record(made, "drafted" if draft else "saved")
    return made if draft else _in_force(made, user_id, now)


@transaction.atomic
def draft_from(*, enquiry_id: UUID, key: str, body: Texts, now: datetime) -> FaqVersion:
    """Make a draft out of an answered question, in HR's own words; somebody puts it in force afterwards."""
    enquiry = steps.locked(enquiry_id)
    permissions.require(actors.current(), policies.ANSWER, enquiry.unit_id)
    newest = queries.versions_of(enquiry.unit_id, key).values_list("number", flat=True).first() or 0
    return save(
        owner_id=enquiry.unit_id,
        key=key,
        body=body,
        expected_number=newest,
        now=now,
        draft=True,
        from_enquiry=enquiry.pk,
    )


@transaction.atomic
def put_in_force(*, version_id: UUID, now: datetime) -> FaqVersion:
    """A draft, or an older wording, answers from now on. Twice is once."""
    found = _locked(version_id)
    if found.state == State.IN_FORCE:
        return found
    return _in_force(found, permissions.require_person(policies.FAQ, found.owner_id), now)


@transaction.atomic
def discard(*, version_id: UUID) -> None:
    """Throw a draft away; what was ever in force stays."""
    found = _locked(version_id)
    permissions.require_person(policies.FAQ, found.owner_id)
    if found.state != State.DRAFT:
        raise ConflictError("it is no draft", code="lost_race")
    _record(found, "discarded")
    found.delete()


@transaction.atomic
def retire(*, owner_id: UUID, key: str, now: datetime) -> FaqVersion:
    """Take an answer out: a row says so, also for one of the library."""
    user_id = permissions.require_person(policies.FAQ, owner_id)
    entry = queries.faq_for(owner_id).get(key)
    if entry is None:
        raise ConflictError("it answers nothing already", code="lost_race")
    if entry.owner_id not in {None, owner_id}:
        raise InvalidError("another unit's answer", code="faq_key", fields={"key": "taken"})
    made = save(
        owner_id=owner_id,
        key=key,
        body=entry.body,
        expected_number=queries.versions_of(owner_id, key).values_list("number", flat=True).first() or 0,
        now=now,
        draft=True,
    )
    return _in_force(made, user_id, now, State.RETIRED)


def _in_force(found: FaqVersion, user_id: UUID, now: datetime, state: str = State.IN_FORCE) -> FaqVersion:
    FaqVersion.objects.filter(
        owner_id=found.owner_id, key=found.key, state__in=(State.IN_FORCE, State.RETIRED)
    ).update(state=State.PAST)
    found.state, found.in_force_by_id, found.in_force_at = state, user_id, now
    found.save(update_fields=["state", "in_force_by", "in_force_at"])
    _record(found, "retired" if state == State.RETIRED else "in_force")
    return found


def _locked(version_id: UUID) -> FaqVersion:
    queries.version(version_id)
    return FaqVersion.objects.select_for_update().get(pk=version_id)


def _check_key(owner_id: UUID, key: str) -> None:
    """A branch writes under its own keys: what the head office answers is the same everywhere."""
    if not KEY.match(key) or key == library.PEOPLE_FILE:
        raise InvalidError("not a key", code="faq_key", fields={"key": "malformed"})
    root = org.root()
    if root is None or owner_id == root.pk:
        return
    above = queries.faq_for(owner_id).get(key)
    if above is not None and above.owner_id != owner_id:
        raise InvalidError("the head office answers this", code="faq_key", fields={"key": "taken"})


def _checked(body: Texts) -> dict[str, dict[str, Any]]:
    """Both languages, the Chinese one complete; in English all or nothing."""
    found: dict[str, dict[str, Any]] = {}
    problems: dict[str, str] = {}
    for language in ("zh", "en"):
        words = body[language]
        try:
            found[language] = _texts(words, empty=language == "en")
        except InvalidError:
            problems[language] = "incomplete"
    if problems:
        raise InvalidError("an answer needs a question and words", code="faq_texts", fields=problems)
    return found


def _texts(words: Mapping[str, Any], *, empty: bool) -> dict[str, Any]:
    if empty and not words["question"].strip() and not words["answer"].strip():
        return {"question": "", "also": [], "answer": ""}
    also = [rules.clean(text) for text in words["also"] if text.strip()]
    return {
        "question": rules.clean(words["question"]),
        "also": list(dict.fromkeys(also))[:MOST_PHRASINGS],
        "answer": rules.clean(words["answer"], rules.LONGEST_ANSWER),
    }


def _record(found: FaqVersion, what: str) -> None:
    audit.record(
        verb=f"hiring.enquiries.faq.{what}",
        obj=("faq_version", found.pk),
        unit_id=found.owner_id,
        details={"key": found.key, "number": found.number},
    )


def new_key() -> str:
    """A key for an answer made out of a question."""
    return f"own-{new_id().hex[:8]}"
