"""Interviews held by somebody else's engine: ask for one, look how it stands, read its result.

A result is the engine's word on its own scale. What it means here is decided by whoever asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

State = Literal["created", "in_progress", "done", "failed", "expired"]


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One interview. ``reference`` is ours and opaque: asking twice with it is one interview. No name and no
    address goes along; the candidate comes by the link that is returned."""

    reference: str
    job: str
    language: str  # zh or en
    competencies: Mapping[str, str]  # our key → label
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class EngineTicket:
    """What the engine made of it."""

    foreign_id: str
    link: str


@dataclass(frozen=True, slots=True)
class EngineScore:
    """One of the engine's scores, on its scale; ``evidence``: the candidate's words, as the engine cites."""

    key: str
    label: str
    value: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineResult:
    """A result as it came. ``partial``: some scores are missing. ``nonce`` is the delivery's own id, empty
    for a result that was fetched; ``sha256`` covers the bytes it was read from."""

    reference: str
    foreign_id: str
    engine_version: str
    partial: bool
    scale: tuple[float, float]
    scores: tuple[EngineScore, ...]
    finished_at: datetime
    nonce: str
    sha256: str


class InterviewEngine(Protocol):
    """An engine. PortError codes: ``engine_down``, ``engine_timeout``, ``engine_busy``, ``engine_failed``
    (all retryable); ``engine_refused``, ``engine_unknown``, ``engine_not_done``, ``engine_bad_reply``,
    ``callback_refused`` (a signature that is wrong, or too old).
    """

    name: str

    def create(self, request: EngineRequest) -> EngineTicket:
        """Ask for an interview; the same reference gives the same ticket."""
        ...

    def state(self, foreign_id: str) -> State:
        """How it stands."""
        ...

    def result(self, foreign_id: str) -> EngineResult:
        """The result of an interview that is done."""
        ...

    def read_callback(self, headers: Mapping[str, str], body: bytes) -> EngineResult:
        """The result a callback brings, after its signature and time were checked. Whether its nonce was seen
        before is the caller's to know."""
        ...
