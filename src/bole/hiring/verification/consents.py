"""The words of each consent as this person is shown them, and their hash."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from string import Template
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from bole.foundation.privacy import wordings
from bole.foundation.privacy.wordings import Wording
from bole.hiring.verification import configured, library
from bole.hiring.verification.models import Check, Verification

PURPOSE: Final = "check_{}"
LANGUAGES = ("zh", "en")
NEEDS_NUMBER = frozenset({"identity", "degree", "certificate", "conduct"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked for: the words in the reader's language and what they cover."""

    kind: str
    title: str
    text: str
    refuse: str
    subjects: tuple[str, ...]
    basis: str
    sha256: str
    needs_number: bool


def language_of(code: str) -> str:
    """zh or en."""
    return "en" if code.startswith("en") else "zh"


def purpose(kind: str) -> str:
    """The purpose consents for this kind are kept under."""
    return PURPOSE.format(kind)


def wording(found: Verification, kind: str) -> Wording:
    """The library's words with this installation's source and this plan's retention in place; the hash covers
    the words in the language asked for, see ``shown_sha256``."""
    plan = library.from_json(found.plan)
    planned = plan.of(kind)
    assert planned is not None
    base = wordings.wording(f"check-{kind}")
    texts = {
        language: {
            name: Template(text).substitute(
                source=source_title(planned.source, language), days=planned.retention_days
            )
            for name, text in base.texts[language].items()
        }
        for language in LANGUAGES
    }
    return Wording(base.key, base.version, base.sha256, base.purpose, texts)


def shown_sha256(words: Wording, language: str) -> str:
    """Of the very words that stand on the page in that language."""
    text = json.dumps(words.texts[language], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def as_shown(words: Wording, language: str) -> Wording:
    """The wording with the hash of what was shown, for the consent's row."""
    return Wording(words.key, words.version, shown_sha256(words, language), words.purpose, words.texts)


def items(found: Verification, checks: Sequence[Check], language: str) -> list[Item]:
    """Everything the person is asked, once per kind, in the order of the checks."""
    plan, made = library.from_json(found.plan), []
    for kind in dict.fromkeys(one.kind for one in checks):
        words, planned = wording(found, kind), plan.of(kind)
        assert planned is not None
        made.append(
            Item(
                kind=kind,
                title=words.texts[language]["title"],
                text=words.texts[language]["text"].strip(),
                refuse=words.texts[language]["refuse"],
                subjects=tuple(one.subject for one in checks if one.kind == kind and one.subject),
                basis=planned.legal_basis[language],
                sha256=shown_sha256(words, language),
                needs_number=needs_number(planned.source, kind),
            )
        )
    return made


def needs_number(source: str, kind: str) -> bool:
    """Whether a source will be asked that wants the identity number."""
    found = configured.sources().get(source)
    return found is not None and found.source.needs_person and kind in NEEDS_NUMBER


def source_title(key: str, language: str) -> str:
    """The name of a source as people read it; a person of the bank where none is configured."""
    found = configured.sources().get(key)
    if found is not None:
        return str(found.title[language])
    with override("en" if language == "en" else "zh-hans"):
        return _("a person of this bank, by hand")
