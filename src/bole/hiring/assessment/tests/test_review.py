from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.hiring.assessment import queries, services
from bole.hiring.assessment.models import Override, Report, Review
from bole.hiring.conftest import NOW, Answered
from bole.hiring.interviews import services as interviews
from bole.hiring.interviews.models import RightsRequest
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
LEVELS = {
    "service_orientation": Decimal(4),
    "patience_care": Decimal("3.5"),
    "financial_knowledge": None,
    "communication": Decimal(5),
}


def opened(answered: Answered, report: Report, who: str = "hr") -> Any:
    with answered.cast.acting(who):
        return services.open_report(report_id=report.pk, now=NOW)


def started(answered: Answered, report: Report, who: str = "interviewer") -> Review:
    with answered.cast.acting(who):
        return services.start_review(report_id=report.pk, now=NOW)


def locked(answered: Answered, review: Review, who: str = "interviewer", levels: Any = None) -> Review:
    with answered.cast.acting(who):
        return services.submit_review(
            review_id=review.pk, levels=levels or LEVELS, comment="安抚到位。", now=NOW
        )


@pytest.fixture
def assigned(answered: Answered, report: Report) -> Report:
    """The interviewer may watch this interview."""
    with answered.cast.acting("hr"):
        interviews.assign(interview_id=report.interview_id, user_id=answered.cast.interviewer.id, now=NOW)
    return report


def test_an_interviewer_rates_blind_then_sees(answered: Answered, assigned: Report) -> None:
    page = opened(answered, assigned, "interviewer")
    assert page.hidden
    text = str(page.body)
    assert "'score'" not in text
    assert "'ratings'" not in text
    assert page.body["answers"][0]["result"]["transcript"]["text"]
    assert page.body["competencies"][0]["anchors"]["5"]
    review = locked(answered, started(answered, assigned))
    assert (review.blind, review.total) == (True, Decimal("73.3"))  # (35·75 + 30·62.5 + 10·100) / 75
    after = opened(answered, assigned, "interviewer")
    assert not after.hidden
    assert after.body == assigned.body
    assert [r.pk for r in after.reviews] == [review.pk]


def test_hr_who_looked_first_is_not_blind_and_the_card_says_so(answered: Answered, report: Report) -> None:
    assert not opened(answered, report).hidden
    assert started(answered, report, "hr").blind is False


def test_hr_who_begins_a_card_no_longer_sees_scores(answered: Answered, report: Report) -> None:
    review = started(answered, report, "hr")
    page = opened(answered, report)
    assert (page.hidden, page.may_override, page.reviews) == (True, False, [])
    assert review.blind
    locked(answered, review, "hr")
    assert not opened(answered, report).hidden


def test_an_open_card_hides_what_others_wrote(answered: Answered, assigned: Report) -> None:
    locked(answered, started(answered, assigned, "chief"), "chief")
    started(answered, assigned)
    assert opened(answered, assigned, "interviewer").reviews == []


def test_a_locked_card_stays(answered: Answered, assigned: Report) -> None:
    review = locked(answered, started(answered, assigned))
    assert locked(answered, review).locked_at == review.locked_at
    with pytest.raises(ConflictError) as caught:
        locked(answered, review, levels={**LEVELS, "communication": Decimal(1)})
    assert caught.value.code == "review_locked"


def test_a_card_must_be_whole(answered: Answered, assigned: Report) -> None:
    review = started(answered, assigned)
    with pytest.raises(InvalidError):
        locked(answered, review, levels={"communication": Decimal(3)})
    with system_scope("test"):
        assert Review.objects.get().locked_at is None


def test_nobody_fills_in_anothers_card(answered: Answered, assigned: Report) -> None:
    review = started(answered, assigned)
    with pytest.raises(DeniedError):
        locked(answered, review, "hr")


def test_starting_twice_is_one_card(answered: Answered, assigned: Report) -> None:
    assert started(answered, assigned).pk == started(answered, assigned).pk


def test_an_unassigned_interviewer_finds_no_report(answered: Answered, report: Report) -> None:
    with pytest.raises(NotFoundError):
        opened(answered, report, "interviewer")
    with pytest.raises(NotFoundError):
        started(answered, report)


@pytest.mark.parametrize("who", ["west_hr", "auditor", "it_admin"])
def test_others_find_no_report(answered: Answered, report: Report, who: str) -> None:
    with pytest.raises(NotFoundError):
        opened(answered, report, who)
    with pytest.raises((NotFoundError, DeniedError)):
        started(answered, report, who)


def test_a_locked_card_answers_the_candidates_request(answered: Answered, assigned: Report) -> None:
    with answered.taking.invited.candidate():
        interviews.request_right(interview_id=assigned.interview_id, kind="human_review", now=NOW)
    locked(answered, started(answered, assigned))
    with system_scope("test"):
        request = RightsRequest.objects.get()
    assert (request.state, request.resolved_by_id) == ("done", answered.cast.interviewer.id)


def override(answered: Answered, report: Report, who: str = "hr", **more: Any) -> Override:
    given = {"competency": "communication", "score": Decimal(60), "reason": "回答里没有向客户确认", **more}
    with answered.cast.acting(who):
        return services.override(report_id=report.pk, now=NOW + timedelta(minutes=1), **given)


def test_an_override_stands_beside_the_report(answered: Answered, report: Report) -> None:
    made = override(answered, report)
    with system_scope("test"):
        after = Report.objects.get(pk=report.pk)
        line = audit.trail(("report", report.pk))[0]
    assert after.body == report.body
    assert after.hash == report.hash
    page = opened(answered, report)
    assert [(o.pk, o.score, o.reason) for o in page.overrides] == [
        (made.pk, Decimal(60), "回答里没有向客户确认")
    ]
    assert line.verb == "hiring.assessment.report.overridden"
    assert line.fields == ["communication"]
    assert "客户" not in str(line.details)


def test_an_override_needs_substance_and_a_right(answered: Answered, assigned: Report) -> None:
    with pytest.raises(InvalidError):
        override(answered, assigned, reason="no")
    with pytest.raises(DeniedError):
        override(answered, assigned, "interviewer")
    with pytest.raises(NotFoundError):
        override(answered, assigned, "west_hr")


def test_an_open_card_comes_before_an_override(answered: Answered, report: Report) -> None:
    started(answered, report, "hr")
    with pytest.raises(ConflictError) as caught:
        override(answered, report)
    assert caught.value.code == "review_open"


def test_reading_leaves_a_trail(answered: Answered, report: Report) -> None:
    opened(answered, report)
    with system_scope("test"):
        line = audit.trail(("report", report.pk))[0]
    assert (line.verb, line.actor_id) == ("hiring.assessment.report.viewed", answered.cast.hr.id)


def test_lists_show_totals_to_hr_only(answered: Answered, assigned: Report) -> None:
    cast = answered.cast
    with cast.acting("hr"):
        row = queries.latest_for_interviews(cast.hr, [assigned.interview_id])[assigned.interview_id]
        assert row["total"] == assigned.total
        assert [r.pk for r in queries.ranking(cast.hr, cast.requisition_id)] == [assigned.pk]
    with cast.acting("interviewer"):
        row = queries.latest_for_interviews(cast.interviewer, [assigned.interview_id])[assigned.interview_id]
        assert row["total"] is None
        assert not queries.ranking(cast.interviewer, cast.requisition_id).exists()
    with cast.acting("west_hr"):
        assert queries.latest_for_interviews(cast.west_hr, [assigned.interview_id]) == {}
        assert queries.latest_for_interview(cast.west_hr, assigned.interview_id) is None
