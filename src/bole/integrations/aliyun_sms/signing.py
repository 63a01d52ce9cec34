"""Request signature ACS3-HMAC-SHA256 (Alibaba Cloud's "V3 request body and signature mechanism").

Canonical request: method, path, sorted query, sorted ``host`` and ``x-acs-*`` headers, their names, hash of
the body. Signed: the algorithm's name and the hash of that.
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


def query_of(params: Mapping[str, str]) -> str:
    """Sorted and encoded as RFC 3986 wants it: this very text is signed and sent."""
    return "&".join(f"{quote(name, safe='~')}={quote(params[name], safe='~')}" for name in sorted(params))


def authorization(
    *, method: str, query: str, headers: Mapping[str, str], body: bytes, key_id: str, secret: str
) -> str:
    """The Authorization header of a request to ``/``; ``headers`` with lower-case names."""
    signed = {name: headers[name] for name in sorted(headers) if name == "host" or name.startswith("x-acs-")}
    names = ";".join(signed)
    lines = "".join(f"{name}:{value.strip()}\n" for name, value in signed.items())
    canonical = "\n".join([method, "/", query, lines, names, hashlib.sha256(body).hexdigest()])
    text = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
