"""A plan from interview evidence: proposed by rules, given by a person, answered by the employee."""

from typing import Any

import pytest

from bole.foundation.queue.models import Timer
from bole.hiring.conftest import Answered, Cast
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.workforce.performance import queries, services
from bole.workforce.performance.models import Plan
from bole.workforce.performance.services import planning
from bole.workforce.performance.tests.making import as_system, at, begin, sent

pytestmark = pytest.mark.django_db


def test_a_plan_rests_on_the_report_and_goes_through_people(answered: Answered) -> None:
    weak = "客户排队久了就让他继续等吧，我也没有办法。"
    report, cast = answered.reported({"teller-complaint": weak}), answered.cast
    begun = begin(cast, job="teller")
    with as_system():
        plan = Plan.objects.get()
        fired = [rule for item in plan.items.all() for rule in item.ground["rules"]]
    scores = {one["competency"]: one for one in report.body["competencies"]}
    assert plan.report_hash == report.hash
    assert plan.state == "draft"
    assert fired  # a weak answer meets a rule
    for rule in fired:
        assert rule["quote"] in str(report.body) or rule["quote"] == ""
        assert rule["uncertain"] == (rule["band"] is None or rule["band"][0] < rule["mark"] < rule["band"][1])
    assert {rule["score"] for rule in fired} <= {one["score"] for one in scores.values()}
    with begun.acting("employee"):
        assert queries.plans(begun.get()) == []  # a draft is not his yet
    for who in ("interviewer", "auditor", "west_hr", "employee"):
        with begun.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.approve_plan(plan_id=plan.pk, now=at(2))
    with begun.acting("manager"):
        added = services.add_item(
            plan_id=plan.pk, course_key="compliance", note="新规下个月执行，请先学习", now=at(2)
        )
        for course, note in (("no-such", "新规下个月执行，请先学习"), ("fintech", "短")):
            with pytest.raises(InvalidError):
                services.add_item(plan_id=plan.pk, course_key=course, note=note, now=at(2))
        services.keep_item(item_id=added.pk, keep=False, note="改到下季度", now=at(2))
        services.keep_item(item_id=added.pk, keep=True, note="", now=at(2))
        services.approve_plan(plan_id=plan.pk, now=at(2))
        with pytest.raises(ConflictError):
            services.approve_plan(plan_id=plan.pk, now=at(2))
        with pytest.raises(ConflictError):
            services.keep_item(item_id=added.pk, keep=False, note="", now=at(2))
    assert len(sent("plan-given")) == 1
    with begun.acting("employee"):
        with pytest.raises(InvalidError):
            services.answer_plan(plan_id=plan.pk, answer="change", words="", now=at(3))
        services.answer_plan(plan_id=plan.pk, answer="change", words="希望安排在周末的班次之外", now=at(3))
    with cast.acting("hr"):
        assert queries.plans(begun.get())[0].answer == "change"
        again = services.draft_plan(probation_id=begun.id, seen_version=begun.get().version, now=at(4))
        services.approve_plan(plan_id=again.pk, now=at(4))
    with as_system():
        assert dict(Plan.objects.values_list("number", "state")) == {1: "past", 2: "given"}
        assert Timer.objects.filter(kind="performance.end").count() == 1


def test_what_the_offer_promised_stands_first_and_stays(cast: Cast) -> None:
    begun = begin(cast)
    promised: list[dict[str, Any]] = [
        {"key": "wealth", "title": {"zh": "理财", "en": "Wealth"}, "hours": 16, "quote": "希望多学理财"},
        {"key": "fintech", "title": {"zh": "金融科技", "en": "Fintech"}, "hours": 8, "quote": ""},
    ]
    ruled = [{"course_key": key, "ground": {"rules": [key]}} for key in ("fintech", "compliance")]
    rows = planning._merged(planning._promised_items(promised), ruled)
    assert [row["course_key"] for row in rows] == ["wealth", "fintech", "compliance"]
    assert rows[1]["ground"]["rules"] == ["fintech"]
    with begun.acting("manager"):
        plan = queries.plans(begun.get())[0]
        with as_system():
            item = plan.items.create(
                unit_id=plan.unit_id,
                candidate_id=plan.candidate_id,
                order=0,
                **planning._promised_items(promised)[0],
            )
        with pytest.raises(ConflictError) as caught:
            services.keep_item(item_id=item.pk, keep=False, note="", now=at(2))
        assert caught.value.code == "promised_item"
