"""Background checks of the demo bank: one without a difference, one that waits for a decision, one disputed.

Three applicants who came through their interviews. No source is connected in a demo, so HR checks by hand
from papers, through the services a bank's HR uses; people, schools and firms are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from bole.foundation.access.actors import Actor
    from bole.hiring.verification.models import Verification

WAY = ("ai_interview", "panel", "background_check")
PDF = b"%PDF-1.4\n% a paper of the demo, with nothing on it\n%%EOF\n"
NAMES = {"identity": "身份证", "degree": "毕业证书", "employment": "社保记录", "certificate": "证书"}
JOB, UNIT = "teller", "LJ"
RESUME = """{name}
电话：{phone}

教育背景
{graduated_from} 江州大学 金融学 本科

工作经历
{work}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody whose checks are at some point. ``school``: what the certificate says."""

    name: str
    phone: str
    work: str
    school: str
    degree: str
    ends: str  # clear, review, dispute


CASES = (
    Case("阮清秋", "13700000001", "2021.07-至今 青山农村商业银行 综合柜员", "江州大学", "本科", "clear"),
    Case(
        "康明远",
        "13700000002",
        "2025.01-2025.04 江南连锁超市 收银主管\n2025.05-2025.08 云帆保险代理公司 客户经理\n"
        "2025.09-至今 青山农村商业银行 大堂经理",
        "江州职业技术学院",
        "大专",
        "review",
    ),
    Case(
        "叶听雨",
        "13700000003",
        "2019.07-2022.02 和风证券营业部 柜台\n2023.03-至今 青山农村商业银行 综合柜员",
        "江州大学成人教育学院",
        "本科",
        "dispute",
    ),
)


def arrive(now: datetime) -> int:
    """Make what is not there yet; how many came."""
    from django.db import transaction

    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.foundation.org.models import Unit

    arrived = 0
    hr = seed.actor_named("qinlan")
    unit = Unit.objects.get(code=UNIT)
    for case in CASES:
        with acting_as(hr), transaction.atomic():
            application_id = _enter(case, hr, unit.pk, now - timedelta(days=4))
        if application_id is not None:
            _go_through(case, application_id, hr, now)
            arrived += 1
    return arrived


def _enter(case: Case, hr: Actor, unit_id: UUID, then: datetime) -> UUID | None:
    """The application, moved on to the stage of checks; None when it is there already."""
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions

    mail = f"checked.{case.phone[-1]}@people.example"
    person, new = candidates.enter(
        unit_id=unit_id, name=case.name, phone=case.phone, email=mail, source="apply", as_of=then, now=then
    )
    if not new:
        return None
    text = RESUME.format(name=case.name, phone=case.phone, work=case.work, graduated_from="2015.09-2019.06")
    candidates.keep_resume(candidate_id=person.pk, text=text, now=then)
    opening = requisitions.open_for(hr).filter(job_key=JOB, unit_id=unit_id).first()
    assert opening is not None
    application = pipeline.apply(candidate_id=person.pk, requisition_id=opening.pk, now=then)
    for stage in WAY:
        application = pipeline.advance(
            application_id=application.pk,
            to=stage,
            actor=hr,
            reason="fits",
            expected_version=application.version,
            now=then,
        )
    return application.pk


def _go_through(case: Case, application_id: UUID, hr: Actor, now: datetime) -> None:
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.hiring.verification import services

    with system_scope("demo"):
        found = services.open_for(application_id=application_id, now=now - timedelta(days=3))
    assert found is not None
    person = _person(found)
    with acting_as(person):
        _agree(found, now - timedelta(days=3))
    with acting_as(hr):
        _by_hand(case, found, now - timedelta(days=2))
        _settle_doubts(found, now - timedelta(days=2))
        if case.ends == "dispute":
            services.tell(verification_id=found.pk, now=now - timedelta(days=1))
    if case.ends == "dispute":
        with acting_as(person):
            _dispute(found, now - timedelta(hours=5))


def _person(found: Verification) -> Actor:
    from bole.foundation.access.actors import Actor

    whom = found.candidate_id
    return Actor(kind="candidate", id=whom, label="candidate", candidate_id=whom)


def _agree(found: Verification, now: datetime) -> None:
    from bole.hiring.verification import consents, services

    items = consents.items(found, list(found.checks.all()), "zh")
    services.decide(
        verification_id=found.pk,
        decisions={one.kind: True for one in items},
        shown={one.kind: one.sha256 for one in items},
        language="zh",
        number="",
        now=now,
    )


def _by_hand(case: Case, found: Verification, now: datetime) -> None:
    """HR enters what the papers say: the employer and the card agree, the school is as the case has it."""
    from bole.hiring.verification import services

    degree = {"school": case.school, "degree": case.degree, "major": "金融学", "end": "2019-06"}
    for check in found.checks.order_by("position"):
        values: dict[str, Any] = {"identity": {"match": "yes"}, "degree": degree}.get(
            check.kind, dict(check.claimed)
        )
        services.add_whole(check_id=check.pk, name=f"{NAMES[check.kind]}.pdf", body=PDF, now=now)
        services.enter_result(
            check_id=check.pk,
            found_values=values,
            verdict="found",
            confirmed_by="秦岚核对原件",
            now=now,
        )


def _settle_doubts(found: Verification, now: datetime) -> None:
    from bole.hiring.verification import services

    for doubt in found.doubts.all():
        text = "本人说明在家照顾家人，社保记录一致"
        services.resolve(doubt_id=doubt.pk, resolution="plausible", text=text, now=now)


def _dispute(found: Verification, now: datetime) -> None:
    from bole.hiring.verification import services

    check = found.checks.filter(state="consider").first()
    assert check is not None
    text = "毕业证书上的学院名称在 2018 年改过，学校可以证明是同一个学籍。"
    services.dispute(check_id=check.pk, text=text, now=now)
    services.add_whole(check_id=check.pk, name="学籍证明.pdf", body=PDF, now=now)
