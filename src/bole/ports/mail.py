"""Sending one mail."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. ``reference`` makes the Message-ID, so that a repeated sending can be told."""

    to: str
    subject: str
    text: str
    html: str
    reference: str


class MailSender(Protocol):
    """Hands a mail to the bank's relay."""

    def send(self, mail: Mail) -> None:
        """Return when the relay has taken it over; PortError (retryable or not) otherwise."""
        ...
