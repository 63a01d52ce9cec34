"""Publish and subscribe. Handlers run at once, in the publisher's transaction, and only defer tasks.

A task deferred there is committed or rolled back with the change it follows from: the queue row is the
outbox.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from bole.kernel.errors import BoleError

E = TypeVar("E")
_handlers: defaultdict[type, list[Callable[[Any], None]]] = defaultdict(list)


class NoTransactionError(BoleError):
    """An event outside a transaction could be heard though its change never happened. A programming
    mistake.
    """

    code = "event_without_transaction"


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call ``handler`` for each event of exactly this type; from ``AppConfig.ready``. Twice counts once."""
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(event: object) -> None:
    """Tell all subscribers, in the order they subscribed. Raises outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise NoTransactionError(f"{type(event).__name__} was published outside a transaction")
    for handler in tuple(_handlers[type(event)]):
        handler(event)


def subscribers(event_type: type) -> tuple[Callable[[Any], None], ...]:
    """Who listens; for tests and documentation."""
    return tuple(_handlers[event_type])
