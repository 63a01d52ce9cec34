"""Deferring belongs to the transaction; retries, dead letters and dead workers."""

import asyncio
import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from tests.support.bank import Bank
from tests.support.worker import drain

from bole.foundation import queue
from bole.foundation.access import actors
from bole.foundation.queue import periodic, queries, services
from bole.foundation.queue.app import UnknownTaskError
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError

seen: list[Any] = []


@queue.task(queue="io", name="test.note", retry=queue.Retry(times=0))
def note(thing_id: uuid.UUID, when: dt.datetime | None = None, word: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bole_sees_all()")
        seen.append((thing_id, when, word, actors.current().label, cursor.fetchone()[0]))


@queue.task(queue="io", name="test.scoped", retry=queue.Retry(times=0))
def scoped() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bole_sees_all(), array(SELECT bole_visible_units())")
        seen.append(cursor.fetchone())


@queue.task(queue="io", name="test.hopeless")
def hopeless() -> None:
    raise BoleError("no use", code="hopeless", retryable=False)


@queue.task(queue="io", name="test.flaky", retry=queue.Retry(times=2, base=0.0))
def flaky() -> None:
    seen.append("tried")
    raise BoleError("later perhaps", code="flaky", retryable=True)


@queue.task(queue="io", name="test.defers")
def defers_then_fails() -> None:
    with transaction.atomic():
        queue.defer("test.note", thing_id=uuid.uuid4())
        raise BoleError("after deferring", code="hopeless")


@pytest.fixture(autouse=True)
def clean() -> None:
    seen.clear()


def waiting(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [name]
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_task_runs_in_system_scope_with_revived_arguments() -> None:
    thing, when = uuid.uuid4(), utc_now()
    queue.defer("test.note", thing_id=thing, when=when, word="hello")
    drain()
    assert seen == [(thing, when, "hello", "task:test.note", True)]
    assert actors.current() is actors.ANONYMOUS


@pytest.mark.django_db(transaction=True)
def test_a_unit_narrows_the_scope(bank: Bank) -> None:
    queue.defer("test.scoped", unit_id=bank.east.pk)
    drain()
    assert seen[0][0] is False
    assert set(seen[0][1]) == {bank.east.pk, bank.east_outlet.pk}


@pytest.mark.django_db(transaction=True)
def test_deferring_is_rolled_back_with_the_transaction() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.defer("test.note", thing_id=uuid.uuid4())
        raise ZeroDivisionError
    assert waiting("test.note") == 0


@pytest.mark.django_db(transaction=True)
def test_deferring_inside_a_worker_is_rolled_back_too() -> None:
    queue.defer("test.defers")
    drain()
    assert (seen, waiting("test.note")) == ([], 0)
    assert [letter.error_code for letter in queries.dead()] == ["hopeless"]


@pytest.mark.django_db
def test_a_queueing_lock_keeps_one_and_leaves_the_transaction_usable() -> None:
    first = queue.defer("test.note", queueing_lock="one", thing_id=uuid.uuid4())
    assert first is not None
    assert queue.defer("test.note", queueing_lock="one", thing_id=uuid.uuid4()) is None
    assert waiting("test.note") == 1


@pytest.mark.django_db
def test_an_unknown_task_is_refused_when_deferred() -> None:
    with pytest.raises(UnknownTaskError):
        queue.defer("test.nobody")


@pytest.mark.django_db(transaction=True)
def test_a_hopeless_failure_is_buried_at_once_and_can_be_revived() -> None:
    queue.defer("test.hopeless")
    drain()
    letter = queries.dead().get()
    assert (letter.task_name, letter.error_code, letter.error_type, letter.attempts) == (
        "test.hopeless",
        "hopeless",
        "BoleError",
        1,
    )
    services.revive(dead_letter_id=letter.pk, now=utc_now())
    assert (waiting("test.hopeless"), queries.dead().count()) == (1, 0)
    with pytest.raises(ConflictError):
        services.revive(dead_letter_id=letter.pk, now=utc_now())


@pytest.mark.django_db(transaction=True)
def test_a_revived_task_holds_the_lock_it_held() -> None:
    queue.defer("test.hopeless", lock="answer:1:speech")
    drain()
    services.revive(dead_letter_id=queries.dead().get().pk, now=utc_now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock FROM procrastinate_jobs WHERE status = 'todo'")
        assert cursor.fetchall() == [("answer:1:speech",)]


@pytest.mark.django_db(transaction=True)
def test_a_retryable_failure_is_tried_again_and_then_buried() -> None:
    queue.defer("test.flaky")
    for _ in range(4):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
        drain()
    assert seen == ["tried"] * 3
    assert queries.dead().get().attempts == 3


def test_waits_grow_and_are_capped() -> None:
    retry = queue.Retry(base=3, longest=100)
    assert [retry.seconds(attempt) for attempt in range(5)] == [3, 9, 27, 81, 100]


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_dead_worker_is_taken_up_and_a_poisoned_one_buried() -> None:
    good = queue.defer("test.note", thing_id=uuid.uuid4())
    bad = queue.defer("test.note", thing_id=uuid.uuid4())
    with connection.cursor() as cursor:  # as a killed worker leaves them: doing, heartbeat long ago
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') "
            "RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 3 WHERE id = %s", [bad])

    async def sweep() -> int:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            async with working.open_async():
                return await periodic.take_up_stalled(working)

    assert asyncio.run(sweep()) == 2
    drain(["io"])
    assert len(seen) == 1
    assert [(letter.job_id, letter.error_code) for letter in queries.dead()] == [(bad, "worker_died")]
    assert good != bad


@pytest.mark.django_db(transaction=True)
def test_a_living_workers_task_is_left_alone() -> None:
    queue.defer("test.note", thing_id=uuid.uuid4())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]]
        )

    async def sweep() -> int:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            async with working.open_async():
                return await periodic.take_up_stalled(working)

    assert asyncio.run(sweep()) == 0


@pytest.mark.django_db
def test_depths_count_what_waits() -> None:
    queue.defer("test.note", thing_id=uuid.uuid4())
    depth = next(depth for depth in queries.depths() if depth.queue == "io")
    assert (depth.waiting, depth.running) == (1, 0)
    assert depth.oldest is not None


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("queue.take_up_stalled", 20), ("queue.sweep_timers", 10), ("queue.forget_old", 86_400)],
)
def test_housekeeping_comes_round_as_often_as_it_says(name: str, seconds: int) -> None:
    """From any moment of the hour: a cron line with its fields in another order once fired only three times
    an hour, and only journeys started near those minutes noticed."""
    periodic_task = app.periodic_registry.periodic_tasks[(name, "")]
    at = 1_795_316_459.0
    for _ in range(50):
        following = periodic_task.croniter.get_next(ret_type=float, start_time=at)
        after = periodic_task.croniter.get_next(ret_type=float, start_time=following)
        assert 0 < following - at <= seconds
        assert after - following == seconds
        at += 397.0
