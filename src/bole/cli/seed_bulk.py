"""Thousands of finished interviews for benchmarks: written in bulk, one real report body under many names.

Only rows are made, no recordings: lists, reports, comparisons and rankings read nothing else.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bole.hiring.requisitions.models import Requisition

BATCH = 500
QUESTIONS = ("teller-complaint", "teamwork-experience")
TEXTS = {
    "teller-complaint": "我先向客户道歉，请大堂经理倒水，问清要办的业务；"
    "缺的证明按规定不能省，我把原因讲明白，"
    "其余材料先核好，留一个优先号，回来不用再排队。",
    "teamwork-experience": "去年十月我们两周内核对三百户资料，我提议按街道分组，自己负责最远的一片，"
    "结果提前两天完成，差错率降到百分之零点五。",
}
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("知夏", "一帆", "予安", "书白", "清和", "明远", "听雨", "若谷", "思齐", "怀瑾")


def seed_bulk(n: int, now: datetime, *, progress: Any = None, every: float = 25.0, waiting: int = 0) -> int:
    """Add ``n`` finished teller interviews over the demo's branches, one every ``every`` minutes back from
    now; returns ``n``. ``waiting``: besides them so many applications in screening, in the same time.

    ``progress(done)`` is called after every batch. The same ``n`` gives the same names and totals.
    """
    from bole.cli import seed
    from bole.foundation.access.actors import system_scope
    from bole.hiring.assessment import services as assessment

    seed.plant(now)
    with system_scope("benchmark"):
        openings = _openings(now)
        body = _body(openings[0])
        for first in range(0, n, BATCH):
            _write(range(first, min(n, first + BATCH)), openings, body, now, every)
            if progress:
                progress(min(n, first + BATCH))
        for first in range(n, n + waiting, BATCH):
            numbers = range(first, min(n + waiting, first + BATCH))
            _write_waiting(numbers, openings, now, every * n / max(waiting, 1), n)
        assessment.freeze_norms(now=now)
    return n


def _openings(now: datetime) -> list[Requisition]:
    """A teller opening in every branch."""
    from bole.foundation.org.models import Unit
    from bole.hiring.requisitions import services
    from bole.hiring.requisitions.models import Requisition

    made = []
    for branch in Unit.objects.filter(kind="branch").order_by("code"):
        known = Requisition.objects.filter(unit=branch, job_key="teller").first()
        made.append(
            known or services.open_requisition(unit_id=branch.pk, job_key="teller", headcount=500, now=now)
        )
    return made


def _body(opening: Requisition) -> dict[str, Any]:
    """A real report of two typed answers; its totals are then varied."""
    from bole.hiring.interviews import library
    from bole.measurement import api

    guide = library.snapshot(opening.guide_key)
    answers: list[api.AnswerResult] = [
        {
            "question_key": asked["key"],
            "ordinal": asked["ordinal"],
            "answer_id": "",
            "kind": "typed",
            "title": asked["title"],
            "prompt": asked["prompt"],
            "result": api.assess_typed(asked["key"], TEXTS[asked["key"]], "zh"),
        }
        for asked in guide["questions"]
    ]
    frozen = {key: guide[key] for key in ("key", "version", "sha256")}
    return api.report(portrait=opening.portrait, guide=frozen, answers=answers, law="default", language="zh")


def _write_waiting(
    numbers: range, openings: list[Requisition], now: datetime, every: float, first: int
) -> None:
    """One batch of applications that nobody has looked at."""
    from django.db import transaction

    from bole.hiring.candidates.models import Candidate
    from bole.hiring.pipeline.models import Application

    people, applications = [], []
    for number in numbers:
        chance = random.Random(number)  # noqa: S311  repeatable variety, no secret
        at = now - timedelta(minutes=every * (number - first))
        opening = openings[number % len(openings)]
        people.append(_candidate(number, opening, chance, at))
        one = _application(people[-1], opening, chance, at)
        one.stage, one.due_at = "screening", at + timedelta(days=2)
        applications.append(one)
    with transaction.atomic():
        Candidate.objects.bulk_create(people)
        Application.objects.bulk_create(applications)


def _write(
    numbers: range, openings: list[Requisition], body: dict[str, Any], now: datetime, every: float
) -> None:
    """One batch, one transaction."""
    from django.db import transaction

    from bole.hiring.assessment.models import Report
    from bole.hiring.candidates.models import Candidate
    from bole.hiring.interviews.models import Answer, Interview
    from bole.hiring.pipeline.models import Application, Transition

    rows = [_row(number, openings[number % len(openings)], body, now, every) for number in numbers]
    with transaction.atomic():
        Candidate.objects.bulk_create(row["candidate"] for row in rows)
        Application.objects.bulk_create(row["application"] for row in rows)
        Transition.objects.bulk_create(move for row in rows for move in row["moves"])
        Interview.objects.bulk_create(row["interview"] for row in rows)
        Answer.objects.bulk_create(answer for row in rows for answer in row["answers"])
        Report.objects.bulk_create(row["report"] for row in rows)


def _row(
    number: int, opening: Requisition, body: dict[str, Any], now: datetime, every: float
) -> dict[str, Any]:
    chance = random.Random(number)  # noqa: S311  repeatable variety, no secret
    at = now - timedelta(minutes=every * number + chance.randrange(25))
    candidate = _candidate(number, opening, chance, at)
    application = _application(candidate, opening, chance, at)
    interview = _interview(application, opening, at)
    moves = list(_moves(application, random.Random(f"moves {number}")))  # noqa: S311  the same for the same n
    return {
        "candidate": candidate,
        "application": application,
        "moves": moves,
        "interview": interview,
        "answers": list(_answers(interview)),
        "report": _report(interview, opening, body, chance, at),
    }


def _candidate(number: int, opening: Requisition, chance: random.Random, at: datetime) -> Any:
    from bole.hiring.candidates import queries
    from bole.hiring.candidates.models import Candidate

    name = chance.choice(FAMILY) + chance.choice(GIVEN)
    email = f"bulk.{number}@people.example"
    return Candidate(
        unit_id=opening.unit_id,
        number=f"B-{number:08d}",
        name=name,
        email=email,
        language="zh",
        created_at=at,
        name_index=queries.index("name", name),
        email_index=queries.index("email", email),
    )


def _application(candidate: Any, opening: Requisition, chance: random.Random, at: datetime) -> Any:
    from bole.hiring.pipeline.models import Application

    return Application(
        unit_id=opening.unit_id,
        candidate=candidate,
        requisition=opening,
        process_key=opening.process_key,
        stage=chance.choice(("ai_interview", "deep_assessment", "panel")),
        stage_since=at,  # moved on by _moves
        created_at=at,
    )


def _moves(application: Any, chance: random.Random) -> Iterator[Any]:
    """The way to where it stands: a stay of minutes to days in each stage left behind."""
    from bole.hiring.pipeline.models import Transition

    way = ["screening", "ai_interview", "deep_assessment", "panel"]
    since = application.created_at
    for number, left in enumerate(way[: way.index(application.stage)], start=1):
        at = since + timedelta(minutes=chance.randrange(20, 6000))
        yield Transition(
            unit_id=application.unit_id,
            application=application,
            candidate=application.candidate,
            from_stage=left,
            to_stage=way[number],
            reason="decided_by_person",
            actor_kind="user",
            version=number + 1,
            since=since,
            at=at,
        )
        since = at
    application.stage_since, application.version = since, way.index(application.stage) + 1


def _interview(application: Any, opening: Requisition, at: datetime) -> Any:
    from bole.hiring.interviews import library
    from bole.hiring.interviews.models import Interview
    from bole.kernel.ids import new_secret

    titles = {"zh": opening.title_zh, "en": opening.title_en}
    unit = {"zh": opening.unit.name_zh, "en": opening.unit.name_en}
    return Interview(
        unit_id=opening.unit_id,
        candidate=application.candidate,
        application=application,
        token_hash=new_secret(),
        opens_at=at,
        closes_at=at + timedelta(days=7),
        portrait=opening.portrait,
        language="zh",
        state="finished",
        about={"bank": unit, "unit": unit, "job": titles, "job_key": opening.job_key, "requirements": titles},
        guide=library.snapshot(opening.guide_key),
        mode="typed",
        channels=[],
        offered_channels=opening.channels,
        consented_at=at,
        verified_at=at,
        progress=100,
        question_count=2,
        submitted_count=2,
        analysed_count=2,
        created_at=at,
        finished_at=at,
        feedback_due_at=at + timedelta(days=1),
        feedback_sent_at=at,
    )


def _answers(interview: Any) -> Iterator[Any]:
    from bole.hiring.interviews.models import Answer

    for ordinal, key in enumerate(QUESTIONS, start=1):
        yield Answer(
            unit_id=interview.unit_id,
            candidate=interview.candidate,
            interview=interview,
            question_key=key,
            ordinal=ordinal,
            state="submitted",
            kind="typed",
            typed_text=TEXTS[key],
            submitted_at=interview.created_at,
        )


def _report(
    interview: Any, opening: Requisition, body: dict[str, Any], chance: random.Random, at: datetime
) -> Any:
    from bole.hiring.assessment.models import Report

    total = round(min(100.0, max(0.0, chance.gauss(62, 14))), 1)
    mine = _with_total(body, total)
    return Report(
        unit_id=interview.unit_id,
        candidate=interview.candidate,
        interview=interview,
        application=interview.application,
        requisition=opening,
        job_key=opening.job_key,
        portrait_version=opening.portrait_version,
        input_sha256=mine["provenance"]["hash"],
        body=mine,
        hash=mine["provenance"]["hash"],
        state="ready",
        total=Decimal(str(total)),
        total_sem=Decimal("3.6"),
        recommendation="advance" if total >= 60 else "hold",
        created_at=at,
    )


_sealed: dict[tuple[int, float], dict[str, Any]] = {}


def _with_total(body: dict[str, Any], total: float) -> dict[str, Any]:
    """The body with another total, sealed; one per total, because sealing takes longer than all the rest."""
    from bole.measurement import api

    key = (id(body), total)
    if key not in _sealed:
        mine = copy.deepcopy(body)
        mine["total"] = total
        mine["total_band"] = [round(max(0.0, total - 7), 1), round(min(100.0, total + 7), 1)]
        _sealed[key] = api.seal(mine)
    return _sealed[key]
