"""Reading the database as the backup role: one moment, every row."""

import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from bole.cli.backup.manifest import BackupError
from bole.foundation.files import rewriting

# Log-ins end with a restore: a session of before it must not come back to life.
LEFT_OUT = frozenset({"django_session"})

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = '' GROUP BY c.relname ORDER BY c.relname
"""
PARTS = """
SELECT p.upload_id, p.index FROM files_uploadpart p JOIN files_upload u ON u.id = p.upload_id
WHERE u.state = 'open' AND u.storage_ref = '' ORDER BY 1, 2
"""
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"

Connection = psycopg.Connection[tuple[Any, ...]]


class Snapshot:
    """The database at one moment. All reads see the same committed state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query."""
        return self._connection.execute(query.encode()).fetchall()

    def tables(self) -> dict[str, list[str]]:
        """Name → columns that hold data."""
        return {name: columns for name, columns in self.rows(TABLES) if name not in LEFT_OUT}

    def sequences(self) -> dict[str, list[Any]]:
        """Name → (last value, whether it was given out)."""
        found: dict[str, list[Any]] = {}
        for (name,) in self.rows(SEQUENCES):
            query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
            value = self._connection.execute(query).fetchone()
            found[name] = list(value or ())
        return found

    def copy_out(self, table: str, columns: list[str], tally: "Tally") -> Iterator[bytes]:
        """The rows as COPY text, gzip; ``tally`` counts."""
        statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        packer = zlib.compressobj(level=6, wbits=31)  # 31: with a gzip header
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for chunk in copy:
                raw = bytes(chunk)
                tally.rows += raw.count(b"\n")  # COPY text escapes line breaks inside values
                tally.plain_bytes += len(raw)
                yield packer.compress(raw)
        yield packer.flush()

    def migrations(self) -> list[list[str]]:
        """What was applied, in order."""
        return [list(row) for row in self.rows("SELECT app, name FROM django_migrations ORDER BY id")]

    def files(self) -> list[uuid.UUID]:
        """Stored files that were not erased."""
        return [row[0] for row in self.rows("SELECT id FROM files_storedfile WHERE erased_at IS NULL")]

    def parts(self) -> list[tuple[uuid.UUID, int]]:
        """Parts of open uploads that wait on our own disk."""
        return [(upload, index) for upload, index in self.rows(PARTS)]

    def audit_heads(self) -> dict[str, list[Any]]:
        """Chain → (number, hash) of its newest line."""
        return {str(c): [seq, head] for c, seq, head in self.rows("SELECT chain, seq, hash FROM audit_chain")}

    def server(self) -> str:
        """The server's version."""
        return str(self.rows("SHOW server_version")[0][0])


class Tally:
    """Counts while a stream passes."""

    def __init__(self) -> None:
        self.rows = 0
        self.plain_bytes = 0


@contextmanager
def taken(url: str) -> Iterator[Snapshot]:
    """A read-only snapshot with the backup role; refuses a role that does not see every row."""
    try:
        connection = psycopg.connect(url)
    except psycopg.OperationalError as error:
        hint = "the database does not answer; is `bole up` running?"
        raise BackupError(hint, code="no_database") from error
    with connection:
        connection.autocommit = True  # the moment of the snapshot must lie after the lock
        held = connection.execute("SELECT pg_try_advisory_lock_shared(%s)", [rewriting.LOCK]).fetchone()
        if not (held and held[0]):
            reason = "files are being encrypted anew (`bole keys rewrite`); try again later"
            raise BackupError(reason, code="backup_busy")
        connection.autocommit = False
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute(
            "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        if not (row and row[0]):
            raise BackupError("this role does not see every row; use the backup role", code="backup_role")
        yield Snapshot(connection)


def unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The inverse of the packing in ``copy_out``."""
    packer = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        yield packer.decompress(chunk)
    yield packer.flush()
