"""Questions about somebody who applies from a poster, asked from ``inside``."""

from __future__ import annotations

import json
import re
from typing import Any

from bole.cli import demo_interviews, installation
from bole.kernel.clock import utc_now


def posted(job_key: str) -> dict[str, str]:
    """A public page of an opening that lets pass who passes and invites by itself."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.intake import services
    from bole.hiring.requisitions import queries as requisitions
    from bole.hiring.requisitions import services as needs

    with acting_as(seed.actor_named(demo_interviews.RECRUITER)) as chief:
        known = requisitions.open_for(chief).filter(job_key=job_key).first()
        need = needs.open_requisition(unit_id=known.unit_id, job_key=job_key, now=utc_now())
        needs.switch_auto_invite(requisition_id=need.pk, on=True)
        made = services.publish(requisition_id=need.pk, channel="fair", opens_at=utc_now(), now=utc_now())
    return {"requisition": str(need.pk), "path": f"/apply/{made.token}/"}


def invited(address: str) -> dict[str, str] | None:
    """What the invitation in the person's mailbox leads to; None before it came."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.interviews import services
    from bole.hiring.interviews.models import Interview

    folder = installation.var_dir() / "mail"
    for path in sorted(folder.glob("*.eml"), reverse=True):
        text = demo_interviews.body_of(path, address) or ""
        if found := re.search(r"https?://[^\s\"<]+/i/([0-9a-zA-Z_-]+)/", text):
            with system_scope("journeys"):
                held: Interview = services.find_by_token(found.group(1))
            return {
                "link": found.group(0),
                "address": address,
                "interview": str(held.pk),
                "application": str(held.application_id),
                "candidate": str(held.candidate_id),
            }
    return None


def heard(address: str, template: str) -> int:
    """How many messages of that template went to that address."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.messaging.models import OutboxMessage

    with system_scope("journeys"):
        sent = OutboxMessage.objects.filter(template=template, candidate_id__isnull=False)
        return sum(one.address == address for one in sent)


def known_of(candidate: str, *words: str) -> dict[str, Any]:
    """Which of these words stand in any table, sealed columns opened, and how many files are kept."""
    from django.apps import apps
    from django.db import models

    from bole.foundation.access.actors import system_scope
    from bole.foundation.files.models import StoredFile
    from bole.foundation.keys import fields as sealed

    said: set[str] = set()
    with system_scope("journeys"):
        for model in apps.get_models():
            columns = [
                field.attname
                for field in model._meta.concrete_fields
                if type(field).__module__ == sealed.__name__
                or isinstance(field, models.CharField | models.TextField | models.JSONField)
            ]
            if model.__module__.startswith("bole.") and columns:
                for row in model._default_manager.all().iterator():
                    for name in columns:
                        text = json.dumps(getattr(row, name), ensure_ascii=False, default=str)
                        said.update(word for word in words if word in text)
        kept = StoredFile.objects.filter(candidate_id=candidate).exclude(wrapped_key=None).count()
    return {"words": [word for word in words if word in said], "files": kept}


QUESTIONS = (posted, invited, heard, known_of)
