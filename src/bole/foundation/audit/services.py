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
) -> None:
    """Write a line in the current transaction.

    The database stamps time and actor from the session, so a caller cannot write in another's name. The line
    takes its place in the branch's chain at commit, so that writers of one branch wait only for each other's
    commits, and a roll-back leaves no gap.
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


def verify() -> Iterator[Problem]:
    """Check every chain from its first line. Needs a scope that sees all lines; yields nothing when all is
    well.
    """
    heads = {head.chain: head for head in head()}
    place: dict[uuid.UUID, tuple[int, str]] = {}
    met: set[uuid.UUID] = set()  # chains whose head was seen among the lines; later lines may follow it
    for line in AuditLine.objects.exclude(seq=None).order_by("chain", "seq").iterator(chunk_size=2000):
        seq, last = place.get(line.chain, (0, rules.GENESIS))
        here = line.seq or 0
        if here != seq + 1:
            yield Problem(line.chain, here, "gap")
        elif line.previous != last:
            yield Problem(line.chain, here, "broken")
        if hash_of(line) != line.hash:
            yield Problem(line.chain, here, "changed")
        place[line.chain] = (here, line.hash)
        known = heads.get(line.chain)
        if known is None or (here, line.hash) == (known.seq, known.hash):
            met.add(line.chain)  # without a head: a chain begun after we looked
    for chain in sorted(heads.keys() - met):
        yield Problem(chain, heads[chain].seq, "head")


def hash_of(line: AuditLine) -> str:
    """The hash the line should carry."""
    return rules.line_hash(
        chain=line.chain,
        seq=line.seq or 0,
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
    with connection.cursor() as cursor:  # lines of a transaction still open here take their places now
        cursor.execute("SET CONSTRAINTS audit_line_place IMMEDIATE")
        cursor.execute("SET CONSTRAINTS audit_line_place DEFERRED")
    return [Head(row.chain, row.seq, row.hash) for row in AuditChain.objects.order_by("chain")]
