"""Sending one short message to a phone."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sms:
    """``to`` in E.164 form, ``text`` as one message."""

    to: str
    text: str
    reference: str


class SmsSender(Protocol):
    """Hands a short message to a gateway."""

    def send(self, sms: Sms) -> None:
        """Return when the gateway has taken it over; PortError (retryable or not) otherwise."""
        ...
