"""The clocks remind whom they should, when they should, once; and none decides."""

from datetime import date, timedelta

import pytest

from bole.foundation.approvals import services as approving
from bole.foundation.approvals.models import ApprovalRequest
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import Cast
from bole.kernel.errors import BoleError, ConflictError
from bole.workforce.employees.models import Employee
from bole.workforce.performance import queries, services
from bole.workforce.performance.models import Decision
from bole.workforce.performance.services.timing import END, WEEK
from bole.workforce.performance.tests.making import PDF, Begun, as_system, at, begin, sent

pytestmark = pytest.mark.django_db
LAST = date(2027, 2, 28)


def strike(begun: Begun, kind: str, until: int) -> int:
    """Let every timer of that kind strike that is due by so many days after the first one."""
    found = 0
    with as_system():
        for _ in range(60):
            timer = Timer.objects.filter(kind=kind, key=str(begun.id), due_at__lte=at(until)).first()
            if timer is None:
                break
            found += timers.sweep(timer.due_at)
    return found


def test_a_week_without_a_report_is_asked_for_and_then_told_once(cast: Cast) -> None:
    begun = begin(cast)
    strike(begun, WEEK, 7)  # Monday afternoon, the last day of week 1
    assert [(one.context["week"], one.candidate_id) for one in sent("probation-week")] == [
        ("1", cast.candidate_id)
    ]
    assert "/me/" in sent("probation-week")[0].context["link"]
    assert sent("probation-week")[0].context["link"].endswith("/probation/1/")
    assert not sent("probation-missing")
    strike(begun, WEEK, 9)
    told = sent("probation-missing")
    assert [(one.context["week"], one.user_id) for one in told] == [("1", begun.manager.id)]
    assert "林小禾" not in str(told[0].context)
    begun.send(2)
    strike(begun, WEEK, 21)
    assert [one.context["week"] for one in sent("probation-week")] == ["1", "3"]
    assert len(sent("probation-missing")) == 1
    with as_system():
        due = Timer.objects.get(kind=WEEK, key=str(begun.id))
        assert (due.payload["week"], due.payload["what"]) == (3, "missing")


def test_the_end_is_told_in_time_to_those_who_have_something_to_do(cast: Cast) -> None:
    begun = begin(cast)
    days: dict[int, set[object]] = {}
    for before in (30, 14, 7, 3, 1):
        strike(begun, END, (LAST - timedelta(days=before) - date(2026, 12, 1)).days)
        seen = {one.user_id for one in sent("probation-review") if one.context["days"] == str(before)}
        days[before] = seen
    boss, hr, chief = begun.manager.id, cast.hr.id, cast.chief.id
    assert days == {30: {boss}, 14: {boss, hr}, 7: {boss, hr}, 3: {boss, hr, chief}, 1: {boss, hr, chief}}
    assert [one.context["ends_on"] for one in sent("probation-review-soon")] == ["2027-02-28"]
    assert begun.get().reminded == [30, 14, 7, 3, 1]
    assert begun.get().state == "running"


def test_after_the_review_only_hr_is_reminded_and_a_late_sweep_tells_once(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    begun.review(now=at(50))
    with as_system():
        timers.sweep(at(84))  # asleep for weeks: five days before the end
        timers.sweep(at(84))
    assert not sent("probation-review")
    assert {one.user_id for one in sent("probation-decide")} == {cast.hr.id}
    assert [one.context["days"] for one in sent("probation-decide")] == ["5"]


def test_the_last_day_passing_is_written_down_and_decides_nothing(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    begun.review(proposal="end", now=at(80))
    with cast.acting("hr"):
        services.propose_end(
            probation_id=begun.id,
            reason_key="standard-not-met",
            words="三个月内新增客户目标完成不足一半，多次辅导后没有改善。",
            last_day=LAST,
            uploads={"standard": ("录用条件.pdf", PDF), "evidence": ("考核.pdf", PDF)},
            seen_version=begun.get().version,
            now=at(85),
        )
    strike(begun, END, 89)  # still the last day
    assert begun.get().state == "running"
    strike(begun, END, 91)
    found = begun.get()
    assert (found.state, found.settled_on) == ("lapsed", LAST)
    with as_system():
        assert Employee.objects.get(pk=begun.employee_id).state == "confirmed"
        kinds = {one.kind: one.state for one in Decision.objects.filter(probation_id=begun.id)}
        request = ApprovalRequest.objects.get()
        assert not Timer.objects.filter(kind__startswith="performance").exists()
    assert kinds == {"end": "void", "lapse": "effective"}
    assert request.state == "withdrawn"
    assert {one.user_id for one in sent("probation-lapsed")} == {begun.manager.id, cast.hr.id, cast.chief.id}
    assert len(sent("probation-decided")) == 1
    with cast.acting("chief"), pytest.raises(BoleError):  # the second signature comes too late
        approving.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=at(92))
    with begun.acting("employee"):
        assert [one.kind for one in queries.decisions(found)] == ["lapse"]
        with pytest.raises(ConflictError, match="over"):
            begun.send(12, now=at(92))


def test_no_clock_of_a_person_and_no_lapse_before_its_day(cast: Cast) -> None:
    begun = begin(cast)
    for actor in ("hr", "manager"):
        with begun.acting(actor), pytest.raises(ConflictError):
            services.lapse(probation_id=begun.id, now=at(200))
    with as_system(), pytest.raises(ConflictError):
        services.lapse(probation_id=begun.id, now=at(89))
    with as_system():  # the last day in Shanghai ends at 16:00 UTC
        with pytest.raises(ConflictError):
            services.lapse(probation_id=begun.id, now=at(89, hour=15))
        assert services.lapse(probation_id=begun.id, now=at(89, hour=17)) is not None
        assert services.lapse(probation_id=begun.id, now=at(90)) is None
