"""Timers fire once, by whoever claims them, and a failing one holds up nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.support.bank import Bank

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.kernel.clock import utc_now
from bole.kernel.ids import new_id

fired: list[timers.Fired] = []


@timers.on("test.ring")
def ring(event: timers.Fired) -> None:
    fired.append(event)


@timers.on("test.broken")
def broken(event: timers.Fired) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@timers.on("test.again")
def again(event: timers.Fired) -> None:
    timers.set(kind=event.kind, key=event.key, due_at=event.now + timedelta(days=1))


@pytest.fixture(autouse=True)
def clean() -> None:
    fired.clear()


def left() -> list[tuple[str, int]]:
    with system_scope("test"):
        return [(timer.key, timer.failures) for timer in Timer.objects.order_by("key")]


@pytest.mark.django_db
def test_a_due_timer_fires_once_with_its_payload(bank: Bank) -> None:
    now = utc_now()
    with acting_as(Actor(kind="candidate", candidate_id=new_id())):  # services of any actor set timers
        timers.set(kind="test.ring", key="a", due_at=now, unit_id=bank.east.pk, payload={"n": 1})
        timers.set(kind="test.ring", key="b", due_at=now + timedelta(hours=1))
    assert timers.sweep(now) == 1
    assert timers.sweep(now) == 0
    assert [(event.key, event.unit_id, event.payload) for event in fired] == [("a", bank.east.pk, {"n": 1})]
    assert left() == [("b", 0)]


@pytest.mark.django_db
def test_setting_again_moves_and_cancelling_removes() -> None:
    now = utc_now()
    timers.set(kind="test.ring", key="a", due_at=now)
    timers.set(kind="test.ring", key="a", due_at=now + timedelta(hours=1))
    assert timers.sweep(now) == 0
    assert timers.cancel(kind="test.ring", key="a") is True
    assert timers.cancel(kind="test.ring", key="a") is False
    assert left() == []


@pytest.mark.django_db
def test_a_failing_timer_is_pushed_forward_and_the_others_run() -> None:
    now = utc_now()
    timers.set(kind="test.broken", key="a", due_at=now - timedelta(minutes=5))
    timers.set(kind="test.ring", key="b", due_at=now)
    assert timers.sweep(now) == 1
    assert left() == [("a", 1)]
    assert timers.sweep(now + timedelta(seconds=59)) == 0
    timers.sweep(now + timedelta(seconds=60))
    assert left() == [("a", 2)]


@pytest.mark.django_db
def test_a_claimed_timer_is_not_run_by_a_second_sweep_until_its_worker_is_given_up() -> None:
    now = utc_now()
    timers.set(kind="test.ring", key="a", due_at=now)
    with system_scope("test"):
        timer = Timer.objects.get()
        assert timers._claim(timer, now) is not None
        assert timers._claim(timer, now) is None
    assert timers.sweep(now) == 0
    assert timers.sweep(now + timers.CLAIM) == 1


@pytest.mark.django_db
def test_a_handler_may_set_its_timer_anew() -> None:
    now = utc_now()
    timers.set(kind="test.again", key="a", due_at=now)
    assert timers.sweep(now) == 1
    assert left() == [("a", 0)]
