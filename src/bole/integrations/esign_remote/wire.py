"""The documented bodies of the contract ↔ values. Anything else is ``seal_bad_reply``."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from asn1crypto import cms
from cryptography import x509

from bole.kernel.json_body import UNREADABLE
from bole.ports.errors import PortError

MOST_CONTAINER = 16 * 1024
MOST_CERTIFICATES = 8


def order(reference: str, digest: bytes, at: datetime) -> dict[str, str]:
    """Body of ``POST /signatures``."""
    return {
        "reference": reference,
        "digest_algorithm": "sha256",
        "digest": base64.b64encode(digest).decode(),
        "signing_time": at.isoformat(),
    }


def chain(body: bytes) -> list[x509.Certificate]:
    """``{certificates: [PEM]}``, the signing one first."""
    found = _object(body).get("certificates")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_CERTIFICATES:
        raise bad("no certificates")
    try:
        return [x509.load_pem_x509_certificate(one.encode()) for one in found]
    except (ValueError, AttributeError) as error:
        raise bad("not a certificate") from error


def container(body: bytes, digest: bytes) -> cms.ContentInfo:
    """``{cms}``: signed data over our digest and nothing else."""
    try:
        packed = base64.b64decode(_object(body).get("cms") or "", validate=True)
        found = cms.ContentInfo.load(packed, strict=True)
        signed = found["content"]["signer_infos"][0]["signed_attrs"]
        digests = [one["values"][0].native for one in signed if one["type"].native == "message_digest"]
    except (ValueError, TypeError, LookupError, AttributeError, binascii.Error) as error:
        raise bad("not a signature container") from error
    if len(packed) > MOST_CONTAINER:
        raise bad("the container is too large")
    if digests != [digest]:
        raise bad("it signed something else")
    return found


def bad(why: str) -> PortError:
    """What cannot be used."""
    return PortError(f"the signing service's answer cannot be used: {why}", code="seal_bad_reply")


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except UNREADABLE as error:
        raise bad("not JSON") from error
    if not isinstance(found, dict):
        raise bad("not an object")
    return found
