"""Putting a backup back: everything is checked first, then rows and files come in one step."""

import graphlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from bole.cli.backup import manifest, snapshot
from bole.cli.backup.manifest import BackupError, Manifest, Table
from bole.foundation.files import disk, frames, staging, storage

Report = Callable[[str], None]

# Filled by migrations alone; everything else must be empty before a restore.
FILLED = frozenset({"auth_permission", "django_content_type", "django_migrations", "org_scoped_table"})
OWN_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
FORCED = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity"
STRICT_KEYS = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND NOT condeferrable AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
"""


def check(directory: Path) -> Manifest:
    """Seal, key, and the hash of every table and file. Raises BackupError or SealError."""
    made = manifest.read(directory)
    made.key()
    wanted = {f"tables/{table.name}": table.sha256 for table in made.tables}
    wanted |= {file.key: file.sha256 for file in made.files}
    wanted[manifest.ERASURES] = made.erasures_sha256
    for name, sha256 in wanted.items():
        if manifest.sha256_of(manifest.inside(directory, name)) != sha256:
            raise BackupError(f"{name} was changed after the backup", code="backup_changed")
    return made


def load(directory: Path, made: Manifest, *, owner_url: str, report: Report) -> None:
    """Rows and files into an empty database and store, or nothing at all."""
    if next(storage.storage().keys(storage.FILES + "/"), None) is not None:
        raise BackupError("the file store is not empty", code="store_not_empty")
    bring_schema_to(made)
    django_connection.close()
    with psycopg.connect(owner_url) as connection, connection.transaction():
        with _open_tables(connection):
            for table in _in_order(connection, made.tables):
                _load_table(connection, directory, made, table)
            _set_sequences(connection, made)
            _count(connection, made)
        report(f"{len(made.tables)} tables, {sum(table.rows for table in made.tables)} rows")
        _copy_files(directory, made)
        report(f"{len(made.files)} files, {sum(file.size for file in made.files)} bytes")
    if not set(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()) <= _applied(made):
        call_command("migrate", verbosity=0, interactive=False)


def _applied(made: Manifest) -> set[tuple[str, str]]:
    return {(app, name) for app, name in made.migrations}


def bring_schema_to(made: Manifest) -> None:
    """Migrate to exactly the state the backup was made in; the rest follows when the rows are there."""
    loader = MigrationLoader(django_connection)
    wanted = _applied(made)
    unknown = sorted(f"{app}.{name}" for app, name in wanted - set(loader.disk_migrations))
    if unknown:
        raise BackupError(f"made by a newer version: {', '.join(unknown[:3])}", code="backup_newer")
    if wanted == set(loader.applied_migrations):
        return
    if wanted >= set(loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        return
    for app, name in dict(made.migrations).items():  # the last one of each app wins
        call_command("migrate", app, name, verbosity=0, interactive=False)


@contextmanager
def _open_tables(connection: psycopg.Connection[tuple[Any, ...]]) -> Iterator[None]:
    """Empty tables that take rows as they are: no policy, no trigger; as before afterwards."""
    own = {name for (name,) in connection.execute(OWN_TABLES.encode())}
    forced = own & {name for (name,) in connection.execute(FORCED.encode())}
    _alter(connection, forced, "NO FORCE ROW LEVEL SECURITY")
    _alter(connection, own, "DISABLE TRIGGER USER")
    for name in sorted(own - FILLED):
        row = connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))).fetchone()
        if row:
            reason = f"the database is not empty: {name} has rows (is `bole up` still running?)"
            raise BackupError(reason, code="database_not_empty")
    names = sql.SQL(", ").join(sql.Identifier(name) for name in sorted(own))
    connection.execute(sql.SQL("TRUNCATE {}").format(names))
    yield
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending checks would forbid the next line
    _alter(connection, own, "ENABLE TRIGGER USER")
    _alter(connection, forced, "FORCE ROW LEVEL SECURITY")


def _alter(connection: psycopg.Connection[tuple[Any, ...]], tables: Iterable[str], what: str) -> None:
    for name in sorted(tables):
        connection.execute(sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(name), sql.SQL(what)))


def _in_order(connection: psycopg.Connection[tuple[Any, ...]], tables: list[Table]) -> list[Table]:
    """Referenced tables first where a foreign key is checked at once."""
    by_name = {table.name: table for table in tables}
    sorter: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter({name: set() for name in by_name})
    for child, parent in connection.execute(STRICT_KEYS.encode()):
        if child in by_name and parent in by_name:
            sorter.add(child, parent)
    return [by_name[name] for name in sorter.static_order()]


def _load_table(
    connection: psycopg.Connection[tuple[Any, ...]], directory: Path, made: Manifest, table: Table
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in rows_of(directory, made, table.name):
            copy.write(chunk)


def rows_of(directory: Path, made: Manifest, name: str) -> Iterator[bytes]:
    """The rows of one table as COPY text, decrypted and unpacked."""
    path = manifest.inside(directory, f"tables/{name}")
    sealed_size = path.stat().st_size
    with path.open("rb") as stream:

        def fetch(start: int, length: int) -> bytes:
            stream.seek(start)
            return stream.read(length)

        plain = frames.PlainReader(
            fetch,
            sealed_size=sealed_size,
            size=frames.plain_size(sealed_size),
            keys=[made.table_key(name)],
            file_id=manifest.dump_id(made.id, name),
        )
        yield from snapshot.unpacked(iter(lambda: plain.read(manifest.CHUNK) or b"", b""))


def _set_sequences(connection: psycopg.Connection[tuple[Any, ...]], made: Manifest) -> None:
    for name, (value, called) in made.sequences.items():
        connection.execute("SELECT setval(%s::regclass, %s, %s)", [f'public."{name}"', value, called])


def _count(connection: psycopg.Connection[tuple[Any, ...]], made: Manifest) -> None:
    for table in made.tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))
        row = connection.execute(query).fetchone()
        if row is None or row[0] != table.rows:
            raise BackupError(f"{table.name}: {row} rows came back, not {table.rows}", code="rows_differ")


def _copy_files(directory: Path, made: Manifest) -> None:
    store = storage.storage()
    done: list[str] = []
    try:
        for file in made.files:
            source = manifest.inside(directory, file.key)
            if file.key.startswith("staging/"):
                target = staging.root() / file.key.removeprefix("staging/")
                temporary, _size = disk.write_beside(target, manifest.chunks_of(source))
                temporary.replace(target)
            else:
                done.append(file.key)
                store.write(file.key, manifest.chunks_of(source))
    except BaseException:
        for key in done:
            store.delete(key)
        raise


def journal_of(directory: Path, more: Iterable[Path]) -> list[Path]:
    """The journals to apply: of the backup, of this installation, and those named."""
    from bole.foundation.privacy import journal

    return [directory / manifest.ERASURES, journal.path(), *more]


def finish(directory: Path, made: Manifest, more: Iterable[Path], *, now: datetime, report: Report) -> bool:
    """Check the audit chains, then erase again what was erased since. Returns whether all is well."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.audit import services as audit
    from bole.foundation.privacy import journal

    with system_scope("bole restore"):
        problems = list(audit.verify())
        heads = {str(head.chain): [head.seq, head.hash] for head in audit.head()}
        whole = not problems and heads == made.audit_heads
        report(f"the audit record is {'whole' if whole else 'broken'} ({len(heads)} chains)")
        entries = [entry for path in journal_of(directory, more) for entry in journal.read(path)]
        done = journal.apply(entries, now)
        journal.catch_up()
        report("erased again since the backup: " + ", ".join(f"{n} {kind}" for kind, n in done.items()))
    return whole
