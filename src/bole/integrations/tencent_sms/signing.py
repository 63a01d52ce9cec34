"""Request signature TC3-HMAC-SHA256 (Tencent Cloud's "signature method v3").

Canonical request: method, path, query, the signed headers in lower case, their names, hash of the body.
Signed: the algorithm, the time, the scope ``date/service/tc3_request`` and the hash of that, with a key
derived step by step from the secret, the date and the service.
"""

import hashlib
import hmac
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json; charset=utf-8"
SIGNED = "content-type;host;x-tc-action"


def authorization(
    *, service: str, host: str, action: str, body: bytes, timestamp: int, key_id: str, secret: str
) -> str:
    """The Authorization header of a POST of JSON to ``/``; ``timestamp`` in seconds."""
    date = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    scope = f"{date}/{service}/tc3_request"
    headers = f"content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    canonical = "\n".join(["POST", "/", "", headers, SIGNED, hashlib.sha256(body).hexdigest()])
    text = "\n".join([ALGORITHM, str(timestamp), scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"TC3{secret}".encode()
    for step in (date, service, "tc3_request"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={SIGNED}, Signature={signature}"
