"""Questions a queryset cannot ask: groups and percentiles over what a queryset narrows.

The queryset is made by the capability's own ``queries`` and runs inside, so its rights and PostgreSQL's
row-level security hold as everywhere.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def grouped(facts: QuerySet[Any, Any], select: str, tail: str = "") -> list[tuple[Any, ...]]:
    """``SELECT select FROM (facts) AS facts tail``.

    ``select`` and ``tail`` are our own constants, never a reader's words.
    """
    try:
        inner, params = facts.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {select} FROM ({inner}) AS facts {tail}",  # noqa: S608  constants around a queryset
            params,
        )
        return list(cursor.fetchall())
