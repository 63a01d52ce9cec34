"""A second person signs, once, what was shown; never the proposer; the clock only reminds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.support.bank import Bank

from bole.foundation.access import permissions, roles
from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.access.queries import actor_for
from bole.foundation.approvals import kinds, queries, rules, services
from bole.foundation.approvals.models import ApprovalRequest
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SIGN = permissions.declare("tests.sign", {roles.HEAD_OFFICE_HR}, "Sign in a test").name


class Desk:
    """Three people and what happened."""

    def __init__(self, bank: Bank) -> None:
        self.bank, self.heard = bank, []
        self.one = self._person("head_office_hr", "one")
        self.two = self._person("head_office_hr", "two")
        self.branch = self._person("branch_hr", "branch", bank.east)
        self.west = self._person("branch_hr", "west", bank.west)
        kinds.register(
            kinds.Kind(
                key="tests.thing",
                label="A thing",
                permission=SIGN,
                approved=lambda decision: self.hear("approved", decision),
                refused=lambda decision: self.hear("refused", decision),
                withdrawn=lambda decision: self.hear("withdrawn", decision),
                page=lambda object_id: f"/things/{object_id}/",
            )
        )

    def _person(self, role: str, name: str, unit: Any = None) -> Actor:
        user = self.bank.user(role, unit or self.bank.head, username=name)
        user.email = f"{name}@bank.example"
        user.save()
        return actor_for(user)

    def hear(self, what: str, decision: kinds.Decision) -> None:
        if decision.payload.get("breaks"):
            raise ConflictError("the thing is gone")
        self.heard.append((what, decision.object_id))

    def ask(self, who: Actor, unit: Any = None, **payload: Any) -> ApprovalRequest:
        with acting_as(who):
            return services.propose(
                kind="tests.thing",
                unit_id=(unit or self.bank.head).pk,
                obj=("thing", new_id()),
                title={"zh": "某事", "en": "a thing"},
                payload=payload,
                now=NOW,
            )

    def decide(self, who: Actor, request: ApprovalRequest, approve: bool = True, **more: Any) -> Any:
        with acting_as(who):
            return services.decide(
                request_id=request.pk,
                approve=approve,
                sha256=more.get("sha256", request.sha256),
                note=more.get("note", "not like this"),
                now=NOW + timedelta(minutes=1),
            )


@pytest.fixture
def desk(bank: Bank) -> Iterator[Desk]:
    yield Desk(bank)
    kinds._kinds.pop("tests.thing")


def test_the_effect_runs_once_and_only_a_second_person_brings_it_about(desk: Desk) -> None:
    request = desk.ask(desk.one, weight=30)
    with pytest.raises(DeniedError) as own:
        desk.decide(desk.one, request)
    assert own.value.code == "second_person_needed"
    with pytest.raises(ConflictError) as other:
        desk.decide(desk.two, request, sha256=rules.fingerprint({"weight": 31}))
    assert other.value.code == "lost_race"
    assert desk.heard == []
    desk.decide(desk.two, request)
    with pytest.raises(ConflictError) as late:
        desk.decide(desk.two, request)
    assert late.value.code == "already_decided"
    assert desk.heard == [("approved", request.object_id)]
    with acting_as(desk.one):
        assert [step.what for step in queries.history(request.pk)] == ["proposed", "approved"]
    assert not Timer.objects.filter(kind=services.REMIND).exists()


def test_the_database_itself_refuses_the_proposer(desk: Desk) -> None:
    request = desk.ask(desk.one)
    with acting_as(desk.one):
        for field in ("decider_id", "delegate_id"):
            with pytest.raises(IntegrityError), transaction.atomic():
                ApprovalRequest.objects.filter(pk=request.pk).update(**{field: desk.one.id})


def test_what_cannot_take_effect_is_not_decided(desk: Desk) -> None:
    request = desk.ask(desk.one, breaks=True)
    with pytest.raises(ConflictError):
        desk.decide(desk.two, request)
    with acting_as(desk.two):
        assert queries.get(request.pk).state == "waiting"
        assert [step.what for step in queries.history(request.pk)] == ["proposed"]


def test_a_refusal_says_why_and_one_thing_waits_once(desk: Desk) -> None:
    request = desk.ask(desk.one)
    with pytest.raises(InvalidError):
        desk.decide(desk.two, request, approve=False, note=" ")
    with acting_as(desk.one), pytest.raises(ConflictError):
        services.propose(kind="tests.thing", unit_id=desk.bank.head.pk, obj=("thing", request.object_id),
                         title={"zh": "", "en": ""}, payload={}, now=NOW)  # fmt: skip
    assert desk.decide(desk.two, request, approve=False).note == "not like this"
    again = desk.ask(desk.one)
    with acting_as(desk.two), pytest.raises(DeniedError):
        services.withdraw(request_id=again.pk, now=NOW)
    with acting_as(desk.one):
        services.withdraw(request_id=again.pk, now=NOW)
        assert queries.to_decide(desk.one) == []
        assert len(queries.decided(desk.one)) == 2
    assert [what for what, _ in desk.heard] == ["refused", "withdrawn"]


def test_a_branch_sees_its_own_requests_and_signs_none(desk: Desk) -> None:
    request = desk.ask(desk.branch, desk.bank.east)
    with acting_as(desk.west), pytest.raises(NotFoundError):
        services.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=NOW)
    with acting_as(desk.branch):
        assert queries.to_decide(desk.branch) == []
        assert queries.get(request.pk).pk == request.pk
    with acting_as(desk.one):
        assert [one.pk for one in queries.to_decide(desk.one)] == [request.pk]


def test_a_delegate_decides_alone_and_is_never_the_proposer(desk: Desk) -> None:
    request = desk.ask(desk.one, desk.bank.east)
    with acting_as(desk.two):
        for wrong in (desk.one, desk.two, desk.west):
            with pytest.raises(InvalidError):
                services.delegate(request_id=request.pk, to=wrong.id, now=NOW)
        services.delegate(request_id=request.pk, to=desk.branch.id, now=NOW)
    with acting_as(desk.branch):
        assert [one.pk for one in queries.to_decide(desk.branch)] == [request.pk]
    assert desk.decide(desk.branch, request).decider_id == desk.branch.id


def test_the_clock_reminds_twice_and_decides_nothing(desk: Desk) -> None:
    request = desk.ask(desk.one)
    for hours, sent in ((47, 0), (48, 1), (71, 1), (72, 2), (200, 2)):
        timers.sweep(NOW + timedelta(hours=hours))
        with acting_as(desk.two):
            told = OutboxMessage.objects.filter(template="approval-due")
            assert told.count() == sent, hours
            assert {one.user_id for one in told} <= {desk.two.id}
            assert queries.get(request.pk).state == "waiting"
    with acting_as(desk.two):
        assert [step.what for step in queries.history(request.pk)] == ["proposed", "reminded", "overdue"]
