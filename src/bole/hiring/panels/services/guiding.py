"""The guide: built from report and résumé by the visible rules, then HR's to change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors, permissions
from bole.foundation.workdays import bank_time
from bole.hiring.assessment import queries as assessment
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import queries as interviews
from bole.hiring.panels import library, policies, queries
from bole.hiring.panels.models import Guide
from bole.hiring.panels.rules import building, facts
from bole.hiring.panels.services import steps
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id
from bole.parsing import api as parsing

LONGEST = 600
SHORTEST = 5
MOST_OWN = 10


@transaction.atomic
def build_guide(*, application_id: UUID, now: datetime) -> Guide | None:
    """Build it, or build it anew from what is known now: what HR changed stays. None where the application
    stands in no pool or panel stage, or is being interviewed already: that guide is frozen."""
    pipeline_services.lock(application_id)  # the worker and HR may build the first one at the same moment
    application = pipeline.get(application_id)
    if not queries.stands_for_panel(application) or queries.running(application_id) is not None:
        return None
    permissions.require(actors.current(), policies.MANAGE, application.unit_id)
    known = Guide.objects.select_for_update().filter(application_id=application_id).first()
    made = known or Guide(
        unit_id=application.unit_id, candidate_id=application.candidate_id, application_id=application_id
    )
    before = list(known.questions) if known else []
    _fill(made, application, before, now)
    if known is not None and before == made.questions:
        return known
    made.version = made.version + 1 if known else 1
    made.save()
    asked = [one["id"] for one in made.questions if one["part"] == building.EXTRA]
    steps.record_guide(made, "rebuilt" if known else "built", {"extra": asked, "report": made.report_id})
    return made


def _fill(made: Guide, application: Any, before: list[dict[str, Any]], now: datetime) -> None:
    rules, core = library.rules(), library.core()
    requisition = requisitions.get(application.requisition_id)
    portrait = requisitions.portrait_for(requisition)
    report = _report(application.pk)
    resume_id, parsed = _resume(application.candidate_id)
    today = bank_time.today(now)
    found = building.fired(
        rules, report.body if report else None, facts.of_resume(parsed, today), portrait["labels"]
    )
    new = [
        *building.core_questions(core, portrait["weights"], portrait["labels"], rules.core),
        *building.extras(found, rules.extra),
    ]
    made.questions = building.merged(new, before)
    made.report_id, made.resume_id = report.pk if report else None, resume_id
    made.portrait_key, made.portrait_version = portrait["key"], portrait["version"]
    made.rules_version, made.rules_sha256, made.core_sha256 = rules.version, rules.sha256, core.sha256
    made.built_at = now


def _report(application_id: UUID) -> Any:
    """The newest report of the newest interview; it decides nothing here, and who reads the guide is asked
    there what he may see of it."""
    with actors.system_scope("guide of a re-interview") as machine:
        newest = interviews.newest_of(machine, [application_id]).get(application_id)
        return assessment.latest_for_interview(machine, newest.pk) if newest else None


def _resume(candidate_id: UUID) -> tuple[UUID | None, Mapping[str, Any] | None]:
    with actors.system_scope("guide of a re-interview"):
        read = candidates.resume_of(candidate_id)
        if read is not None:
            return read["resume_id"], read
        pasted = candidates.pasted_of(candidate_id)
    if pasted is None:
        return None, None
    return pasted.pk, parsing.parse(pasted.text.encode()).to_json()


@transaction.atomic
def change_question(
    *,
    application_id: UUID,
    question_id: str,
    text: str,
    english: str = "",
    removed: bool,
    expected_version: int,
    now: datetime,
) -> Guide:
    """Other words for a targeted question, or take it out (or in again). Without ``english`` members who read
    English find the same words. A core question is the same for everybody of the job: ConflictError
    (``core_question``)."""
    guide = _guide(application_id, expected_version)
    question = next((one for one in guide.questions if one["id"] == question_id), None)
    if question is None:
        raise NotFoundError("no such question")
    if question["part"] == building.CORE:
        raise ConflictError("core questions are the same for everybody", code="core_question")
    words = _both(text, english)
    if words != question["text"]:
        question["text"], question["edited"] = words, True
    question["removed"] = removed
    return _changed(guide, "changed", question_id, now)


@transaction.atomic
def add_question(
    *,
    application_id: UUID,
    text: str,
    english: str = "",
    why: str,
    competency: str,
    expected_version: int,
    now: datetime,
) -> Guide:
    """A question of HR's own, with its reason; ``english`` as in ``change_question``."""
    guide = _guide(application_id, expected_version)
    if sum(one["part"] == building.OWN for one in guide.questions) >= MOST_OWN:
        raise ConflictError("enough own questions", code="too_many_questions")
    words, reason = _both(text, english), _clean(why, "why")
    known = {one["competency"] for one in guide.questions}
    made = {
        "id": f"own-{new_id().hex[-8:]}",
        "part": building.OWN,
        "competency": competency if competency in known else "",
        "text": words,
        "listen": {"zh": "", "en": ""},
        "reasons": [
            {"rule": "", "source": "person", "title": {"zh": reason, "en": reason}, "words": {}, "values": {}}
        ],
        "removed": False,
        "edited": True,
    }
    guide.questions = [*guide.questions, made]
    return _changed(guide, "added", str(made["id"]), now)


def _guide(application_id: UUID, expected_version: int) -> Guide:
    guide = steps.locked_guide(application_id)
    if guide.version != expected_version:
        raise ConflictError("somebody changed the guide", code="lost_race")
    if queries.running(application_id) is not None:
        raise ConflictError("the panel has begun with its guide", code="guide_frozen")
    return guide


def _changed(guide: Guide, what: str, question_id: str, now: datetime) -> Guide:
    guide.version += 1
    guide.changed_by_id, guide.changed_at = steps.person(), now
    guide.save()
    steps.record_guide(guide, what, {"question": question_id})
    return guide


def _both(text: str, english: str) -> dict[str, str]:
    return {"zh": _clean(text), "en": _clean(english or text, "english")}


def _clean(text: str, name: str = "text") -> str:
    words = " ".join(text.split())
    if not SHORTEST <= len(words) <= LONGEST:
        raise InvalidError("a question needs words", fields={name: "required"})
    return words
