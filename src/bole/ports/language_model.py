"""What we ask of a language model: one request, one reply held to a JSON schema.

A model is never required. What it says is a proposal or a second opinion; nobody's result rests on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``task`` says what is wanted, ``material`` is data to work on, ``schema`` the JSON Schema
    the reply is asked to keep (whoever asks checks it again). ``seed`` varies between repeated runs."""

    task: str
    material: str
    name: str  # of the schema: letters, digits and _
    schema: Mapping[str, Any]
    max_tokens: int = 1500
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's words as they came; ``model`` and ``tokens`` are what the server says of them."""

    text: str
    model: str
    prompt_sha256: str
    tokens: int


class LanguageModel(Protocol):
    """A model behind some server.

    PortError codes: ``llm_down``, ``llm_timeout``, ``llm_busy``, ``llm_failed`` (all retryable), ``llm_cut``
    (the reply ended too early; retryable when the connection broke, not when it met the token limit),
    ``llm_refused``, ``llm_tls``, ``llm_bad_reply``, ``llm_too_long``.
    """

    name: str

    def complete(self, ask: Ask) -> Reply:
        """One reply, or PortError."""
        ...
