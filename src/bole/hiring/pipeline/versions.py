"""Versions of processes as rows: which one is in force, and one by its number. What is published never
changes, so each is read once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bole.hiring.pipeline import library
from bole.hiring.pipeline.models import ProcessVersion
from bole.hiring.pipeline.rules import Process, bodies
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError

State = ProcessVersion.State
_read: dict[tuple[str, int], Process] = {}
_uncertain: set[tuple[str, int]] = set()  # written here by a transaction that may yet be rolled back


def numbered(key: str, number: int) -> Process:
    """That version, published or not; NotFoundError without one."""
    place = (key, number)
    if place in _read:
        return _read[place]
    row = ProcessVersion.objects.filter(key=key, number=number).first() or _from_library(key, number)
    process = bodies.read(row.body)
    if row.state != State.DRAFT and place not in _uncertain:
        _read[place] = process
    return process


def every() -> list[Process]:
    """All versions an application can stand in, in one query; each is read once."""
    rows = ProcessVersion.objects.exclude(state=State.DRAFT)
    places = list(rows.order_by("key", "number").values_list("key", "number"))
    missing = [place for place in places if place not in _read]
    if missing:
        for row in rows.filter(key__in={key for key, _ in missing}):
            place = (row.key, row.number)
            if place not in _read and place not in _uncertain:
                _read[place] = bodies.read(row.body)
    return [numbered(*place) for place in places]


def write(row: ProcessVersion) -> None:
    """Insert a version made here; nobody keeps it in mind before the transaction is through."""
    place = (row.key, row.number)
    _uncertain.add(place)
    _read.pop(place, None)
    row.save(force_insert=True)
    transaction.on_commit(lambda: _uncertain.discard(place))


def in_force(key: str) -> ProcessVersion:
    """The newest published version that holds for every opening; NotFoundError for an unknown process."""
    row = general(key).filter(state=State.PUBLISHED).order_by("-number").first()
    return row or _from_library(key, None)


def general(key: str) -> QuerySet[ProcessVersion]:
    """All versions that hold for every opening, drafts and old ones among them."""
    return ProcessVersion.objects.filter(key=key, requisition=None)


def titles() -> dict[str, Mapping[str, str]]:
    """What the processes in force are called, by key: those of the library, and the bank's own."""
    found: dict[str, Mapping[str, str]] = {key: library.process(key).title for key in library.keys()}  # noqa: SIM118
    rows = ProcessVersion.objects.filter(requisition=None, state=State.PUBLISHED).order_by("number")
    return found | {row.key: row.body["title"] for row in rows}


def derived_for(requisition_id: UUID) -> ProcessVersion | None:
    """The version in force for one opening alone, while a stage is put in there."""
    return ProcessVersion.objects.filter(requisition_id=requisition_id, state=State.PUBLISHED).first()


def for_opening(requisition: Any) -> Process:
    """What a new application for this opening goes through."""
    row = derived_for(requisition.pk)
    if row is None or row.key != requisition.process_key:
        row = in_force(requisition.process_key)
    return bodies.read(row.body)


def next_number(key: str) -> int:
    """The number of the next version, whatever it will be for."""
    newest = ProcessVersion.objects.filter(key=key).order_by("-number").first()
    return newest.number + 1 if newest else 1


def _from_library(key: str, number: int | None) -> ProcessVersion:
    """Copy the library's process into the database, once. NotFoundError when it is not that version."""
    process = library.process(key)
    if number not in (None, process.version):
        raise NotFoundError(f"no version {number} of {key}", code="process_unknown")
    body = bodies.body(process)
    try:
        with transaction.atomic():
            return ProcessVersion.objects.create(
                key=key,
                number=process.version,
                state=State.PUBLISHED,
                origin=ProcessVersion.Origin.LIBRARY,
                body=body,
                sha256=bodies.fingerprint(body),
                made_at=(now := utc_now()),
                published_at=now,
            )
    except IntegrityError:  # somebody else needed it at the same moment
        return ProcessVersion.objects.get(key=key, number=process.version)
