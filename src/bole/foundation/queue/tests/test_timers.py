"""Timers fire once, by whoever claims them, and a failing one holds up nobody."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from tests.support import database
from tests.support.bank import Bank

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.queue import queries, services, timers
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


meanwhile: list[Callable[[], object]] = []


@timers.on("test.slow")
def slow(event: timers.Fired) -> None:
    """Leaves a row of its own after something else happened meanwhile."""
    if meanwhile:
        meanwhile.pop()()
    mark = new_id()  # every run would leave another
    timers.set(kind="test.mark", key=str(mark), due_at=event.now + timedelta(days=9))


handled = threading.local()


@timers.on("test.trace")
def trace(event: timers.Fired) -> None:
    """Leaves a row of its own; a worker told to die does so after the row was written."""
    timers.set(kind="test.mark", key=event.key, due_at=event.now + timedelta(days=9))
    handled.count += 1
    if handled.count == handled.dies_at:
        with database.superuser() as other, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            other.execute("SELECT pg_terminate_backend(%s)", cursor.fetchone())
        raise SystemExit  # nothing after this line is done by a killed process


def swept(now: datetime, dies_at: int) -> None:
    handled.count, handled.dies_at = 0, dies_at
    try:
        timers.sweep(now)
    except BaseException:
        assert dies_at
    finally:
        connection.close()


def traces() -> list[str]:
    with system_scope("test"):
        return list(Timer.objects.filter(kind="test.mark").order_by("key").values_list("key", flat=True))


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
def test_a_taken_timer_is_left_alone_until_its_worker_is_given_up_and_keeps_its_moment() -> None:
    now = utc_now()
    timers.set(kind="test.ring", key="a", due_at=now)
    assert len(timers._take(now)) == 1  # a worker takes it and dies
    assert timers._take(now) == []
    assert timers.sweep(now) == 0
    assert timers.sweep(now + timers.CLAIM) == 1
    assert [event.due_at for event in fired] == [now]


@pytest.mark.django_db
def test_a_timer_that_keeps_failing_is_kept_for_a_person(bank: Bank) -> None:
    now = utc_now()
    timers.set(kind="test.broken", key="a", due_at=now, unit_id=bank.east.pk)
    for number in range(timers.MOST_FAILURES):
        timers.sweep(now + number * timers.LONGEST_DELAY)
    later = now + timers.MOST_FAILURES * timers.LONGEST_DELAY
    with acting_as(bank.actor("branch_hr", bank.west)):
        assert not queries.dead_timers().exists()
    with acting_as(bank.actor("branch_hr", bank.east)):
        dead = queries.dead_timers().get()
    assert (dead.error_type, dead.error_code, dead.due_at) == ("DataError", "unexpected", now)
    assert (timers.sweep(later), left()) == (0, [("a", timers.MOST_FAILURES)])
    with system_scope("test"):
        services.revive_timer(timer_id=dead.pk, now=later)
    timers.sweep(later)
    assert left() == [("a", 1)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_killed_one_fire_each_timer_once() -> None:
    """Real connections. The first worker is cut off by the server in the middle of its third handler."""
    now = utc_now()
    for number in range(150):
        timers.set(kind="test.trace", key=str(number), due_at=now)
    killed = threading.Thread(target=swept, args=(now, 3))
    killed.start()
    killed.join(timeout=60)
    assert len(traces()) == 2
    later = now + timers.CLAIM  # its handful is free again
    both = [threading.Thread(target=swept, args=(later, 0)) for _ in range(2)]
    for worker in both:
        worker.start()
    for worker in both:
        worker.join(timeout=60)
    assert sorted(traces()) == sorted(str(number) for number in range(150))
    assert [name for name, _ in left()] == sorted(traces())
    clear()
    timers.set(kind="test.slow", key="a", due_at=now)
    second = threading.Thread(target=swept, args=(now + timers.CLAIM, 0))
    meanwhile.append(lambda: (second.start(), second.join(timeout=60)))
    assert (
        timers.sweep(now) == 0
    )  # slower than its claim: the second was through first, so this one takes back
    assert len(traces()) == len(left()) == 1


def clear() -> None:
    with system_scope("test"):
        Timer.objects.all().delete()


@pytest.mark.django_db
def test_a_handler_may_set_its_timer_anew() -> None:
    now = utc_now()
    timers.set(kind="test.again", key="a", due_at=now)
    assert timers.sweep(now) == 1
    assert left() == [("a", 0)]
