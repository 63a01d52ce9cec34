"""The bank's reasons for declining, as they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason as it is typed; without a key it is new."""

    key: str
    zh: str
    en: str


class ReasonRows:
    """The list of reasons with room for three more; a row with both words empty is gone."""

    SPARE = 3
    MOST = 40

    def __init__(self, known: Sequence[Mapping[str, Any]], post: Mapping[str, str] | None) -> None:
        self.problems: list[str] = []
        rows = [ReasonRow(one["key"], one["label"]["zh"], one["label"]["en"]) for one in known]
        self._known = {one.key for one in rows}
        self.rows = self._typed(post) if post else [*rows, *[ReasonRow("", "", "")] * self.SPARE]

    def _typed(self, post: Mapping[str, str]) -> list[ReasonRow]:
        said = (
            [_plain(post.get(f"{name}-{n}", "")) for name in ("key", "zh", "en")]
            for n in range(self.MOST)
            if f"zh-{n}" in post
        )
        return [ReasonRow(key if key in self._known else "", zh[:60], en[:60]) for key, zh, en in said]

    def is_valid(self) -> bool:
        """Every reason needs both words, and there must be one."""
        kept = [one for one in self.rows if one.zh or one.en]
        if not kept:
            self.problems.append(gettext("There must be at least one reason."))
        if any(not (one.zh and one.en) for one in kept):
            self.problems.append(gettext("Every reason needs words in Chinese and in English."))
        return not self.problems

    def body(self) -> list[dict[str, Any]]:
        """As it is written down; a new one gets a key from its English words."""
        used: set[str] = set()
        found = []
        for one in self.rows:
            if not one.zh:
                continue
            key = one.key or _free_key(one.en, self._known | used)
            used.add(key)
            found.append({"key": key, "label": {"zh": one.zh, "en": one.en}})
        return found


def _plain(text: str) -> str:
    """On one line, without signs nobody can see."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _free_key(words_en: str, taken: set[str]) -> str:
    base = slugify(words_en).replace("-", "_")[:28].strip("_")
    base = base if base[:1].isalpha() else f"reason_{base}".rstrip("_")[:28]
    number = 1
    while (key := base if number == 1 else f"{base}_{number}") in taken:
        number += 1
    return key
