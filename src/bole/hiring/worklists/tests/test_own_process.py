"""A process the bank drew itself, with names of its own: screening, the crowd, the invitation, the interview,
its letter and the clocks go by what happens in a stage, never by what it is called."""

import copy
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.queue.models import Timer
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast, Taking, invite, take_interview
from bole.hiring.feedback import tasks as letters
from bole.hiring.interviews import invitable
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as processes
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.requisitions import services as portraits
from bole.hiring.screening import queries as screenings
from bole.hiring.screening import services as screening
from bole.hiring.screening.tests.resumes import TELLER
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
NAMES = {
    "screening": "cv_look",
    "ai_interview": "machine_talk",
    "deep_assessment": "pond",
    "panel": "table_talk",
    "background_check": "asking",
    "offer": "terms",
    "onboarding": "arrival",
}


def drawn(cast: Cast) -> str:
    """Head office draws the standard way again under other names and publishes it; gives its key."""
    with cast.acting("chief"):
        draft = processes.new_process(
            key="county-way", title={"zh": "县域流程", "en": "County way"}, like="bank-standard", now=NOW
        )
        body = copy.deepcopy(draft.body)
        for stage in body["stage"]:
            stage["key"] = NAMES.get(stage["key"], stage["key"])
            for way in ("leads_to", "returns_to"):
                stage[way] = [NAMES.get(key, key) for key in stage.get(way, [])]
        saved = processes.save_draft(process_id=draft.pk, body=body, expected_sha256=draft.sha256)
        processes.publish(process_id=draft.pk, expected_sha256=saved.sha256, now=NOW)
    return "county-way"


def applied(cast: Cast, number: int) -> Cast:
    """Somebody else applies, with a résumé; the cast about him."""
    with cast.acting("hr"):
        person = candidates.register(
            unit_id=cast.bank.east.pk, name=f"县{number}", email=f"county.{number}@example.org", now=NOW
        )
        one = processes.apply(candidate_id=person.pk, requisition_id=cast.requisition_id, now=NOW)
        candidates.keep_resume(candidate_id=person.pk, text=TELLER, now=NOW)
    return replace(cast, candidate_id=person.pk, application_id=one.pk)


def screened(cast: Cast) -> str:
    """Screen him; gives the stage he stands in then."""
    with system_scope("test"):
        screening.screen(application_id=cast.application_id, now=NOW)
        return pipeline.get(cast.application_id).stage


def opening_follows(cast: Cast, key: str, chosen: str = "") -> None:
    """The portrait names the process; the opening takes it with the portrait, unless one was ``chosen``."""
    with cast.acting("chief"):
        row = portraits.begin(job_key="teller", now=NOW)
        job = requisitions.job_of(row)
        with pytest.raises(InvalidError):
            portraits.save(
                portrait_id=row.pk, job=replace(job, process="no-such-way"), revision=row.revision, now=NOW
            )
        portraits.save(portrait_id=row.pk, job=replace(job, process=key), revision=row.revision, now=NOW)
    sign_for(cast, row)
    with cast.acting("hr"):
        opening = requisitions.get(cast.requisition_id)
        assert pipeline.process_for(opening).key == (chosen or key)


def sign_for(cast: Cast, row: Any) -> None:
    from bole.foundation.access.queries import actor_for
    from bole.foundation.approvals import queries as approvals
    from bole.foundation.approvals import services as signing
    from bole.foundation.workdays import bank_time

    manager = actor_for(cast.bank.user("hiring_manager", cast.bank.head))
    with cast.acting("chief"):
        held = requisitions.get_portrait(row.pk)
        portraits.submit(
            portrait_id=row.pk, effective_on=bank_time.today(NOW), revision=held.revision, now=NOW
        )
        request = approvals.waiting_for(portraits.PORTRAIT, row.pk)
        assert request is not None
    from bole.foundation.access.actors import acting_as

    with acting_as(manager):
        signing.decide(request_id=request.pk, sha256=request.sha256, approve=True, now=NOW)


def test_a_drawn_process_screens_invites_and_lets_the_letter_go(cast: Cast) -> None:
    opening_follows(cast, drawn(cast))
    first = applied(cast, 1)
    assert screened(first) == "machine_talk", "passed, and the rule advances"
    with cast.acting("hr"):
        assert screenings.counts(cast.hr).get("pass", 0) == 0, "nobody who went on waits any more"
        standing = pipeline.visible_to(cast.hr).filter(invitable.standing([invitable.IN]))
        assert [one.pk for one in standing] == [first.application_id]
    with system_scope("test"):
        clocks = Timer.objects.filter(key__startswith=str(first.application_id))
        assert "pipeline.stage_due" in set(clocks.values_list("kind", flat=True))
    assert invite(first, personal=()).interview.application_id == first.application_id
    advanced(first)
    with connection.cursor() as cursor:  # leaving the interview is what the letter waits for
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND args ->> 'application_id' = %s",
            [letters.DECIDED, str(first.application_id)],
        )
        assert cursor.fetchone() == (1,)


def test_an_opening_goes_another_way_than_its_portrait(cast: Cast) -> None:
    key = drawn(cast)
    choice = {"requisition_id": cast.requisition_id, "now": NOW}
    for who in ("hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            portraits.choose_process(process_key=key, **choice)
    with cast.acting("hr"):
        screening.set_plan(
            requisition_id=cast.requisition_id, enabled=True, threshold=2, window_hours=24, advance_from=40,
            now=NOW,
        )  # fmt: skip
    before = applied(cast, 1)
    screened(before)  # a crowd already
    with cast.acting("chief"):
        for nonsense in ("no-such-way", "x" * 5000):
            with pytest.raises(InvalidError):
                portraits.choose_process(process_key=nonsense, **choice)
        for _click in range(2):
            portraits.choose_process(process_key=key, **choice)
    with system_scope("test"):
        assert [screening.follow_process(requisition_id=cast.requisition_id, now=NOW) for _ in "ab"] == [
            True,
            False,
        ]
        lines = AuditLine.objects.filter(verb="hiring.requisitions.requisition.process_chosen")
        assert [json.loads(one.details)["to"] for one in lines] == [key]
        assert pipeline.get(before.application_id).process_key == "bank-standard", "running ones keep theirs"
    assert screened(applied(cast, 2)) == "quick_screening"
    opening_follows(cast, "campus", chosen=key)
    with cast.acting("chief"):
        taken = portraits.choose_process(process_key="", **choice)
        assert (taken.own_process, taken.process_key) == ("", "campus")
        portraits.close_requisition(requisition_id=cast.requisition_id, now=NOW)
        with pytest.raises(ConflictError):
            portraits.choose_process(process_key=key, **choice)
        with pytest.raises(InvalidError):
            portraits.open_requisition(
                unit_id=cast.bank.west.pk, job_key="teller", process_key="no-such-way", now=NOW
            )
        west = portraits.open_requisition(
            unit_id=cast.bank.west.pk, job_key="teller", process_key=key, now=NOW
        )
        assert pipeline.process_for(west).key == key


def advanced(cast: Cast) -> None:
    """A person moves him on from the interview."""
    with cast.acting("hr"):
        application = pipeline.get(cast.application_id)
        processes.advance(
            application_id=application.pk,
            to="pond",
            actor=cast.hr,
            reason="decided_by_person",
            expected_version=application.version,
            now=NOW,
        )


@pytest.mark.long
def test_a_report_of_a_drawn_process_proposes_and_stands_on_the_path(cast: Cast, soon: None) -> None:
    opening_follows(cast, drawn(cast))
    first = applied(cast, 1)
    screened(first)
    report = take_interview(Taking(invite(first, personal=()))).reported()
    with system_scope("test"):
        went = pipeline.get(first.application_id).stage == "pond"
    assert went == (report.recommendation == "advance" and not report.needs_review)
    if not went:
        advanced(first)
    with system_scope("test"):
        path = {step.stage: step.label for step in pipeline.path(pipeline.get(first.application_id))}
    assert path["machine_talk"] == str(report.total)


def test_a_crowd_in_a_drawn_process_gets_its_quick_step_before_the_interview(cast: Cast) -> None:
    opening_follows(cast, drawn(cast))
    with cast.acting("hr"):
        screening.set_plan(
            requisition_id=cast.requisition_id, enabled=True, threshold=3, window_hours=24, advance_from=40,
            now=NOW,
        )  # fmt: skip
    for number in (1, 2):
        screened(applied(cast, number))
    with cast.acting("hr"):
        ways = [one.key for one in pipeline.process_for(requisitions.get(cast.requisition_id)).stages]
    assert ways[:3] == ["cv_look", "quick_screening", "machine_talk"]
    assert screened(applied(cast, 3)) == "quick_screening"
    late = NOW + timedelta(hours=30)
    with system_scope("test"):
        screening.check_surge(requisition_id=cast.requisition_id, now=late)
        ended = screenings.surge_of(cast.requisition_id)
    assert ended is None
