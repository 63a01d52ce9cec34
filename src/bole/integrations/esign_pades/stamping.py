"""A time-stamp authority over HTTP (RFC 3161)."""

import asyncio

import httpx
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

MOST_BYTES = 256 * 1024


class HttpStamper(TimeStamper):
    """Asks the authority at ``url``; whatever goes wrong is a ``TimestampRequestError``."""

    def __init__(self, url: str, timeout: float = 15.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves this one untyped
        self.url, self.timeout = url, timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """See TimeStamper."""
        return await asyncio.to_thread(self._asked, req.dump())

    def _asked(self, query: bytes) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        try:
            with httpx.Client(timeout=self.timeout, trust_env=False, follow_redirects=False) as client:
                answer = client.post(self.url, content=query, headers=headers)
            if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
                raise TimestampRequestError(f"the time-stamp authority said {answer.status_code}")
            reply = tsp.TimeStampResp.load(answer.content, strict=True)
            reply["status"]["status"].native  # noqa: B018  asn1crypto reads lazily: look now
        except (httpx.HTTPError, ValueError, TypeError) as error:
            raise TimestampRequestError("the time-stamp authority gave no stamp") from error
        return reply
