"""Write a line, and prove that none was changed."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bole.foundation.audit import rules
from bole.foundation.audit.models import AuditChain, AuditLine

APPEND = "SELECT bole_audit_append(%s, %s, %s, %s, %s::text[], %s)"


@dataclass(frozen=True, slots=True)
class Problem:
    """A place where a chain does not hold. ``reason``: changed, broken, gap or head."""

    chain: uuid.UUID
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest line of a chain. Kept outside the database it proves that nothing before it was
    rewritten.
    """

    chain: uuid.UUID
    seq: int
    hash: str


def record(
    *,
    verb: str,
    obj: tuple[str, uuid.UUID],
    unit_id: uuid.UUID | None,
    fields: Iterable[str] = (),
    details: Mapping[str, Any] | None = None,
) -> int:
    """Append a line in the current transaction; returns its number in the branch's chain.

    The database stamps time and actor from the session, so a caller cannot write in another's name. Writers
    of
    one branch wait for each other until commit: call it late in the transaction.
    """
    kind, object_id = obj
    values: list[Any] = [
        rules.check_verb(verb),
        rules.check_fields([kind])[0],
        object_id,
        unit_id,
        rules.check_fields(fields),
        rules.canonical(details),
    ]
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
        return int(cursor.fetchone()[0])


def verify() -> Iterator[Problem]:
    """Check every chain from its first line. Needs a scope that sees all lines; yields nothing when all is
    well.
    """
    heads = {head.chain: head for head in head()}
    place: dict[uuid.UUID, tuple[int, str]] = {}
    for line in AuditLine.objects.order_by("chain", "seq").iterator(chunk_size=2000):
        seq, last = place.get(line.chain, (0, rules.GENESIS))
        if line.seq != seq + 1:
            yield Problem(line.chain, line.seq, "gap")
        elif line.previous != last:
            yield Problem(line.chain, line.seq, "broken")
        if hash_of(line) != line.hash:
            yield Problem(line.chain, line.seq, "changed")
        place[line.chain] = (line.seq, line.hash)
    for chain in sorted(heads.keys() | place.keys()):
        known = heads.get(chain)
        if known is None or place.get(chain) != (known.seq, known.hash):
            yield Problem(chain, known.seq if known else 0, "head")


def hash_of(line: AuditLine) -> str:
    """The hash the line should carry."""
    return rules.line_hash(
        chain=line.chain,
        seq=line.seq,
        at=line.at,
        actor_kind=line.actor_kind,
        actor_id=line.actor_id,
        actor_reason=line.actor_reason,
        verb=line.verb,
        object_kind=line.object_kind,
        object_id=line.object_id,
        unit_id=line.unit_id,
        fields=line.fields,
        details=line.details,
        previous=line.previous,
    )


def head() -> list[Head]:
    """The newest line of every chain, to be kept somewhere else."""
    return [Head(row.chain, row.seq, row.hash) for row in AuditChain.objects.order_by("chain")]
