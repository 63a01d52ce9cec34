"""What every HTTP source of facts shares: one request with its limits, and failures by name."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bole.ports.errors import PortError
from bole.ports.verification import SourceBusyError

MOST_BYTES = 512 * 1024
LONGEST_WAIT = timedelta(hours=6)


@dataclass
class Pace:
    """At most ``per_second`` questions a second leave this process; who comes sooner waits its turn."""

    per_second: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self) -> None:
        """Wait for one's turn; nothing to wait for without a limit."""
        if self.per_second <= 0:
            return
        with self._lock:
            now = self.clock()
            mine = max(now, self._next)
            self._next = mine + 1 / self.per_second
        if mine > now:
            self.sleep(mine - now)


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    content: bytes | None = None,
    params: Mapping[str, str] | None = None,
    timeout: float,
) -> httpx.Response:
    """One request, without proxies of the environment and without redirects. PortError for anything but 2xx:
    see VerificationSource."""
    try:
        with httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client:
            answer = client.request(method, url, content=content, headers=dict(headers), params=params)
    except httpx.TimeoutException as error:
        raise PortError("the source took too long", code="source_timeout", retryable=True) from error
    except httpx.TransportError as error:
        raise PortError("the source does not answer", code="source_down", retryable=True) from error
    _check(answer)
    return answer


def _check(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in {429, 503}:
        raise SourceBusyError("the source is busy", after=_after(answer.headers.get("Retry-After", "")))
    if status >= 500:
        raise PortError(f"the source said {status}", code="source_failed", retryable=True)
    if status == 404:
        raise PortError("the source knows no such thing", code="source_unknown")
    if not 200 <= status < 300:
        raise PortError(f"the source refused: {status}", code="source_refused")
    if len(answer.content) > MOST_BYTES:
        raise PortError("the source's answer is too large", code="source_bad_reply")


def _after(said: str) -> timedelta | None:
    """``Retry-After`` in seconds or as a date (RFC 9110), at most six hours; None for anything else."""
    if said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - datetime.now(UTC), timedelta()), LONGEST_WAIT)
