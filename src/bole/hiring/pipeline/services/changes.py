"""The log of changes in the order of their commits, for others to read on from where they stopped."""

from django.db import connection, transaction

NUMBER = """
UPDATE pipeline_transition AS change SET seq = place.seq FROM (
    SELECT id, (SELECT coalesce(max(seq), 0) FROM pipeline_transition)
        + row_number() OVER (ORDER BY at, id) AS seq FROM pipeline_transition WHERE seq IS NULL) AS place
WHERE change.id = place.id
"""
LOCK = 0x626F6C65  # one numbering at a time


@transaction.atomic
def number_changes() -> int:
    """Give committed changes their place; returns how many were new. The actor must see every row.

    A number given while a change is written could be read past by somebody before that change is there; given
    afterwards it cannot. Whoever reads ``queries.changes_since`` calls this first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(NUMBER)
        return int(cursor.rowcount)
