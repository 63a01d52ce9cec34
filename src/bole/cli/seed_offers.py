"""Offers of the demo bank: one being written, one waiting for a second person, one with a request for
another day, one signed. People and amounts are invented; the bands are the library's examples."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from bole.foundation.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody the bank wants; ``so_far`` is how far the offer has come."""

    name: str
    job: str
    score: str
    so_far: str


PEOPLE = (
    Chosen("韩予安", "teller", "88", "signed"),
    Chosen("薛子墨", "teller", "81", "asked"),
    Chosen("袁可欣", "relationship-manager", "86", "waiting"),
    Chosen("魏来", "teller", "76", "draft"),
)
CODE, UNIT = 7700, "LJ"


def arrive(now: datetime) -> int:
    """Enter whoever is not there yet; how many offers came."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.offers import queries

    chief, branch = seed.actor_named("heqian"), seed.actor_named("qinlan")
    with acting_as(chief):
        if queries.visible_to(chief).exists():
            return 0
        for number, one in enumerate(PEOPLE):
            _one(one, number, chief, branch, now)
    return len(PEOPLE)


def _one(one: Chosen, number: int, chief: Actor, branch: Actor, now: datetime) -> None:
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.hiring.offers import services

    begun = now - timedelta(days=3, hours=2 * number)
    application_id = _walked(one, number, chief, begun)
    with system_scope("demo"):
        offer = services.draft(application_id=application_id, now=begun)
        assert offer is not None
    if one.so_far == "draft":
        return
    handed, signed = begun + timedelta(hours=1), begun + timedelta(hours=3)
    with acting_as(branch):
        services.take_over(offer_id=offer.pk)
        version = _insured(offer.pk, handed)
        version = services.submit(offer_id=offer.pk, sha256=version.sha256, note="", now=handed)
    if one.so_far == "waiting":
        return
    _approve(version.pk, chief, signed)
    person = _as_person(offer.candidate_id)
    with acting_as(person):
        services.opened(offer_id=offer.pk, now=signed + timedelta(minutes=25))
    if one.so_far == "asked":
        _ask(offer.pk, person, version.terms["starts_on"], signed + timedelta(hours=5))
    else:
        _sign(offer.pk, person, version, now - timedelta(minutes=40))


def _insured(offer_id: UUID, now: datetime) -> Any:
    """The city the library knows most of, so that contributions are shown."""
    from copy import deepcopy

    from bole.hiring.offers import library, queries, services

    version = queries.in_work(queries.get(offer_id))
    assert version is not None
    new = deepcopy(version.terms)
    new["insurance"] = library.cities()["beijing"]
    return services.save(offer_id=offer_id, new=new, revision=version.revision, now=now)


def _walked(one: Chosen, number: int, chief: Actor, until: datetime) -> UUID:
    """Entered by HR and moved to the offer by head office, with what each stage left."""
    from bole.foundation.access.actors import acting_as
    from bole.foundation.org.models import Unit
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import queries as pipeline
    from bole.hiring.pipeline import services as moving
    from bole.hiring.requisitions import queries as requisitions

    then, unit = until - timedelta(days=9), Unit.objects.get(code=UNIT)
    with acting_as(chief):
        person, _new = candidates.enter(
            unit_id=unit.pk, name=one.name, phone=f"1390000{CODE + number}",
            email=f"offer.{number}@people.example", source="apply", as_of=then, now=then,
        )  # fmt: skip
        opening = requisitions.open_for(chief).filter(job_key=one.job, unit=unit).first()
        assert opening is not None
        application = moving.apply(candidate_id=person.pk, requisition_id=opening.pk, now=then)
        process = pipeline.process_of(application)
        while process.stage(application.stage).kind != "offer":
            kind = process.stage(application.stage).kind
            label = {"ai_interview": f"ai:{one.score}", "panel": f"panel:{one.score}", "check": "check:clear"}
            last = process.stage(pipeline.ways_on(application)[0].key).kind == "offer"
            then = until if last else then + timedelta(days=1)
            application = _on(application, chief, label.get(kind, ""), then)
    return application.pk


def _on(application: Any, chief: Actor, label: str, now: datetime) -> Any:
    from bole.hiring.pipeline import queries as pipeline
    from bole.hiring.pipeline import services as moving

    to = pipeline.ways_on(application)[0].key
    moving.propose(application_id=application.pk, to=to, outcome="hold", report_id=None, label=label, now=now)
    return moving.advance(
        application_id=application.pk, to=to, actor=chief, reason="proposal",
        expected_version=application.version, now=now,
    )  # fmt: skip


def _approve(version_id: UUID, chief: Actor, now: datetime) -> None:
    from bole.foundation.access.actors import acting_as
    from bole.foundation.approvals import queries, services

    with acting_as(chief):
        request = queries.waiting_for("offer", version_id)
        assert request is not None
        services.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=now)


def _ask(offer_id: UUID, person: Actor, starts_on: str, now: datetime) -> None:
    """Two weeks later would be better."""
    from datetime import date

    from bole.foundation.access.actors import acting_as
    from bole.hiring.offers import services

    later = date.fromisoformat(starts_on) + timedelta(days=14)
    item = {"field": "starts_on", "wanted": later.isoformat(), "why": "现单位需要一个月交接"}
    with acting_as(person):
        services.ask(offer_id=offer_id, number=1, items=[item], words="其他条款我都没有问题。", now=now)


def _sign(offer_id: UUID, person: Actor, version: Any, now: datetime) -> None:
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.foundation.messaging.models import OutboxMessage
    from bole.hiring.offers import services
    from bole.hiring.offers.views.signing import consent

    with acting_as(person):
        services.send_code(offer_id=offer_id, now=now)
        with system_scope("demo"):
            sent = OutboxMessage.objects.filter(template="one-time-code", candidate_id=person.candidate_id)
            code = sent.order_by("-queued_at").first().context["code"]  # type: ignore[union-attr]
        services.sign(
            offer_id=offer_id, number=version.number, sha256=version.sha256, code=code,
            image=drawn(), agreed=True, consent=consent(version.number), now=now,
        )  # fmt: skip


def _as_person(candidate_id: UUID) -> Actor:
    from bole.foundation.access.actors import Actor

    return Actor(kind="candidate", id=candidate_id, label="candidate", candidate_id=candidate_id)


def drawn(width: int = 320, height: int = 120) -> str:
    """A few strokes as the canvas would hand them over: a PNG on nothing, in base64."""
    pen = [(40 + 2 * n, 60 + (n * 7 % 41) - 20 + (n * n % 17)) for n in range(120)]
    ink = {(x + dx, y + dy) for x, y in pen for dx in range(-2, 3) for dy in range(-2, 3)}
    rows = b"".join(
        b"\0" + b"".join(b"\x17\x21\x1d\xff" if (x, y) in ink else b"\0\0\0\0" for x in range(width))
        for y in range(height)
    )

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode()
