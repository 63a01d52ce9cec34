"""The cast of the offer tests: an application in the stage of the offer, a drawn name, the code that was
sent."""

import base64
import struct
import zlib
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.approvals import queries as approvals
from bole.foundation.approvals import services as deciding
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.conftest import Cast
from bole.hiring.offers import queries, services
from bole.hiring.offers.models import Offer, Version
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moving


def drawing(width: int = 64, height: int = 24, *, ink: bool = True) -> str:
    """A PNG with a line across, as the canvas sends it; without ``ink`` an empty one."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    dark, light = (b"\x17\x21\x1d\xff", b"\x30\x40\x36\x80") if ink else (bytes(4), bytes(4))
    rows = b"".join(
        b"\0"
        + b"".join(dark if abs(x - 2 * y) < 6 else light if x % 9 == 0 else bytes(4) for x in range(width))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(png).decode()


def person(cast: Cast) -> AbstractContextManager[Any]:
    """Act as the candidate behind the personal link."""
    return acting_as(
        Actor(kind="candidate", id=cast.candidate_id, label="candidate", candidate_id=cast.candidate_id)
    )


def into_offer(cast: Cast, now: datetime) -> None:
    """Walk the application to the offer, with scores on the way."""
    with cast.acting("hr"):
        labels = {"ai_interview": "ai:81.7", "panel": "panel:90", "background_check": "check:clear"}
        while pipeline.get(cast.application_id).stage != "offer":
            application = pipeline.get(cast.application_id)
            to = pipeline.ways_on(application)[0].key
            moving.propose(
                application_id=application.pk,
                to=to,
                outcome="hold",
                report_id=None,
                label=labels.get(application.stage, ""),
                now=now,
            )
            moving.advance(
                application_id=application.pk,
                to=to,
                actor=cast.hr,
                reason="test",
                expected_version=application.version,
                now=now,
            )


def drafted(cast: Cast, now: datetime) -> Offer:
    """An offer as the task makes it."""
    into_offer(cast, now)
    with system_scope("test"):
        made = services.draft(application_id=cast.application_id, now=now)
    assert made is not None
    return made


def work(offer: Offer) -> Version:
    """The version in work."""
    with system_scope("test"):
        found = queries.in_work(offer)
    assert found is not None
    return found


def submit(cast: Cast, offer: Offer, now: datetime) -> Version:
    """HR of the branch hands the draft in."""
    with cast.acting("hr"):
        services.take_over(offer_id=offer.pk)
        version = work(offer)
        return services.submit(offer_id=offer.pk, sha256=version.sha256, note="", now=now)


def decide(
    cast: Cast, version: Version, who: str, now: datetime, *, kind: str = "offer", yes: bool = True
) -> None:
    """Somebody signs or refuses the open request about a version."""
    with cast.acting(who):
        request = approvals.waiting_for(kind, version.pk)
        assert request is not None
        deciding.decide(
            request_id=request.pk, approve=yes, sha256=request.sha256, now=now, note="" if yes else "too high"
        )


def sent(cast: Cast, now: datetime) -> Offer:
    """An offer that lies before the candidate."""
    offer = drafted(cast, now)
    version = submit(cast, offer, now)
    decide(cast, version, "chief", now)
    with cast.acting("hr"):
        return queries.get(offer.pk)


def code_of(offer: Offer) -> str:
    """The newest code that was sent."""
    with system_scope("test"):
        message = OutboxMessage.objects.filter(template="one-time-code").order_by("-queued_at", "-pk").first()
    assert message is not None
    return str(message.context["code"])


def sign(cast: Cast, offer: Offer, now: datetime, **more: Any) -> Offer:
    """The candidate asks for a code and signs what is shown."""
    with person(cast):
        found = queries.get(offer.pk)
        assert found.shown is not None
        if "code" not in more:
            services.send_code(offer_id=offer.pk, now=now)
            more["code"] = code_of(offer)
        given: dict[str, Any] = {
            "number": found.shown.number,
            "sha256": found.shown.sha256,
            "image": drawing(),
            "agreed": True,
            "consent": "I agree",
            **more,
        }
        return services.sign(offer_id=offer.pk, now=now, **given)
