"""The monitor against a bank whose every application is known."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bole.foundation.access.actors import acting_as, system_scope
from bole.hiring.assessment.models import Report, Review
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.interviews.models import Interview
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.models import Application, ProcessVersion, Proposal, Transition
from bole.hiring.requisitions.models import Requisition
from bole.insight.funnel import queries
from bole.insight.funnel.cohort import Counts
from bole.insight.funnel.periods import cohort, period
from bole.insight.funnel.queries import Scope
from bole.kernel.errors import DeniedError
from bole.kernel.ids import new_id
from bole.workforce.employees.models import Employee, Step

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
WAYS = ["screening", "ai_interview", "panel", "background_check", "offer", "onboarding"]
HOUR = timedelta(hours=1)


@dataclass
class Way:
    """One application: where it came, when its interview was finished and with what total."""

    unit: Any
    requisition: Any
    applied: datetime
    furthest: str = "screening"
    finished: datetime | None = None
    total: float | None = None
    state: str = "finished"
    outcome: str = ""
    stays: list[timedelta] = field(default_factory=list)
    process: str = "bank-standard"
    calls: dict[str, str] = field(default_factory=dict)  # its own names for stages


class Planted:
    """Writes ways straight into the tables, so that no service can agree with the figures by mistake."""

    def __init__(self) -> None:
        self.rows: dict[type, list[Any]] = {
            one: [] for one in (Candidate, Application, Interview, Report, Transition)
        }

    def add(self, way: Way) -> Application:
        place = {"unit": way.unit}
        number = len(self.rows[Candidate])
        person = Candidate(number=f"T-{number}", name=f"人{number}", created_at=way.applied, **place)
        one = Application(
            candidate=person,
            requisition=way.requisition,
            process_key=way.process,
            created_at=way.applied,
            stage="closed" if way.outcome else way.calls.get(way.furthest, way.furthest),
            stage_since=way.applied,
            outcome=way.outcome,
            version=WAYS.index(way.furthest) + 1,
            **place,
        )
        self.rows[Candidate].append(person)
        self.rows[Application].append(one)
        self._moves(way, one)
        if way.finished or way.state != "finished":
            self._interview(way, one)
        return one

    def _moves(self, way: Way, one: Application) -> None:
        at = way.applied
        for step, (left, to) in enumerate(pairwise(WAYS[: WAYS.index(way.furthest) + 1])):
            since, at = at, at + (way.stays[step] if step < len(way.stays) else HOUR)
            self.rows[Transition].append(
                Transition(
                    unit=way.unit,
                    application=one,
                    candidate=one.candidate,
                    from_stage=way.calls.get(left, left),
                    to_stage=way.calls.get(to, to),
                    reason="decided_by_person",
                    actor_kind="user",
                    version=step + 2,
                    since=since,
                    at=at,
                )
            )

    def _interview(self, way: Way, one: Application) -> None:
        held = Interview(
            unit=way.unit,
            candidate=one.candidate,
            application=one,
            token_hash=str(new_id()),
            opens_at=way.applied,
            closes_at=way.applied + timedelta(days=7),
            about={},
            portrait={},
            guide={"questions": []},
            language="zh",
            state=way.state,
            created_at=way.applied,
            finished_at=way.finished,
        )
        self.rows[Interview].append(held)
        if way.total is not None and way.finished:
            self.rows[Report].append(
                Report(
                    unit=way.unit,
                    candidate=one.candidate,
                    interview=held,
                    application=one,
                    requisition=way.requisition,
                    job_key="teller",
                    portrait_version=1,
                    input_sha256="0",
                    body={},
                    hash="0",
                    state="ready",
                    total=Decimal(str(way.total)),
                    recommendation="hold",
                    created_at=way.finished + timedelta(seconds=40),
                )
            )

    def write(self) -> None:
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)  # type: ignore[attr-defined]  # all of them are models


@pytest.fixture
def bank_of_figures(cast: Cast) -> tuple[Cast, Planted]:
    """East: 40 finished today at 65 (mark 60) or 55; west: 10, all passed; and some on other ways."""
    planted = Planted()
    with system_scope("test"):
        Application.objects.all().delete()
        east = Requisition.objects.get(pk=cast.requisition_id)
        east.pass_mark = Decimal(60)
        east.save()
        west = Requisition.objects.get(pk=cast.requisition_id)
        west.pk, west.unit = new_id(), cast.bank.west
        west.save(force_insert=True)
        begun, today = NOW - timedelta(days=3), NOW - 2 * HOUR
        for number in range(40):
            way = Way(cast.bank.east, east, begun, "ai_interview", today, 65.0 if number < 24 else 55.0)
            if number < 12:
                way.furthest, way.stays = "panel", [HOUR * (number + 1), timedelta(days=2)]
            if number < 4:
                way.furthest = "onboarding" if number < 3 else "offer"
            planted.add(way)
        for _ in range(10):
            planted.add(Way(cast.bank.west, west, begun, "ai_interview", today - HOUR, 90.0))
        planted.add(Way(cast.bank.east_outlet, east, begun, "ai_interview", state="expired"))
        planted.add(Way(cast.bank.east, east, begun, "ai_interview", today - timedelta(days=7), 61.0))
        planted.add(
            Way(cast.bank.east, east, NOW - timedelta(days=40), "panel", NOW - timedelta(days=39), 61.0)
        )
        planted.add(Way(cast.bank.east, east, begun))
        planted.write()
    return cast, planted


def seen(cast: Cast, who: str, key: str = "today", **scope: Any) -> queries.Monitor:
    actor = getattr(cast, who)
    chosen = period(key, NOW, ZONE)
    with acting_as(actor):
        return queries.monitor(actor, chosen, cohort(chosen, NOW, ZONE), Scope(**scope), NOW)


def test_every_figure_is_the_one_that_was_planted(bank_of_figures: tuple[Cast, Planted]) -> None:
    cast, _ = bank_of_figures
    found = seen(cast, "chief")
    top = found.headline
    assert (top.finished, top.passed.hits, top.passed.n, top.finished_before) == (50, 34, 50, 1)
    assert (top.median_seconds, top.p90_seconds) == (40.0, 40.0)
    assert [(b.at.hour, b.finished, b.passed) for b in top.buckets] == [
        (13, 10, 10),
        (14, 40, 24),
    ]
    assert top.buckets[0].at.utcoffset() == timedelta(hours=8)
    assert found.cohort.applied == 53  # not the one of forty days ago
    assert (found.cohort.invited, found.cohort.finished, found.cohort.ended) == (52, 51, 52)
    assert (found.cohort.reported, found.cohort.passed, found.cohort.advanced) == (51, 35, 12)
    assert (found.cohort.offered, found.cohort.hired, found.cohort.settled_offers) == (4, 3, 3)
    stages = found.stages
    assert stages["ai_interview"].n == 12
    assert stages["ai_interview"].median == timedelta(days=2)
    assert stages["screening"].n == 52  # also those who stayed an hour
    assert found.hire is not None
    assert found.hire.n == 4  # to the offer, not to the first day
    assert [(row.key, row.counts.applied) for row in found.jobs] == [("teller", 53)]


def test_branches_add_up_and_small_ones_are_shrunk_and_hidden(bank_of_figures: tuple[Cast, Planted]) -> None:
    cast, _ = bank_of_figures
    found = seen(cast, "chief")
    east, west = found.branches
    assert (east.unit_id, west.unit_id) == (cast.bank.east.pk, cast.bank.west.pk)
    assert sum((row.counts for row in found.branches), type(found.cohort)()) == found.cohort
    came = east.measures["came"]
    assert (came.rate.hits, came.rate.n, came.rate.shown) == (41, 42, True)  # the outlet's one did not come
    passed = west.measures["passed"]
    assert (passed.rate.hits, passed.rate.n, passed.rate.shown) == (10, 10, False)
    assert passed.shrunk is not None
    assert found.cohort.passed / found.cohort.reported < passed.shrunk < 1.0


def test_a_branch_sees_itself_alone_and_others_nothing(bank_of_figures: tuple[Cast, Planted]) -> None:
    cast, _ = bank_of_figures
    west = seen(cast, "west_hr")
    assert (west.headline.finished, west.cohort.applied, len(west.branches)) == (10, 10, 1)
    chosen = seen(cast, "chief", unit_id=cast.bank.west.pk)
    assert (chosen.headline, chosen.cohort) == (west.headline, west.cohort)
    assert (
        seen(cast, "hr", unit_id=cast.bank.west.pk).cohort.applied == 43
    )  # not theirs: the scope is dropped
    assert seen(cast, "chief", job_key="nothing").cohort.applied == 0
    for who in ("interviewer", "auditor", "it_admin"):
        with pytest.raises(DeniedError):
            seen(cast, who)


def test_who_rates_blind_gets_figures_without_that_report(bank_of_figures: tuple[Cast, Planted]) -> None:
    cast, _ = bank_of_figures
    with system_scope("test"):
        report = Report.objects.filter(unit=cast.bank.west).first()
        assert report is not None
        Review.objects.create(
            unit=report.unit,
            candidate=report.candidate,
            report=report,
            reviewer_id=cast.west_hr.id,
            blind=True,
            started_at=NOW,
        )
    assert (seen(cast, "west_hr").headline.passed.n, seen(cast, "chief").headline.passed.n) == (9, 50)
    assert seen(cast, "west_hr").headline.finished == 10


def test_what_waits_and_what_is_late(bank_of_figures: tuple[Cast, Planted]) -> None:
    cast, planted = bank_of_figures
    ones = [one for one in planted.rows[Application] if one.unit_id == cast.bank.east.pk][:4]
    with cast.acting("hr") as hr:
        pipeline.decline(
            application_id=ones[1].pk, actor=hr, reason="others_stronger",
            expected_version=ones[1].version, now=NOW - 3 * HOUR,
        )  # fmt: skip
    with system_scope("test"):
        for one, due in zip(ones, (-HOUR, -2 * HOUR, 5 * HOUR, 30 * HOUR), strict=True):
            Application.objects.filter(pk=one.pk).update(due_at=NOW + due)
        Proposal.objects.create(
            unit=ones[0].unit,
            application=ones[0],
            candidate=ones[0].candidate,
            from_stage="ai_interview",
            to_stage="panel",
            outcome="advance",
            created_at=NOW - 3 * HOUR,
        )
    waits = seen(cast, "hr").waiting
    assert (waits.overdue, waits.soon, waits.decisions, waits.oldest) == (1, 1, 1, NOW - 3 * HOUR)


def test_few_queries_whatever_the_number(bank_of_figures: tuple[Cast, Planted]) -> None:
    cast, _ = bank_of_figures
    with CaptureQueriesContext(connection) as asked:
        seen(cast, "chief", "month")
    own = [q["sql"] for q in asked if not q["sql"].startswith("SELECT set_config")]
    assert len(own) <= 9, own


def test_a_plain_recount_gives_the_same_whatever_the_stages_are_called(
    bank_of_figures: tuple[Cast, Planted],
) -> None:
    """A bank's own process with other names for its offer and its first days counts by what they are."""
    cast, planted = bank_of_figures
    own = {"offer": "paper", "onboarding": "first-days"}
    with system_scope("test"):
        body = ProcessVersion.objects.get(key="bank-standard").body
        stages = [{**one, "key": own.get(one["key"], one["key"])} for one in body["stage"]]
        ProcessVersion.objects.create(
            key="ours", number=1, state="published", origin="edited", sha256="0", made_at=NOW,
            body={**body, "stage": stages},
        )  # fmt: skip
        more, opening = Planted(), planted.rows[Application][0].requisition
        for number, furthest in enumerate(("offer", "onboarding", "onboarding", "panel", "screening")):
            began, held = NOW - timedelta(days=2, hours=number), NOW - timedelta(days=1)
            way = Way(cast.bank.east, opening, began, furthest, held, 40.0 + 10 * number)
            way.process, way.calls = "ours", own
            way.outcome = "declined" if number == 0 else ""
            more.add(way)
        for number, one in enumerate(more.rows[Candidate]):
            one.number = f"O-{number}"
        more.write()
    found = seen(cast, "chief")
    assert (found.cohort.offered, found.cohort.settled_offers, found.cohort.hired) == (7, 6, 5)
    assert found.hire is not None
    assert found.hire.n == 7
    every = [*planted.rows[Application], *more.rows[Application]]
    assert found.cohort == sum((recounted(one, NOW) for one in every), Counts())


def recounted(one: Application, now: datetime) -> Counts:
    """One application's gates, read off its rows one after the other."""
    if one.created_at < period("month", now, ZONE).start:
        return Counts()
    with system_scope("test"):
        held = list(Interview.objects.filter(application=one))
        total = Report.objects.filter(application=one, latest=True).values_list("total", flat=True).first()
        went = list(Transition.objects.filter(application=one).values_list("from_stage", "to_stage"))
    came = any(each.finished_at for each in held)
    passed = total is not None and total >= Decimal(60)
    on = any(left == "ai_interview" and to not in ("screening", "closed") for left, to in went)
    offered = any(to in ("offer", "paper") for _, to in went)
    hired = any(to in ("onboarding", "first-days") for _, to in went)
    ended = any(each.state in ("finished", "expired", "withdrawn") for each in held)
    facts = {
        "applied": True, "invited": bool(held), "invited_of_applied": bool(held), "ended": ended,
        "finished": came, "finished_of_invited": came, "reported": total is not None, "passed": passed,
        "passed_of_finished": passed and came, "advanced": on, "advanced_of_finished": on and came,
        "advanced_of_passed": on and passed, "offered": offered, "offered_of_advanced": offered,
        "settled_offers": offered and (hired or one.stage == "closed"),
        "hired": hired, "hired_of_offered": hired and offered,
    }  # fmt: skip
    return Counts(**{name: int(yes) for name, yes in facts.items()})


def test_who_left_of_those_at_work_stands_beside_the_branchs_other_rates(
    bank_of_figures: tuple[Cast, Planted],
) -> None:
    """At work: begun before the end, not gone before the beginning. A record made by mistake is none."""
    cast, planted = bank_of_figures
    day = timedelta(days=1)
    ways: list[tuple[timedelta | None, timedelta | None, str]] = [
        (60 * day, None, ""), (60 * day, 3 * day, "agreed"), (60 * day, 40 * day, "agreed"),
        (10 * day, 2 * day, "mistake"), (None, 2 * day, "no_show"), (5 * day, 1 * day, "agreed"),
    ]  # fmt: skip
    with system_scope("test"):
        for number, (began, ended, reason) in enumerate(ways):
            one = planted.rows[Application][number]
            employee = Employee.objects.create(
                unit=one.unit, candidate=one.candidate, application=one, number=f"E-{number}", name="x",
                job_key="teller", job_title={}, starts_on=NOW.date(), contract_kind="open_ended",
                probation_months=0, created_at=NOW,
            )  # fmt: skip
            steps = [("started", began, "first_day")] * (began is not None)
            steps += [("ended", ended, reason)] * (ended is not None)
            for version, (verb, ago, why) in enumerate(steps, start=2):
                assert ago is not None
                Step.objects.create(
                    unit=one.unit, candidate=one.candidate, employee=employee, verb=verb, to_state="x",
                    reason=why, actor_kind="user", version=version, at=NOW - ago,
                )  # fmt: skip
    east, west = seen(cast, "chief").branches
    left = east.measures["left"].rate
    assert (left.hits, left.n, left.shown) == (2, 3, False)
    assert west.measures["left"].rate.n == 0
    assert seen(cast, "chief", job_key="nothing").branches == []
