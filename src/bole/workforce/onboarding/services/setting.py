"""What the bank sets: templates of its own, where a branch is, who leads a newcomer."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import tomli_w
from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.employees import services as employees
from bole.workforce.onboarding import library, policies
from bole.workforce.onboarding.models import Onboarding, Place, TemplateVersion
from bole.workforce.onboarding.rules import editing, templates
from bole.workforce.onboarding.rules.editing import TaskEdit
from bole.workforce.onboarding.services import steps

LONGEST = 1000
MOST_BYTES = 200_000


@transaction.atomic
def import_template(*, raw: bytes, now: datetime) -> TemplateVersion:
    """Head office's own version of a template, from TOML. It counts for who begins from now on; a post has
    one template. InvalidError (``template_invalid``) says what is wrong; ConflictError without a change."""
    person = permissions.require_person(policies.TEMPLATES)
    if len(raw) > MOST_BYTES:
        raise InvalidError("the file is larger than it may be", code="template_invalid")
    made = templates.read(raw)
    known = library.in_force()
    _check_posts(made, known)
    sha256 = hashlib.sha256(raw).hexdigest()
    if made.key in known and known[made.key].sha256 == sha256:
        raise ConflictError("this is the version in force", code="template_unchanged")
    rows = TemplateVersion.objects.select_for_update().filter(key=made.key)
    last = rows.order_by("-number").first()
    row = TemplateVersion.objects.create(
        key=made.key,
        number=last.number + 1 if last else 1,
        body=tomllib.loads(raw.decode("utf-8")),
        source=raw.decode("utf-8"),
        sha256=sha256,
        made_by_id=person,
        made_at=now,
    )
    audit.record(
        verb="workforce.onboarding.template.imported",
        obj=("onboarding_template", row.pk),
        unit_id=_head(),
        details={"template": row.key, "number": row.number},
    )
    return row


@transaction.atomic
def edit_tasks(*, key: str, edits: Sequence[TaskEdit], seen: str, now: datetime) -> TemplateVersion:
    """The bank's next version of a template with these tasks, written on a page; ``seen``: the SHA-256 of the
    version the page showed. Raises as ``import_template``; ConflictError ``template_changed`` when another
    one is in force by now."""
    permissions.require(actors.current(), policies.TEMPLATES)
    found = library.one(key)
    if found.sha256 != seen:
        raise ConflictError("another version is in force", code="template_changed")
    codes = {unit.code for unit in org.subtree(actors.current().unit_ids)}
    if unknown := {code for one in edits for code in one.units} - codes:
        raise InvalidError(f"no such unit: {sorted(unknown)}", code="template_invalid")
    table = editing.with_tasks(tomllib.loads(found.source), edits)
    if templates.from_table(table) == found.template:
        raise ConflictError("nothing was changed", code="template_unchanged")
    return import_template(raw=tomli_w.dumps(table).encode("utf-8"), now=now)


def _check_posts(made: templates.Template, known: Mapping[str, library.InForce]) -> None:
    taken = {job for key, one in known.items() if key != made.key for job in one.template.jobs}
    if both := taken & set(made.jobs):
        raise InvalidError(f"posts have a template already: {sorted(both)}", code="template_invalid")
    if (made.key == templates.COMMON) == bool(made.jobs):
        raise InvalidError("the common template names no post, others do", code="template_invalid")


@transaction.atomic
def set_place(
    *, unit_id: UUID, address: Mapping[str, str], route: Mapping[str, str], contact: str, now: datetime
) -> Place:
    """Where newcomers of a unit come to. An empty text is not shown."""
    actor = actors.current()
    permissions.require(actor, policies.PLACES, unit_id)
    texts = [{key: words.get(key, "").strip() for key in ("zh", "en")} for words in (address, route)]
    if any(len(text) > LONGEST for words in texts for text in words.values()) or len(contact) > 120:
        raise InvalidError("too long", fields={"address": "too_long"})
    row, _made = Place.objects.update_or_create(
        unit_id=unit_id,
        defaults={
            "address": texts[0],
            "route": texts[1],
            "contact": " ".join(contact.split()),
            "changed_by_id": actor.id if actor.kind == "user" else None,
            "changed_at": now,
        },
    )
    audit.record(verb="workforce.onboarding.place.set", obj=("onboarding_place", row.pk), unit_id=unit_id)
    return row


@transaction.atomic
def name_manager(
    *, onboarding_id: UUID, manager_id: UUID, expected_version: int, now: datetime
) -> Onboarding:
    """Who leads the newcomer: the manager's tasks are his from now on."""
    onboarding = steps.locked_for_hr(onboarding_id)
    steps.check_open(onboarding)
    employees.name_manager(
        employee_id=onboarding.employee_id,
        manager_id=manager_id,
        actor=actors.current(),
        expected_version=expected_version,
        now=now,
    )
    steps.note(onboarding, "manager_named", now)
    steps.record(onboarding, "manager.named")
    return onboarding


def _head() -> UUID | None:
    root = org.root()
    return root.pk if root else None
