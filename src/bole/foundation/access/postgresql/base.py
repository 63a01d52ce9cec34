"""Django's PostgreSQL back end, extended so that row-level security always knows who asks.

The actor lives in a context variable, because under ASGI the code that opens a scope and the code that
queries may run on different threads and so on different connections. Before each statement the wrapper
compares what this connection was last told with the actor of the moment and tells it anew when they differ.

A rollback silently restores older settings in PostgreSQL, so after one the wrapper forgets what it told.
Settings are kept per session: a pooler between us and PostgreSQL must work in session mode.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg import pq

from bole.foundation.access import actors

TELL = "SELECT " + ", ".join(f"set_config('{name}', %s, false)" for name in actors.SETTINGS)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows which actor it has been told of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: tuple[str, ...] | None = None
        self.execute_wrappers.append(self._tell_first)

    def init_connection_state(self) -> None:
        """A new or borrowed connection: whatever it was told before does not count."""
        self.told = None
        super().init_connection_state()

    def create_cursor(self, name: str | None = None) -> Any:
        """Also for callers that go round Django's cursor wrapper (COPY, ``cursor.connection``)."""
        self.tell()
        return super().create_cursor(name)

    def tell(self) -> None:
        """Bring the session settings in line with the actor of the moment."""
        wanted = actors.current().as_settings()
        if wanted == self.told or self.connection is None:
            return
        if self.connection.info.transaction_status == pq.TransactionStatus.INERROR:
            return  # only a rollback can follow, and it makes us forget
        with self.connection.cursor() as cursor:
            cursor.execute(TELL, wanted)
        self.told = wanted

    def _tell_first(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.tell()
        return execute(sql, params, many, context)

    def _rollback(self) -> Any:
        self.told = None
        return super()._rollback()  # type: ignore[misc]  # private in the stubs

    def _savepoint_rollback(self, sid: str) -> None:
        try:
            super()._savepoint_rollback(sid)  # type: ignore[misc]  # private in the stubs
        finally:
            self.told = None

    def _close(self) -> Any:
        self.told = None
        return super()._close()  # type: ignore[misc]  # private in the stubs
