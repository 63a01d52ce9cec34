"""Questions a queryset cannot ask: groups and percentiles over what a queryset narrows.

The queryset is made by the capability's own ``queries`` and runs inside, so its rights and PostgreSQL's
row-level security hold as everywhere.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet


def joined(
    facts: QuerySet[Any, Any],
    beside: Mapping[str, tuple[str, QuerySet[Any, Any]]],
    select: str,
    tail: str = "",
) -> list[tuple[Any, ...]]:
    """``SELECT select FROM (facts) AS facts LEFT JOIN (rows) AS name USING (column) … tail``.

    ``beside``: name → (column, rows with at most one row for each value of it). One pass over each set, where
    a subquery in ``facts`` would be asked for every row.
    """
    parts = [_sql(facts), *(_sql(rows) for _, rows in beside.values())]
    joins = " ".join(
        f"LEFT JOIN ({sql}) AS {name} USING ({column})"
        for (name, (column, _)), (sql, _params) in zip(beside.items(), parts[1:], strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {select} FROM ({parts[0][0]}) AS facts {joins} {tail}",  # noqa: S608  see grouped
            [one for _, params in parts for one in params],
        )
        return list(cursor.fetchall())


def grouped(
    facts: QuerySet[Any, Any], select: str, tail: str = "", *, before: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """``SELECT select FROM (facts) AS facts tail``. ``before``: what stands for each %s in ``select``.

    ``select`` and ``tail`` are our own constants, never a reader's words.
    """
    inner, params = _sql(facts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {select} FROM ({inner}) AS facts {tail}",  # noqa: S608  constants around a queryset
            [*before, *params],
        )
        return list(cursor.fetchall())


def _sql(rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    """Also of rows that are known to be none: they join as nothing."""
    sql, params = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, params
