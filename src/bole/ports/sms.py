"""Sending one short message to a phone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sms:
    """``to`` in E.164 form, ``text`` as one message; gateways that pass registered texts only take
    ``template``, ``language`` (zh or en) and ``values`` instead: what stands in the text's places, in the
    order in which they appear. ``code`` is the registered template's own name, when the bank entered it.
    """

    to: str
    text: str
    reference: str
    template: str = ""
    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True)
class SmsReported:
    """Event: a gateway says what became of a message. ``reference`` is ours, where the gateway gives it
    back; ``code`` is the gateway's word for a failure.
    """

    receipt: str
    to: str
    reached: bool
    at: datetime
    reference: str = ""
    code: str = ""


class SmsSender(Protocol):
    """Hands a short message to a gateway."""

    def send(self, sms: Sms) -> str:
        """Return the gateway's receipt when it has taken it over; PortError (retryable or not) otherwise."""
        ...

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """Whether it reached the phone; None while nobody knows yet."""
        ...

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """The receipt of the message with our ``reference``, if the gateway took one over since then."""
        ...
