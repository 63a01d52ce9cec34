"""A language model that says what it was told to say, for tests."""

import hashlib
from collections.abc import Callable, Sequence

from bole.ports.errors import PortError
from bole.ports.language_model import Ask, Reply

Said = str | PortError | Callable[[Ask], str]


class FakeLanguageModel:
    """Gives ``replies`` one after the other, the last one for ever; an error among them is raised."""

    name = "fake"

    def __init__(self, replies: Sequence[Said]) -> None:
        self.replies = list(replies)
        self.asked: list[Ask] = []

    def complete(self, ask: Ask) -> Reply:
        """See LanguageModel."""
        self.asked.append(ask)
        said = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(said, PortError):
            raise said
        text = said if isinstance(said, str) else said(ask)
        digest = hashlib.sha256(f"{ask.task}\n{ask.material}".encode()).hexdigest()
        return Reply(text, self.name, digest, len(text))
