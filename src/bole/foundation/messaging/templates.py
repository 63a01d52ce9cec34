"""Message templates: data in ``library/messages``, one TOML per message, versioned and hashed."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.foundation.messaging import checking, rules
from bole.foundation.messaging.rules import Rendered
from bole.kernel.errors import BoleError
from bole.ports.channel import Form

_KEY = re.compile(r"[a-z0-9-]{1,60}\Z")
_KEYS = frozenset({"key", "version", "channels", "secret", "fields", "zh", "en"})
_MAY = frozenset({"audience", "urgent", "optional", "must", "title", "bulk"})
_TEXTS = frozenset({"subject", "text"})
AUDIENCES = ("candidate", "staff")
LANGUAGES = ("zh", "en")
FORMS: tuple[Form, ...] = ("long", "short")


class TemplateError(BoleError):
    """A template is missing or damaged, or was not given the fields it names."""

    code = "template"


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """``channels`` in order of preference; ``secret`` content is forgotten once it is delivered; ``urgent``
    goes in quiet hours; of ``optional`` ones a candidate may want no more; ``bulk`` ones can be sent to
    people chosen by hand; ``must``: places no wording may leave out, by form.
    """

    key: str
    version: int
    sha256: str
    channels: tuple[str, ...]
    secret: bool
    fields: frozenset[str]
    texts: dict[str, dict[str, str]]
    audience: str = "candidate"
    urgent: bool = False
    optional: bool = False
    must: Mapping[str, frozenset[str]] | None = None
    title: Mapping[str, str] | None = None
    bulk: bool = False

    def check(self, context: Mapping[str, str]) -> None:
        """Every field and no other, all of them text."""
        wrong = self.fields ^ set(context)
        if wrong or not all(isinstance(value, str) for value in context.values()):
            raise TemplateError(f"{self.key}: wrong fields {sorted(wrong)}", code="template_fields")

    def has(self, form: Form) -> bool:
        """Whether the library has a text of that form."""
        return all(_text_key(form) in words for words in self.texts.values())

    def text(self, language: str, form: Form) -> tuple[str, str]:
        """Subject and body in ``zh`` or ``en`` (anything that is not English is answered in Chinese)."""
        words = self.texts[language_of(language)]
        return words["subject"], words.get(_text_key(form), "")

    def needed(self, form: Form) -> frozenset[str]:
        """The places a text of that form must have: by the library, else all in a mail and links and codes
        on a phone."""
        if self.must is not None and form in self.must:
            return self.must[form]
        return self.fields if form == "long" else self.fields & {"link", "code"}

    def render(self, language: str, channel: str, context: Mapping[str, str]) -> Rendered:
        """The library's text, filled; ``channel`` sms takes the short one."""
        subject, body = self.text(language, "short" if channel == "sms" else "long")
        return rules.render(subject, body, dict(context))


def language_of(code: str) -> str:
    """``en`` for English, ``zh`` for everything else."""
    return "en" if code.startswith("en") else "zh"


def template(key: str) -> MessageTemplate:
    """The current template of that name; TemplateError without one."""
    if not _KEY.match(key):
        raise TemplateError("not a template's key", code="template_unknown")
    return _load(_folder() / f"{key}.toml")


def every() -> list[MessageTemplate]:
    """All templates of the library by key."""
    return [template(path.stem) for path in sorted(_folder().glob("*.toml"))]


def samples(key: str, language: str) -> dict[str, str]:
    """Values to look at a text with: of every field of the template."""
    known = _samples(_folder() / "samples" / "values.toml")
    words = template(key).fields
    return {name: known.get(name, {}).get(language_of(language), f"[{name}]") for name in words}


def _folder() -> Path:
    return Path(settings.LIBRARY_DIR) / "messages"


@cache
def _samples(path: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def _load(path: Path) -> MessageTemplate:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise TemplateError(f"no message template {path.stem!r}", code="template_unknown") from error
    data: dict[str, Any] = tomllib.loads(raw.decode())
    must = data.get("must")
    found = MessageTemplate(
        key=path.stem,
        version=data.get("version", 0),
        sha256=hashlib.sha256(raw).hexdigest(),
        channels=tuple(data.get("channels", ())),
        secret=bool(data.get("secret", False)),
        fields=frozenset(data.get("fields", ())),
        texts={language: data.get(language, {}) for language in LANGUAGES},
        audience=data.get("audience", "candidate"),
        urgent=bool(data.get("urgent", data.get("secret", False))),
        optional=bool(data.get("optional", False)),
        must={form: frozenset(names) for form, names in must.items()} if must else None,
        title=data.get("title"),
        bulk=bool(data.get("bulk", False)),
    )
    _check(found, data)
    return found


def _check(found: MessageTemplate, data: dict[str, Any]) -> None:
    """Unknown keys, missing languages and misspelt places are found when loading, not when sending."""
    sound = set(data) >= _KEYS and set(data) <= _KEYS | _MAY and data["key"] == found.key and found.channels
    short = "sms" in found.channels or any("sms" in words for words in found.texts.values())
    needed = _TEXTS | {"sms"} if short else _TEXTS
    known = found.audience in AUDIENCES and set(found.must or ()) <= set(FORMS)
    if not sound or not known or any(set(words) != needed for words in found.texts.values()):
        raise TemplateError(f"{found.key}.toml has unknown or missing keys", code="template_damaged")
    wrong = [
        problem for language in LANGUAGES for form in FORMS for problem in _problems(found, language, form)
    ]
    if wrong:
        raise TemplateError(f"{found.key}.toml: {wrong[0]}", code="template_damaged")


def _problems(found: MessageTemplate, language: str, form: Form) -> list[checking.Problem]:
    if not found.has(form):
        return []
    subject, body = found.text(language, form)
    polite, must = found.audience == "candidate", found.needed(form)
    return checking.problems(
        subject=subject,
        body=body,
        form=form,
        language=language,
        fields=found.fields,
        must=must,
        polite=polite,
    )


def _text_key(form: Form) -> str:
    return "sms" if form == "short" else "text"
