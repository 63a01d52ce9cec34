"""Every write about a person's rights: consent, withdrawal, a copy of the data, erasure."""

import json
import shutil
import uuid
import zipfile
from datetime import datetime
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from bole.foundation import events
from bole.foundation.audit import services as audit
from bole.foundation.privacy import journal, registry, rules
from bole.foundation.privacy.events import ConsentWithdrawn, PersonErased
from bole.foundation.privacy.models import Consent, ErasureRecord
from bole.foundation.privacy.wordings import Wording
from bole.kernel.errors import ConflictError

ORDER = "order"  # of an authority: what a law has kept goes too


def give_consent(
    *,
    candidate_id: uuid.UUID,
    unit_id: uuid.UUID,
    granted: bool,
    wording: Wording,
    language: str,
    now: datetime,
    about_id: uuid.UUID | None = None,
) -> Consent:
    """Keep a decision (a refusal too) with the wording it was made on. The latest one counts."""
    purpose = rules.purpose(wording.purpose)
    with transaction.atomic():
        row = Consent.objects.create(
            unit_id=unit_id,
            candidate_id=candidate_id,
            about_id=about_id,
            purpose=purpose.key,
            granted=granted,
            wording_key=wording.key,
            wording_version=wording.version,
            wording_sha256=wording.sha256,
            language=language,
            decided_at=now,
        )
        verb = "privacy.consent.given" if granted else "privacy.consent.refused"
        details = {"purpose": purpose.key, "wording": wording.key, "version": wording.version}
        audit.record(verb=verb, obj=("privacy_consent", row.pk), unit_id=unit_id, details=details)
    return row


def withdraw_consent(
    *, candidate_id: uuid.UUID, purpose: str, now: datetime, about_id: uuid.UUID | None = None
) -> int:
    """Take back every standing consent for a purpose, or only those given for ``about_id``; gives how many.

    Work for it stops by the event.
    """
    with transaction.atomic():
        rows = Consent.objects.select_for_update().filter(
            candidate_id=candidate_id, purpose=rules.purpose(purpose).key, granted=True, withdrawn_at=None
        )
        rows = rows.filter(about_id=about_id) if about_id else rows
        found = list(rows)
        for row in found:
            row.withdrawn_at = now
            row.save(update_fields=["withdrawn_at"])
            audit.record(
                verb="privacy.consent.withdrawn",
                obj=("privacy_consent", row.pk),
                unit_id=row.unit_id,
                details={"purpose": row.purpose},
            )
            journal.note("consent", id=row.pk)
            events.publish(ConsentWithdrawn(candidate_id, row.unit_id, row.purpose, row.about_id))
    return len(found)


def export_person(
    *, candidate_id: uuid.UUID, unit_id: uuid.UUID, out: BinaryIO, now: datetime
) -> dict[str, int]:
    """Write a zip with everything kept about a person; returns pieces per capability.

    ``person.json`` holds the data by capability, ``files/`` the recordings and documents in the clear:
    ``out`` must not be a lasting file.
    """
    data: dict[str, Any] = {"format": "bole.person/1", "candidate_id": candidate_id, "exported_at": now}
    counts: dict[str, int] = {}
    with transaction.atomic(), zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for holder in registry.holders():
            data[holder.name] = holder.export(candidate_id)
            counts[holder.name] = 1
            for attachment in holder.attach(candidate_id):
                _add(archive, attachment)
                counts[holder.name] += 1
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("person.json", text)
        person = ("candidates_candidate", candidate_id)
        audit.record(verb="privacy.person.exported", obj=person, unit_id=unit_id)
    return counts


def _add(archive: zipfile.ZipFile, attachment: registry.Attachment) -> None:
    name = attachment.name.replace("/", "_").lstrip(".")
    with attachment.open() as source, archive.open(f"files/{name}", "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, 1024 * 1024)


def erase_person(
    *, candidate_id: uuid.UUID, unit_id: uuid.UUID, reason: str, now: datetime, again: bool = False
) -> ErasureRecord:
    """Remove everything about a person in one transaction and leave a tombstone; repeatable.

    ``reason`` is a code (``withdrawn``, ``retention``, ``restore`` …). Consents stay as proof, withdrawn.
    ConflictError ``law_keeps`` for somebody whom a law has kept, unless an authority ordered it or it is done
    ``again`` after a backup was restored.
    """
    if not again and reason != ORDER and registry.kept(candidate_id, now) is not None:
        raise ConflictError("a law has this person's data kept", code="law_keeps")
    with transaction.atomic():
        counts = {holder.name: holder.erase(candidate_id, now) for holder in registry.holders()}
        record, _made = ErasureRecord.objects.get_or_create(
            candidate_id=candidate_id,
            defaults={"unit_id": unit_id, "reason": reason, "erased_at": now, "counts": counts},
        )
        audit.record(
            verb="privacy.person.erased",
            obj=("candidates_candidate", candidate_id),
            unit_id=unit_id,
            details={"reason": reason, "counts": counts},
        )
        journal.note("person", id=candidate_id, unit=record.unit_id, reason=record.reason)
        events.publish(PersonErased(candidate_id, record.unit_id))
    return record
