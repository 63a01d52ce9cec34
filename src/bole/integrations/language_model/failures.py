"""What httpx raises and servers answer → PortError."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bole.ports.errors import PortError

_LONGEST_WAIT = 60.0


class BusyError(PortError):
    """The server asked to wait; ``after`` seconds, 0 when it did not say."""

    code = "llm_busy"
    retryable = True

    def __init__(self, after: float) -> None:
        super().__init__("the model is busy")
        self.after = after


def refused(answer: httpx.Response) -> PortError:
    """The failure behind a status other than 200."""
    status = answer.status_code
    if status in {429, 503}:
        return BusyError(_seconds(answer.headers.get("Retry-After", "")))
    if status >= 500:
        return PortError(f"the model server said {status}", code="llm_failed", retryable=True)
    return PortError(f"the model server refused: {status}", code="llm_refused")


def cut(message: str, *, retryable: bool) -> PortError:
    """The reply ended too early."""
    return PortError(message, code="llm_cut", retryable=retryable)


def _seconds(value: str) -> float:
    """Whole seconds of a Retry-After; a date or nonsense counts as not said."""
    return min(float(value), _LONGEST_WAIT) if value.isascii() and value.isdigit() else 0.0


@contextmanager
def failures_named() -> Iterator[None]:
    """Network failures by name; only those that may pass can be tried again."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise PortError("the model took too long", code="llm_timeout", retryable=True) from error
    except httpx.RemoteProtocolError as error:
        raise cut("the connection broke in the middle of a reply", retryable=True) from error
    except httpx.DecodingError as error:
        raise PortError("the server's reply cannot be decoded", code="llm_bad_reply") from error
    except httpx.TransportError as error:
        if isinstance(error.__context__, ssl.SSLError) or "CERTIFICATE" in str(error).upper():
            raise PortError("no trusted connection to the model", code="llm_tls") from error
        raise PortError("the model server does not answer", code="llm_down", retryable=True) from error
