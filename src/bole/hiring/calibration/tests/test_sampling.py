"""A drawn result waits for somebody who has not seen it; his card gives the differences, once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit import queries as audit
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.hiring.assessment import services as assessment
from bole.hiring.calibration import queries, services
from bole.hiring.calibration.models import Difference, Sample
from bole.hiring.conftest import NOW, Answered, Cast, Taking, take_interview
from bole.hiring.interviews import services as interviews
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
PAGES = ("/console/calibration/", "/console/calibration/queue/", "/console/calibration/shares/")


def share(cast: Cast, percent: int) -> None:
    with cast.acting("hr"):
        services.set_rate(requisition_id=cast.requisition_id, percent=percent, now=NOW)


def draw(report: Any) -> Sample | None:
    with system_scope("test"):
        return services.draw(report_id=report.pk, now=NOW)


def rate(cast: Cast, report: Any, who: str, level: int = 4) -> Any:
    with cast.acting("hr"):
        interviews.assign(interview_id=report.interview_id, user_id=getattr(cast, who).id, now=NOW)
    with cast.acting(who):
        card = assessment.start_review(report_id=report.pk, now=NOW)
        levels = dict.fromkeys(report.body["portrait"]["weights"], Decimal(level))
        return assessment.submit_review(review_id=card.pk, levels=levels, now=NOW)


def note(report: Any, card: Any) -> int:
    with system_scope("test"):
        return services.note(review_id=card.pk, report_id=report.pk, now=NOW)


def test_drawn_once_rated_blind_and_compared(cast: Cast, report: Any) -> None:
    share(cast, 100)
    first = draw(report)
    assert first is not None
    assert draw(report) == first
    with cast.acting("interviewer"):
        assert queries.waiting(cast.interviewer, 50) == []  # not assigned to him
    with cast.acting("hr"):
        (row,) = queries.waiting(cast.hr, 50)
        assert not row.seen
    card = rate(cast, report, "interviewer")
    assert (note(report, card), note(report, card)) == (4, 0)
    with system_scope("test"):
        sample = Sample.objects.get()
        rows = list(Difference.objects.all())
    assert (sample.done_at, sample.done_by_id) == (NOW, cast.interviewer.id)
    machine = {c["competency"]: c["score"] for c in report.body["competencies"]}
    assert {row.competency: row.machine for row in rows} == machine
    assert {(row.person, row.blind, row.sampled) for row in rows} == {(75.0, True, True)}
    with cast.acting("hr"):
        (job,) = queries.agreement(cast.hr, sampled_only=True)
        assert queries.waiting(cast.hr, 50) == []
    assert (job.job_key, job.reports, {one.state for _, one in job.rows}) == ("teller", 1, {"too_few"})
    timers.sweep(NOW + timedelta(days=5))
    with system_scope("test"):
        assert not OutboxMessage.objects.filter(template="rereview-due").exists()


def test_a_card_of_somebody_who_has_seen_it_does_not_count(cast: Cast, report: Any) -> None:
    share(cast, 100)
    draw(report)
    with cast.acting("hr"):
        assessment.open_report(report_id=report.pk, now=NOW)
        assert queries.waiting(cast.hr, 50)[0].seen
    note(report, rate(cast, report, "hr"))
    with cast.acting("hr"):
        assert len(queries.waiting(cast.hr, 50)) == 1
        assert queries.agreement(cast.hr) == []
    with system_scope("test"):
        assert set(Difference.objects.values_list("blind", flat=True)) == {False}


def test_the_clock_writes_to_hr_and_head_office_once(cast: Cast, report: Any) -> None:
    for who in (cast.hr, cast.chief):
        User.objects.filter(pk=who.id).update(email=f"{who.id}@bank.example")
    share(cast, 100)
    draw(report)
    for hours in (71, 72, 73, 100):
        timers.sweep(NOW + timedelta(hours=hours))
    with system_scope("test"):
        told = list(OutboxMessage.objects.filter(template="rereview-due").values_list("user_id", flat=True))
        sample = Sample.objects.get()
        verbs = {line.verb for line in audit.trail(("sample", sample.pk))}
    assert sorted(told) == sorted([cast.hr.id, cast.chief.id])
    assert verbs == {"hiring.calibration.sample.drawn", "hiring.calibration.sample.overdue"}


def test_nothing_is_drawn_at_zero_or_where_a_person_rates_anyway(
    cast: Cast, report: Any, taking: Taking
) -> None:
    share(cast, 0)
    assert draw(report) is None


def test_a_refused_analysis_is_never_drawn(cast: Cast, taking: Taking) -> None:
    share(cast, 100)
    assert draw(take_interview(taking, analysis=False).compile()) is None


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_only_hr_of_the_unit_sets_the_share(cast: Cast, who: str) -> None:
    with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
        services.set_rate(requisition_id=cast.requisition_id, percent=50, now=NOW)
    with cast.acting("hr"), pytest.raises(InvalidError):
        services.set_rate(requisition_id=cast.requisition_id, percent=101, now=NOW)


def test_pages_by_role_and_branch(cast: Cast, report: Any) -> None:
    share(cast, 100)
    sample = draw(report)
    assert sample is not None
    note(report, rate(cast, report, "interviewer"))
    for who, codes in {
        "hr": (200, 200, 200),
        "chief": (200, 200, 200),
        "west_hr": (200, 200, 200),
        "interviewer": (403, 200, 403),
        "auditor": (403, 403, 403),
        "it_admin": (403, 403, 403),
    }.items():
        client = enter(cast, who)
        pages = [client.get(page) for page in PAGES]
        assert tuple(page.status_code for page in pages) == codes, who
        if who == "west_hr":
            assert "林小禾" not in "".join(page.content.decode() for page in pages)
            assert "cal-table" not in pages[0].content.decode()
        if who in {"hr", "chief"}:
            assert "cal-table" in pages[0].content.decode()
            assert "林小禾" in pages[1].content.decode()


def test_hr_gives_it_to_an_interviewer_from_the_queue(cast: Cast, report: Any) -> None:
    client = enter(cast, "hr")
    assert client.post(PAGES[2], {"requisition": cast.requisition_id, "percent": 100}).status_code == 302
    sample = draw(report)
    assert sample is not None
    url = f"{PAGES[1]}{sample.pk}/assign/"
    assert client.post(url, {"owner": cast.interviewer.id}).status_code == 302
    assert enter(cast, "west_hr").post(url, {"owner": cast.interviewer.id}).status_code == 403
    page = enter(cast, "interviewer").get(PAGES[1]).content.decode()
    assert f"/console/reports/{report.pk}/review/" in page


def test_erasing_ends_the_wait_and_keeps_figures(cast: Cast, report: Any, answered: Answered) -> None:
    share(cast, 100)
    draw(report)
    with system_scope("test"):
        assert services.export(cast.candidate_id)["samples"]
    with answered.taking.invited.candidate():
        interviews.request_right(interview_id=answered.taking.id, kind="erase", now=NOW)
    with system_scope("test"):
        assert not Sample.objects.exists()
