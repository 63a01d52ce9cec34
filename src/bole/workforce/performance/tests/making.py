"""Employees on probation for the tests: one who began on 1 December 2026, with a manager."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.conftest import NOW, Cast
from bole.workforce.employees import services as records
from bole.workforce.performance import queries, services
from bole.workforce.performance.models import Probation

FIRST = date(2026, 12, 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PDF = b"%PDF-1.4\n" + b"0" * 64


@dataclass
class Begun:
    """A probation with who takes part in it."""

    cast: Cast
    id: UUID
    employee_id: UUID
    manager: Actor

    def acting(self, who: str) -> Any:
        """As one of the cast, the manager, or the employee on the phone."""
        if who == "employee":
            return acting_as(self.employee)
        return acting_as(self.manager if who == "manager" else getattr(self.cast, who))

    @property
    def employee(self) -> Actor:
        person = self.cast.candidate_id
        return Actor(kind="candidate", id=person, label="candidate", candidate_id=person)

    def get(self) -> Probation:
        with system_scope("test"):
            return Probation.objects.get(pk=self.id)

    def send(self, week: int, customers: str = "3", now: datetime | None = None, words: str = "顺利") -> Any:
        """The employee sends a week of the relationship manager's program."""
        with self.acting("employee"):
            return services.send_report(
                probation_id=self.id,
                week=week,
                figures=figures(self, week, customers),
                words=words,
                now=now or at(7 * week - 2),
            )

    def review(self, proposal: str = "confirm", now: datetime | None = None, who: str = "manager") -> Any:
        """A whole review that rests on every week sent."""
        found = self.get()
        with self.acting(who):
            sent = [one.week.number for one in queries.sheets(found) if one.report]
            line = {"level": 4, "weeks": sent, "words": "拜访记录完整，讲解清楚，客户评价好。"}
            return services.hand_in(
                probation_id=self.id,
                ratings={one["key"]: line for one in found.competencies},
                words="目标完成，合规无差错，建议转正。",
                proposal=proposal,
                seen_version=found.version,
                now=now or at(60),
            )


def at(days: int, hour: int = 4) -> datetime:
    """So many days after the first one; 4 UTC is noon at the bank."""
    return datetime(2026, 12, 1, hour, tzinfo=UTC) + timedelta(days=days)


def figures(begun: Begun, week: int, customers: str) -> dict[str, dict[str, str]]:
    """Every counted task as its target says, but the customers."""
    found = {}
    with begun.acting("employee"):
        for task in queries.sheet(begun.get(), week).tasks:
            done = customers if task.key == "new_customers" else str(task.target or 1)
            found[task.key] = {"done": done, "words": "写了" if task.kind == "text" else ""}
    return found


def begin(cast: Cast, *, job: str = "relationship-manager", **more: Any) -> Begun:
    """Offer signed, first day come, probation begun."""
    manager = actor_for(cast.bank.user("hiring_manager", cast.bank.east))
    User.objects.filter(pk__in=[manager.id, cast.hr.id, cast.chief.id]).update(email="somebody@example.org")
    record = employed(cast, manager, job=job, **more)
    with system_scope("test", cast.bank.east.pk):
        made = services.begin(employee_id=record.pk, now=at(0))
    assert made is not None
    return Begun(cast, made.pk, record.pk, manager)


def employed(
    cast: Cast, manager: Actor | None = None, *, job: str = "relationship-manager", **more: Any
) -> Any:
    """The record of an employee who began to work today."""
    terms = {
        "job_key": job,
        "job_title": {"zh": "客户经理", "en": "Relationship manager"},
        "starts_on": FIRST,
        "contract_months": 36,
        "probation_months": 3,
        "salary": [],
        "manager_user_id": manager.id if manager else None,
        **more,
    }
    with system_scope("test"):
        record = records.create_from_offer(
            application_id=cast.application_id, offer_id=None, terms=terms, now=NOW
        )
    with cast.acting("hr"):
        return records.start(
            employee_id=record.pk, on=FIRST, actor=cast.hr, expected_version=record.version, now=at(0)
        )


def sent(template: str) -> list[OutboxMessage]:
    """What went out by a template, oldest first."""
    with system_scope("test"):
        return list(OutboxMessage.objects.filter(template=template).order_by("queued_at", "pk"))


def browser(actor: Actor) -> Client:
    """Somebody of the bank, logged in."""
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    log_in(client, User.objects.get(pk=actor.id))
    return client


@contextmanager
def as_system() -> Iterator[None]:
    """The machine, over the whole bank."""
    with system_scope("test"):
        yield
