"""Events are heard in the publisher's transaction or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.events import bus
from bole.foundation.queue import queries


@dataclass(frozen=True)
class Happened:
    number: int


@dataclass(frozen=True)
class HappenedToo(Happened):
    pass


heard: list[object] = []


def listen(event: Happened) -> None:
    heard.append(event)


def listen_second(event: Happened) -> None:
    heard.append(("second", event))


@queue.task(queue="io", name="test.follow_up")
def follow_up(number: int) -> None:
    heard.append(number)


@pytest.fixture(autouse=True)
def subscribed() -> Iterator[None]:
    heard.clear()
    events.subscribe(Happened, listen)
    events.subscribe(Happened, listen_second)
    events.subscribe(Happened, listen)
    yield
    bus._handlers.pop(Happened, None)


@pytest.mark.django_db
def test_subscribers_hear_in_order_and_once_each() -> None:
    events.publish(Happened(1))
    assert heard == [Happened(1), ("second", Happened(1))]
    assert bus.subscribers(Happened) == (listen, listen_second)


@pytest.mark.django_db
def test_only_the_exact_type_is_heard() -> None:
    events.publish(HappenedToo(1))
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(bus.NoTransactionError):
        events.publish(Happened(1))
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_what_a_handler_defers_goes_with_the_transaction() -> None:
    def react(event: Happened) -> None:
        queue.defer("test.follow_up", number=event.number)

    events.subscribe(Happened, react)
    with transaction.atomic():
        events.publish(Happened(1))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.publish(Happened(2))
        raise ZeroDivisionError
    assert [depth.waiting for depth in queries.depths()] == [1]
