"""Two employees of the demo bank on probation: one in the third week with reports and comments, and one who
has not reported. Both began by the records' own doors, on days that lie back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from bole.foundation.access.actors import Actor
    from bole.workforce.performance.models import Probation

CONTRACT, MONTHS = 36, 3


@dataclass(frozen=True)
class Starter:
    """Somebody who began so many days ago; ``reports``: week → new customers, words."""

    name: str
    phone: str
    mail: str
    days: int
    reports: tuple[tuple[int, str, str], ...] = ()


STARTERS = (
    Starter(
        "周予安",
        "13900009001",
        "zhou.yuan@people.example",
        17,
        (
            (1, "", "跟师傅走了两家商户，手册读完了，测验 92 分。"),
            (2, "2", "商圈走访比计划少一家，下周补上；有一位餐饮客户开了结算户。"),
        ),
    ),
    Starter("陶一鸣", "13900009002", "tao.yiming@people.example", 12),
)
CASE = "客户担心换行麻烦，我列了一张需要带的材料清单，约好周五在网点一起办，一次办完。"
SAID = {1: (4, "测验成绩好，拜访记录写得清楚。"), 2: (3, "方向对，拜访前先想好要问的三个问题。")}


def arrive(now: datetime) -> int:
    """Let those begin who have not; how many did."""
    from django.db import transaction

    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.foundation.org.models import Unit
    from bole.hiring.candidates import queries as candidates

    unit = Unit.objects.get(code="LJ")
    with acting_as(seed.actor_named("qinlan")) as hr:
        there = {one.name for one in candidates.visible_to(hr).filter(unit=unit)}
        for one in STARTERS:
            if one.name not in there:
                with transaction.atomic():
                    _begin(one, unit.pk, hr, now)
    return sum(one.name not in there for one in STARTERS)


def _begin(one: Starter, unit_id: UUID, hr: Actor, now: datetime) -> None:
    """Applied, hired, came on the first day; then the weeks as they were reported."""
    from bole.cli import seed
    from bole.foundation.access.actors import system_scope
    from bole.foundation.workdays import bank_time
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.workforce.employees import services as records
    from bole.workforce.performance import services

    first = now - timedelta(days=one.days)
    person = candidates.register(
        unit_id=unit_id, name=one.name, phone=one.phone, email=one.mail, now=first - timedelta(days=40)
    )
    application = pipeline.apply(
        candidate_id=person.pk, requisition_id=_opening(unit_id), now=first - timedelta(days=40)
    )
    with system_scope("demo"):
        record = records.create_from_offer(
            application_id=application.pk,
            offer_id=None,
            terms=_terms(bank_time.today(first), seed.user_id("shenli")),
            now=first - timedelta(days=10),
        )
    records.start(
        employee_id=record.pk, on=bank_time.today(first), actor=hr, expected_version=record.version, now=first
    )
    with system_scope("demo"):
        probation = services.begin(employee_id=record.pk, now=first)
    if probation is not None:
        _report(probation, one, first)


def _opening(unit_id: UUID) -> UUID:
    from bole.foundation.access import actors
    from bole.hiring.requisitions import queries

    rows = queries.open_for(actors.current()).filter(unit_id=unit_id, job_key="relationship-manager")
    found: UUID = rows.order_by("pk").values_list("pk", flat=True)[0]
    return found


def _terms(first: date, manager_id: UUID) -> dict[str, Any]:
    return {
        "job_key": "relationship-manager",
        "job_title": {"zh": "客户经理", "en": "Relationship manager"},
        "starts_on": first,
        "contract_months": CONTRACT,
        "probation_months": MONTHS,
        "salary": [],
        "manager_user_id": manager_id,
    }


def _report(probation: Probation, one: Starter, first: datetime) -> None:
    """Each week by the employee himself, and what the manager said to it."""
    from bole.cli import seed
    from bole.foundation.access.actors import Actor, acting_as
    from bole.workforce.performance import services

    person = Actor(
        kind="candidate",
        id=probation.candidate_id,
        label="candidate",
        candidate_id=probation.candidate_id,
    )
    manager = seed.actor_named("shenli")
    for week, customers, words in one.reports:
        at = first + timedelta(days=7 * week - 2)
        done = {"new_customers": customers, "visits": "7", "product_drill": "2", "handbook": "1"}
        with acting_as(person):
            services.send_report(
                probation_id=probation.pk,
                week=week,
                figures=_figures(probation, week, done),
                words=words,
                now=at,
            )
        rating, said = SAID[week]
        with acting_as(manager):
            services.comment(
                probation_id=probation.pk, week=week, words=said, rating=rating, now=at + timedelta(days=1)
            )


def _figures(probation: Probation, week: int, done: dict[str, str]) -> dict[str, dict[str, str]]:
    from bole.workforce.performance import queries

    return {
        task.key: {"done": done.get(task.key, ""), "words": CASE if task.kind == "text" else ""}
        for task in queries.sheet(probation, week).tasks
    }
