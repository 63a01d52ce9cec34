"""Sources that say what they hold about a person's degree, employers, certificates, identity or conduct.

A source states facts; whether they agree with the résumé is decided by whoever asked. A source is asked only
what it needs: one that keeps business records is given an employer's name and nothing about the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bole.ports.errors import PortError

Kind = Literal["identity", "degree", "employment", "certificate", "conduct"]
KINDS: tuple[Kind, ...] = ("identity", "degree", "employment", "certificate", "conduct")
Verdict = Literal["found", "not_found", "other_person"]
VERDICTS: tuple[Verdict, ...] = ("found", "not_found", "other_person")


class SourceBusyError(PortError):
    """The source wants to be asked later (429); ``after`` is how long it said, None when it did not."""

    code = "source_busy"
    retryable = True

    def __init__(self, message: str = "", *, after: timedelta | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """One question. ``reference`` is ours and opaque: asking twice with it is one question, and one price.

    ``name`` and ``id_number`` are empty for sources whose ``needs_person`` is False. ``claims``: what the
    résumé says, by field (``rules.fields`` of the capability names them).
    """

    reference: str
    kind: Kind
    name: str
    id_number: str
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What the source holds. ``facts``: field → value as it says it; a field it does not know is missing.

    ``nonce`` is the delivery's own id, empty for a result that was fetched; ``sha256`` covers the bytes.
    """

    reference: str
    foreign_id: str
    verdict: Verdict
    facts: Mapping[str, str]
    source_version: str
    finished_at: datetime
    nonce: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """The source took the question; ``result`` when it could answer at once."""

    foreign_id: str
    result: SourceResult | None = None


class VerificationSource(Protocol):
    """A source. PortError codes: ``source_down``, ``source_timeout``, ``source_busy``, ``source_failed``
    (all retryable); ``source_refused``, ``source_unknown``, ``source_bad_reply``, ``callback_refused`` (a
    signature that is wrong, or a time outside the window), ``source_no_callbacks``.
    """

    name: str
    kinds: tuple[Kind, ...]
    needs_person: bool

    def submit(self, request: CheckRequest) -> Ticket:
        """Ask; the same reference gives the same ticket."""
        ...

    def result(self, foreign_id: str) -> SourceResult | None:
        """The answer; None while there is none yet."""
        ...

    def cancel(self, foreign_id: str) -> None:
        """The person took the consent back: stop looking. Harmless for a question that is answered."""
        ...

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> SourceResult:
        """The result a callback brings, after its signature and time were checked. Whether its nonce was seen
        before is the caller's to know."""
        ...
