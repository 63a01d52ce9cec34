"""One way to reach a person: mail, short message, a chat of the bank's … The outbox knows no other form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Form = Literal["long", "short"]
AfterBreak = Literal["again", "ask", "never"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; ``content_type`` with its parameters (``text/calendar; method=…``)."""

    name: str
    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel is given. ``values`` are the template's places in the order of their first appearance;
    ``gateway_code`` is the name under which the outside registered the template, ``unsubscribe`` the address
    of a one-click refusal of further messages (empty where the message may not be refused). A channel that
    carries no files leaves ``attachments`` out: the text must do without them.
    """

    to: str
    subject: str
    text: str
    html: str
    reference: str
    template: str = ""
    language: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    gateway_code: str = ""
    unsubscribe: str = ""
    attachments: tuple[Attachment, ...] = ()


class Channel(Protocol):
    """An adapter. ``form``: which of a template's texts it carries; ``address``: which of a person's
    addresses it needs; ``per_second``: how many it may be handed (0: no limit).

    ``after_break`` says what happens to a message whose worker died while handing it over: ``again`` (at
    least once, the receiver can tell the second copy by its reference), ``ask`` (``find`` first, then again)
    or ``never`` (at most once: a person decides).
    """

    @property
    def key(self) -> str:
        """Its name in route tables."""
        ...

    @property
    def form(self) -> Form:
        """Which of a template's texts it carries."""
        ...

    @property
    def address(self) -> str:
        """Which of a person's addresses it needs."""
        ...

    @property
    def per_second(self) -> float:
        """How many it may be handed a second; 0 for no limit."""
        ...

    @property
    def after_break(self) -> AfterBreak:
        """What happens to a message whose worker died while handing it over."""
        ...

    def send(self, letter: Letter) -> str:
        """Hand it over; the outside's receipt (may be empty). PortError, retryable or not, otherwise."""
        ...

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """Whether it reached the person; None while nobody knows, and where nobody ever will."""
        ...

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """The receipt of a message of ours that was taken over since then; None if there is none."""
        ...
