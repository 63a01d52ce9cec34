"""The fictional bank of the demo: units, accounts with public passwords, needs, applicants. Nobody exists.

Planting twice changes nothing. Only ``bole demo`` calls this; ``bole up`` refuses its accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import RoleAssignment, User
from bole.foundation.org.models import Unit
from bole.foundation.org.services import create_unit
from bole.hiring.candidates import queries as people
from bole.hiring.candidates import services as candidates
from bole.hiring.candidates.models import Candidate
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.models import Application
from bole.hiring.requisitions import services as requisitions
from bole.hiring.requisitions.models import Requisition

PASSWORD = "bole-demo-2026"  # noqa: S105  public on purpose; accounts are marked is_demo and refused elsewhere


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: code, kind, names, and the unit above."""

    code: str
    kind: str
    zh: str
    en: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A bank user and where the role holds."""

    username: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant and what for."""

    name: str
    phone: str
    email: str
    job: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An application of the seed."""

    application_id: UUID
    name: str
    job: str


PLACES = (
    Place("HO", "head_office", "清河银行", "Qinghe Bank"),
    Place("EAST", "branch", "东城分行", "East Branch", "HO"),
    Place("RIVER", "branch", "江南分行", "Riverside Branch", "HO"),
    Place("WEST", "branch", "西山分行", "West Hill Branch", "HO"),
    Place("EAST-1", "outlet", "东城分行春风路支行", "Spring Road Outlet", "EAST"),
    Place("EAST-2", "outlet", "东城分行望湖支行", "Lake View Outlet", "EAST"),
    Place("RIVER-1", "outlet", "江南分行渡口支行", "Ferry Outlet", "RIVER"),
    Place("WEST-1", "outlet", "西山分行石桥支行", "Stone Bridge Outlet", "WEST"),
)
ACCOUNTS = (
    Account("head.hr", "顾远 Gu Yuan", "head_office_hr", "HO"),
    Account("east.hr", "苏晴 Su Qing", "branch_hr", "EAST"),
    Account("river.hr", "贺川 He Chuan", "branch_hr", "RIVER"),
    Account("west.hr", "陆茗 Lu Ming", "branch_hr", "WEST"),
    Account("interviewer", "程岩 Cheng Yan", "interviewer", "EAST"),
    Account("auditor", "温如 Wen Ru", "auditor", "HO"),
    Account("it.admin", "叶舟 Ye Zhou", "it_admin", "HO"),
)
NEEDS = {"teller": "EAST-1", "relationship-manager": "RIVER-1", "risk-officer": "WEST"}
PEOPLE = (
    Person("林小满", "+8619900000101", "lin.xiaoman@example.com", "teller"),
    Person("周知行", "+8619900000102", "zhou.zhixing@example.com", "relationship-manager"),
    Person("何若溪", "+8619900000103", "he.ruoxi@example.com", "teller"),
    Person("秦望", "+8619900000104", "qin.wang@example.com", "relationship-manager"),
    Person("方既明", "+8619900000105", "fang.jiming@example.com", "risk-officer"),
)


def plant(now: datetime) -> None:
    """Put the whole bank in place, once."""
    with system_scope("demo"), transaction.atomic():
        if Unit.objects.filter(code="HO").exists():
            return
        units = _units()
        _accounts(units)
        for job, unit in NEEDS.items():
            requisitions.open_requisition(unit_id=units[unit].pk, job_key=job, headcount=2, now=now)
        for person in PEOPLE:
            _apply(person, now)


def applications() -> list[Applied]:
    """The seed's applications in the order of ``PEOPLE``."""
    order = {person.name: number for number, person in enumerate(PEOPLE)}
    with system_scope("demo"):
        rows = Application.objects.select_related("requisition")
        found = [Applied(a.pk, people.contact(a.candidate_id).name, a.requisition.job_key) for a in rows]
    return sorted((one for one in found if one.name in order), key=lambda one: order[one.name])


def apply(job_key: str, now: datetime) -> UUID:
    """One more fictional applicant for a job; returns the application's id."""
    with system_scope("demo"), transaction.atomic():
        number = Candidate.objects.count() + 101
        person = Person(f"试用者{number}", f"+861990000{number:04d}", f"trial.{number}@example.com", job_key)
        return _apply(person, now)


def _units() -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for place in PLACES:
        made[place.code] = create_unit(
            code=place.code,
            kind=place.kind,
            name_zh=place.zh,
            name_en=place.en,
            parent=made.get(place.parent),
        )
    return made


def _accounts(units: dict[str, Unit]) -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    for account in ACCOUNTS:
        user = User.objects.create_user(account.username, PASSWORD, display_name=account.name, is_demo=True)
        RoleAssignment.objects.create(user=user, role=account.role, unit=units[account.unit])
        TOTPDevice.objects.create(user=user, name="authenticator", confirmed=True)


def _apply(person: Person, now: datetime) -> UUID:
    need = Requisition.objects.filter(job_key=person.job).order_by("created_at").first()
    assert need is not None, f"the demo bank has no need for {person.job}"
    candidate = candidates.register(
        unit_id=need.unit_id, name=person.name, phone=person.phone, email=person.email, now=now
    )
    return pipeline.apply(candidate_id=candidate.pk, requisition_id=need.pk, now=now).pk
