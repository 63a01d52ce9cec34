"""The fictional bank of the demo: 云杉银行, its people, jobs and applicants. Repeatable; refused outside
demo and tests.

Every name, address and number is invented; addresses end in ``.example``, which no mail server accepts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from bole.cli import seed_portraits, signing
from bole.kernel.errors import DeniedError

if TYPE_CHECKING:
    from bole.foundation.access.actors import Actor
    from bole.foundation.org.models import Unit

PASSWORD = "spruce-demo-2026"  # noqa: S105  public on purpose; `bole up` refuses accounts marked is_demo


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: code, kind, names, code of the unit above."""

    code: str
    kind: str
    zh: str
    en: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """An account: user name, shown name, role, unit."""

    username: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """A candidate for a job at a unit; ``stage`` is where the application stands after the seed."""

    name: str
    email: str
    phone: str
    language: str
    unit: str
    job: str
    stage: str


@dataclass(frozen=True, slots=True)
class Planted:
    """An application of the seed."""

    application_id: UUID
    candidate_id: UUID
    name: str
    job_key: str
    stage: str


PLACES = (
    Place("HO", "head_office", "云杉银行总行", "Spruce Bank Head Office"),
    Place("LJ", "branch", "临江分行", "Linjiang Branch", "HO"),
    Place("BC", "branch", "北城分行", "Beicheng Branch", "HO"),
    Place("NH", "branch", "南湖分行", "Nanhu Branch", "HO"),
    Place("LJ-01", "outlet", "江畔支行", "Jiangpan Outlet", "LJ"),
    Place("LJ-02", "outlet", "码头支行", "Matou Outlet", "LJ"),
    Place("BC-01", "outlet", "鼓楼支行", "Gulou Outlet", "BC"),
    Place("NH-01", "outlet", "湖滨支行", "Hubin Outlet", "NH"),
)
PEOPLE = (
    Person("heqian", "何倩", "head_office_hr", "HO"),
    Person("shenli", "沈力", "hiring_manager", "HO"),
    Person("qinlan", "秦岚", "branch_hr", "LJ"),
    Person("luming", "陆明", "branch_hr", "BC"),
    Person("fangyu", "方宇", "branch_hr", "NH"),
    Person("zhoumingyuan", "周明远", "interviewer", "LJ"),
    Person("tangwei", "唐薇", "interviewer", "BC"),
    Person("songwen", "宋雯", "auditor", "HO"),
    Person("jiangtao", "江涛", "it_admin", "HO"),
)
JOBS = (("teller", "LJ"), ("relationship-manager", "LJ"), ("risk-control", "HO"))
APPLICANTS = (
    Applicant("林小禾", "lin.xiaohe@people.example", "13800000001", "zh", "LJ", "teller", "ai_interview"),
    Applicant(
        "许知夏",
        "xu.zhixia@people.example",
        "13800000002",
        "zh",
        "LJ",
        "relationship-manager",
        "ai_interview",
    ),
    Applicant("顾一帆", "gu.yifan@people.example", "13800000003", "zh", "LJ", "teller", "screening"),
    Applicant("韩予安", "han.yuan@people.example", "13800000004", "zh", "HO", "risk-control", "screening"),
    Applicant(
        "Emily Chen",
        "emily.chen@people.example",
        "13800000005",
        "en",
        "LJ",
        "relationship-manager",
        "screening",
    ),
)


def plant(now: datetime) -> None:
    """Make what is not there yet: units, accounts, openings, applicants."""
    from django.db import transaction

    _refuse_outside_demo()
    with transaction.atomic():
        units = _units()
        actors = _accounts(units)
        _openings(units, actors, now)
        seed_portraits.vary(units, actors, now)
        signing.make_authority(history=timedelta(days=365))
        for applicant in APPLICANTS:
            _apply(applicant, units, actors, now)


def applications() -> list[Planted]:
    """The seed's applications, in the order of ``APPLICANTS``."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.pipeline.models import Application

    with system_scope("demo"):
        rows = Application.objects.select_related("candidate", "requisition")
        planted = {
            row.candidate.name: Planted(
                row.pk, row.candidate_id, row.candidate.name, row.requisition.job_key, row.stage
            )
            for row in rows.filter(candidate__email_index__in=_indexes())
        }
    return [planted[applicant.name] for applicant in APPLICANTS if applicant.name in planted]


def actor_named(username: str) -> Actor:
    """One of the demo's people, as the middleware would build him after both factors."""
    from bole.foundation.access import queries
    from bole.foundation.access.models import User

    return queries.actor_for(User.objects.get(username=username, is_demo=True))


def user_id(username: str) -> UUID:
    """The account's id."""
    from bole.foundation.access.models import User

    return User.objects.get(username=username, is_demo=True).pk


def totp_key(username: str) -> str:
    """The authenticator secret of a demo account, the same in every demo (hex)."""
    return hashlib.sha256(f"bole demo {username}".encode()).hexdigest()[:40]


def _refuse_outside_demo() -> None:
    from django.conf import settings

    if not (settings.DEMO or getattr(settings, "TESTING", False)):
        raise DeniedError("the seed makes accounts with public passwords: demo only", code="not_a_demo")


def _units() -> dict[str, Unit]:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.org.models import Unit
    from bole.foundation.org.services import create_unit

    made: dict[str, Unit] = {}
    with system_scope("seed"):
        for place in PLACES:
            known = Unit.objects.filter(code=place.code).first()
            made[place.code] = known or create_unit(
                code=place.code,
                kind=place.kind,
                name_zh=place.zh,
                name_en=place.en,
                parent=made.get(place.above),
            )
    return made


def _accounts(units: dict[str, Unit]) -> dict[str, Actor]:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.access.models import Authenticator, RoleAssignment, User

    with system_scope("seed"):
        for person in PEOPLE:
            if User.objects.filter(username=person.username).exists():
                continue
            user = User.objects.create_user(
                person.username,
                PASSWORD,
                display_name=person.name,
                is_demo=True,
                email=f"{person.username}@bank.example",
            )
            RoleAssignment.objects.create(user=user, role=person.role, unit=units[person.unit])
            Authenticator.objects.create(
                user=user, name="demo", confirmed=True, key=totp_key(person.username)
            )
    return {person.username: actor_named(person.username) for person in PEOPLE}


def _openings(units: dict[str, Unit], actors: dict[str, Actor], now: datetime) -> None:
    from bole.foundation.access.actors import acting_as
    from bole.hiring.requisitions import queries, services

    with acting_as(actors["heqian"]) as chief:
        for job, unit in JOBS:
            if not queries.open_for(chief).filter(job_key=job, unit=units[unit]).exists():
                services.open_requisition(unit_id=units[unit].pk, job_key=job, headcount=3, now=now)


def _apply(applicant: Applicant, units: dict[str, Unit], actors: dict[str, Actor], now: datetime) -> None:
    """Register and enter one applicant; HR moves on by hand who already passed the screening."""
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions

    unit = units[applicant.unit]
    with acting_as(actors["heqian"]) as chief:
        candidate = candidates.register(
            unit_id=unit.pk,
            name=applicant.name,
            phone=applicant.phone,
            email=applicant.email,
            language=applicant.language,
            now=now,
        )
        requisition = requisitions.open_for(chief).filter(job_key=applicant.job, unit=unit).first()
        assert requisition is not None
        application = pipeline.apply(candidate_id=candidate.pk, requisition_id=requisition.pk, now=now)
        if applicant.stage != application.stage and application.version == 1:
            pipeline.advance(
                application_id=application.pk,
                to=applicant.stage,
                actor=chief,
                reason="screened",
                expected_version=1,
                now=now,
            )


def _indexes() -> list[str]:
    from bole.hiring.candidates import queries

    return [queries.index("email", applicant.email) for applicant in APPLICANTS]
