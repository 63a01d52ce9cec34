"""Short-lived links to one file for one actor in one session.

A link says which file, who may use it, in which session and until when, and is signed. Whoever it is
forwarded to is another actor or has another session, and gets nothing. The row-level policies are asked
again when it is used.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse

from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of
from bole.foundation.keys.current import link_secret
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

_BODY = struct.Struct(">16s16sQ16s")  # file, holder tag, expiry, nonce
_TAG_BYTES = 32
DEFAULT_SECONDS = 600


class LinkError(BoleError):
    """A link that is forged, expired, or somebody else's. The caller answers as for a missing thing."""

    code = "link_invalid"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was found good."""

    file_id: uuid.UUID
    nonce: str


def _holder(actor: Actor, session: str) -> bytes:
    who = f"{actor.kind}|{actor.id}|{actor.candidate_id}|{session}"
    return hmac.new(link_secret(), b"holder|" + who.encode(), hashlib.sha256).digest()[:16]


def sign(
    file_id: uuid.UUID,
    actor: Actor,
    seconds: int = DEFAULT_SECONDS,
    *,
    session: str = "",
    now: datetime | None = None,
) -> str:
    """A token for ``/files/<token>``. ``session`` ties it to one session as well (see ``sign_for``)."""
    if actor.kind == "anonymous":
        raise LinkError("nobody is no holder of a link", code="link_anonymous")
    until = (now or utc_now()) + timedelta(seconds=seconds)
    body = _BODY.pack(file_id.bytes, _holder(actor, session), int(until.timestamp()), os.urandom(16))
    tag = hmac.new(link_secret(), b"link|" + body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(body + tag).decode().rstrip("=")


def sign_for(request: HttpRequest, file_id: uuid.UUID, seconds: int = DEFAULT_SECONDS) -> str:
    """A token that works only for the actor and the session of this request."""
    return sign(file_id, actor_of(request), seconds, session=session_of(request))


def url_for(request: HttpRequest, file_id: uuid.UUID, seconds: int = DEFAULT_SECONDS) -> str:
    """The address to put into a page."""
    return reverse("files:open", args=[sign_for(request, file_id, seconds)])


def session_of(request: HttpRequest) -> str:
    """The key of the request's session; one is made when there is none yet."""
    if not request.session.session_key:
        request.session.save()
    return str(request.session.session_key)


def check(token: str, actor: Actor, *, session: str = "", now: datetime | None = None) -> Link:
    """The link behind a token; LinkError (codes ``link_invalid``, ``link_expired``, ``link_foreign``)."""
    body = _verified(token)
    file_bytes, holder, until, nonce = _BODY.unpack(body)
    moment = (now or utc_now()).astimezone(UTC)
    if moment.timestamp() >= until:
        raise LinkError("this link has expired", code="link_expired")
    ours = (_holder(actor, session), _holder(actor, ""))
    if not any(hmac.compare_digest(holder, mine) for mine in ours):
        raise LinkError("this link was made for somebody else", code="link_foreign")
    return Link(uuid.UUID(bytes=file_bytes), nonce.hex())


def _verified(token: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError) as error:
        raise LinkError("not a link") from error
    body, tag = raw[: _BODY.size], raw[_BODY.size :]
    right = hmac.new(link_secret(), b"link|" + body, hashlib.sha256).digest()
    if len(raw) != _BODY.size + _TAG_BYTES or not hmac.compare_digest(tag, right):
        raise LinkError("not a link")
    return body
