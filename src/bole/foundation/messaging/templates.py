"""Message templates: data in ``library/messages``, one TOML per message, versioned and hashed."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.foundation.messaging import rules
from bole.foundation.messaging.rules import Rendered
from bole.kernel.errors import BoleError

_KEY = re.compile(r"[a-z0-9-]{1,60}\Z")
_KEYS = frozenset({"key", "version", "channels", "secret", "fields", "zh", "en"})
_TEXTS = frozenset({"subject", "text", "sms"})


class TemplateError(BoleError):
    """A template is missing or damaged, or was not given the fields it names."""

    code = "template"


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """``channels`` in order of preference; ``secret`` content is forgotten once it is delivered."""

    key: str
    version: int
    sha256: str
    channels: tuple[str, ...]
    secret: bool
    fields: frozenset[str]
    texts: dict[str, dict[str, str]]

    def check(self, context: dict[str, str]) -> None:
        """Every field and no other, all of them text."""
        wrong = self.fields ^ set(context)
        if wrong or not all(isinstance(value, str) for value in context.values()):
            raise TemplateError(f"{self.key}: wrong fields {sorted(wrong)}", code="template_fields")

    def render(self, language: str, channel: str, context: dict[str, str]) -> Rendered:
        """The message in ``zh`` or ``en`` (anything that is not English is answered in Chinese)."""
        words = self.texts["en" if language.startswith("en") else "zh"]
        body = words["sms"] if channel == "sms" else words["text"]
        return rules.render(words["subject"], body, context)


def template(key: str) -> MessageTemplate:
    """The current template of that name; TemplateError without one."""
    if not _KEY.match(key):
        raise TemplateError("not a template's key", code="template_unknown")
    return _load(Path(settings.LIBRARY_DIR) / "messages" / f"{key}.toml")


@cache
def _load(path: Path) -> MessageTemplate:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise TemplateError(f"no message template {path.stem!r}", code="template_unknown") from error
    data: dict[str, Any] = tomllib.loads(raw.decode())
    found = MessageTemplate(
        key=path.stem,
        version=data.get("version", 0),
        sha256=hashlib.sha256(raw).hexdigest(),
        channels=tuple(data.get("channels", ())),
        secret=bool(data.get("secret", False)),
        fields=frozenset(data.get("fields", ())),
        texts={language: data.get(language, {}) for language in ("zh", "en")},
    )
    _check(found, data)
    return found


def _check(found: MessageTemplate, data: dict[str, Any]) -> None:
    """Unknown keys, missing languages and misspelt places are found when loading, not when sending."""
    sound = set(data) == _KEYS and data["key"] == found.key and found.channels
    needed = _TEXTS if "sms" in found.channels else _TEXTS - {"sms"}
    if not sound or any(set(words) != needed for words in found.texts.values()):
        raise TemplateError(f"{found.key}.toml has unknown or missing keys", code="template_damaged")
    example = dict.fromkeys(found.fields, "x")
    try:
        for language in found.texts:
            for channel in found.channels:
                found.render(language, channel, example)
    except (KeyError, ValueError) as error:
        reason = f"{found.key}.toml names a field it does not declare: {error}"
        raise TemplateError(reason, code="template_damaged") from error
