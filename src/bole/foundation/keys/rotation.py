"""Bring every sealed value in the database to the active master key, in small steps that can be repeated.

What is left to do is asked of the rows themselves (the key id stands in the first bytes), so a stopped
rotation simply goes on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from bole.foundation.keys import crypto
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import EncryptedField, place

BATCH = 500
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values. ``use`` is the derived key, ``aad`` maps primary key → additional data."""

    table: str
    pk_column: str
    column: str
    use: str
    aad: Callable[[object], bytes]

    @property
    def name(self) -> str:
        """For progress lines."""
        return f"{self.table}.{self.column}"


_extra: list[SealedColumn] = []


def register(column: SealedColumn) -> None:
    """Add sealed columns that are not encrypted fields, such as wrapped file keys (from ``ready()``)."""
    if column.name not in {known.name for known in _extra}:
        _extra.append(column)


def sealed_columns() -> Iterator[SealedColumn]:
    """Every sealed column of every installed capability."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedField):
                yield _field_column(model, field)
    yield from _extra


def _field_column(model: type[models.Model], field: "models.Field[object, object]") -> SealedColumn:
    table, column = model._meta.db_table, str(field.column)
    pk = str(model._meta.pk.column)
    return SealedColumn(table, pk, column, "field", lambda key: place(table, column, key))


def remaining(column: SealedColumn) -> int:
    """How many values of a column still need an older key."""
    query = sql.SQL(
        "SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"
        " AND substring({column} from 1 for {n}) <> {head}"
    )
    with connection.cursor() as cursor:
        cursor.execute(_filled(query, column))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def reseal_batch(column: SealedColumn, *, size: int = BATCH) -> int:
    """Seal up to ``size`` values again with the active key; 0 when nothing is left. One transaction."""
    ring = keyring()
    query = sql.SQL(
        "SELECT {pk}, {column} FROM {table} WHERE {column} IS NOT NULL"
        " AND substring({column} from 1 for {n}) <> {head} ORDER BY {pk} LIMIT {size} FOR UPDATE"
    )
    update = sql.SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_filled(query, column, size))
        rows = cursor.fetchall()
        changed = []
        for pk, sealed in rows:
            aad = column.aad(pk)
            plain = ring.unseal(bytes(sealed), use=column.use, aad=aad)
            changed.append((ring.seal(plain, use=column.use, aad=aad), pk))
        if changed:
            cursor.executemany(_filled(update, column), changed)
    return len(rows)


def reseal_all(progress: Progress = lambda _name, _count: None, *, size: int = BATCH) -> dict[str, int]:
    """Every column, batch after batch; gives values changed per column. The actor must see every row."""
    done: dict[str, int] = {}
    for column in sealed_columns():
        total = 0
        while count := reseal_batch(column, size=size):
            total += count
            progress(column.name, total)
        done[column.name] = total
    return done


def keys_in_use() -> set[str]:
    """Ids of every key some value still needs; a key outside this set may be destroyed."""
    found: set[str] = set()
    query = sql.SQL(
        "SELECT DISTINCT substring({column} from 3 for 8) FROM {table} WHERE {column} IS NOT NULL"
    )
    for column in sealed_columns():
        with connection.cursor() as cursor:
            cursor.execute(_filled(query, column))
            found |= {bytes(row[0]).decode("ascii", "replace") for row in cursor.fetchall()}
    return found


def _filled(query: sql.SQL, column: SealedColumn, size: int = 0) -> str:
    connection.ensure_connection()
    return query.format(
        table=sql.Identifier(column.table),
        pk=sql.Identifier(column.pk_column),
        column=sql.Identifier(column.column),
        n=sql.Literal(crypto.HEADER_BYTES),
        head=sql.Literal(crypto.header(keyring().active)),
        size=sql.Literal(size),
    ).as_string(connection.connection)
