"""People who stand where a journey begins, moved there through the doors the product has itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bole.kernel.clock import utc_now

UNIT, JOB = "LJ", "teller"
SCORES = {"ai_interview": "ai:85", "panel": "panel:90"}  # what each stage leaves on the line


def at_checks(name: str, resume: str) -> dict[str, str]:
    """An applicant whose interviews are over, as HR moves one on; the checks begin by themselves."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.foundation.org.models import Unit
    from bole.hiring.candidates import services as candidates
    from bole.hiring.candidates.models import Candidate
    from bole.hiring.pipeline import queries as pipeline
    from bole.hiring.pipeline import services as moving
    from bole.hiring.requisitions import queries as requisitions

    now = utc_now()
    with acting_as(seed.actor_named("heqian")) as chief:
        unit = Unit.objects.get(code=UNIT)
        address = f"ready.{Candidate.objects.count()}@people.example"
        person = candidates.register(unit_id=unit.pk, name=name, email=address, language="zh", now=now)
        candidates.keep_resume(candidate_id=person.pk, text=resume, now=now)
        opening = requisitions.open_for(chief).filter(job_key=JOB, unit=unit).first()
        application = moving.apply(
            candidate_id=person.pk, requisition_id=opening.pk, now=now - timedelta(days=9)
        )
        process = pipeline.process_of(application)
        while process.stage(application.stage).kind != "check":
            label = SCORES.get(process.stage(application.stage).kind, "")
            application = _on(application, chief, label, now)
    return {
        "application": str(application.pk),
        "candidate": str(person.pk),
        "address": address,
        "name": name,
    }


def _on(application: Any, chief: Any, label: str, now: Any) -> Any:
    from bole.hiring.pipeline import queries as pipeline
    from bole.hiring.pipeline import services as moving

    to = pipeline.ways_on(application)[0].key
    moving.propose(application_id=application.pk, to=to, outcome="hold", report_id=None, label=label, now=now)
    return moving.advance(
        application_id=application.pk, to=to, actor=chief, reason="proposal",
        expected_version=application.version, now=now,
    )  # fmt: skip
