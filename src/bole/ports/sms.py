"""Sending one short message to a phone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sms:
    """``to`` in E.164 form, ``text`` as one message; gateways that pass registered texts only take
    ``template``, ``language`` (zh or en) and ``values`` instead.
    """

    to: str
    text: str
    reference: str
    template: str = ""
    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class SmsSender(Protocol):
    """Hands a short message to a gateway."""

    def send(self, sms: Sms) -> str:
        """Return the gateway's receipt when it has taken it over; PortError (retryable or not) otherwise."""
        ...

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """Whether it reached the phone; None while nobody knows yet."""
        ...
