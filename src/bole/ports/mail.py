"""Sending one mail."""

from dataclasses import dataclass
from typing import Protocol

from bole.ports.channel import Attachment


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. ``reference`` makes the Message-ID, so that a repeated sending can be told;
    ``unsubscribe`` is the address of a one-click refusal (RFC 8058), empty where there is none.
    """

    to: str
    subject: str
    text: str
    html: str
    reference: str
    unsubscribe: str = ""
    attachments: tuple[Attachment, ...] = ()


class MailSender(Protocol):
    """Hands a mail to the bank's relay."""

    def send(self, mail: Mail) -> None:
        """Return when the relay has taken it over; PortError (retryable or not) otherwise."""
        ...
