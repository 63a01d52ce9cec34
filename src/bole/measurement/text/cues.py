"""Cues: small patterns a rubric author can read, matched by letters and, as a second look, by sound.

Grammar: ``道歉|抱歉 & 等了|久等 & !超市``. ``&`` = all groups within one unit, ``|`` = one of,
``!`` = none of, ``..`` = a short gap, ``*`` = rest of an English word.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.polarity import has_negator, negated
from bole.measurement.text.sound import loose, syllable

_GAP_ZH, _GAP_EN = r".{0,7}?", r".{0,28}?"
_LOOSE_FROM = 4  # syllables from which easily confused sounds are merged
SOUND_STRENGTH = 0.9  # a match by sound counts a little less than one by letters


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sound of a unit with the offset of each syllable in the joined string."""

    exact: str
    loose: str
    exact_at: tuple[int, ...]
    loose_at: tuple[int, ...]


@lru_cache(maxsize=20_000)
def sounds_of(text: str) -> Sounds:
    """Join syllables of ``text`` keeping where each began."""
    exact, merged, exact_at, loose_at = [" "], [" "], [], []
    exact_len = loose_len = 1
    for char in text:
        one = syllable(char) if char.isalnum() else "|"
        two = loose(one)
        exact_at.append(exact_len)
        loose_at.append(loose_len)
        exact.append(one + " ")
        merged.append(two + " ")
        exact_len += len(one) + 1
        loose_len += len(two) + 1
    return Sounds("".join(exact), "".join(merged), tuple(exact_at), tuple(loose_at))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a cue matched inside a unit, and how surely."""

    start: int
    end: int
    strength: float
    by_sound: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives of which one must (or, if ``excluded``, must not) be present."""

    pattern: re.Pattern[str]
    sounds: tuple[tuple[str, int, bool], ...]
    loose_sounds: tuple[tuple[str, int, bool], ...]
    excluded: bool

    def find(self, text: str, language: str, start: int = 0) -> Hit | None:
        """First place not denied by a negation."""
        for match in self.pattern.finditer(text, start):
            if self.excluded or not _denied(text, match, language):
                return Hit(match.start(), match.end(), 1.0, False)
        return self._find_sound(text, language) if self.sounds and not self.excluded else None

    def _find_sound(self, text: str, language: str) -> Hit | None:
        heard = sounds_of(text)
        for wanted, haystack, places in (
            (self.sounds, heard.exact, heard.exact_at),
            (self.loose_sounds, heard.loose, heard.loose_at),
        ):
            for sound, length, denies in wanted:
                at = haystack.find(sound)
                if at < 0:
                    continue
                char = places.index(at + 1)
                if denies or not negated(text, char, language):
                    return Hit(char, char + length, SOUND_STRENGTH, True)
        return None


@dataclass(frozen=True, slots=True)
class Cue:
    """All groups of one cue; ``source`` is what the author wrote."""

    source: str
    groups: tuple[Group, ...]

    def find(self, text: str, language: str) -> Hit | None:
        """The span that holds all groups, or None."""
        hits: list[Hit] = []
        for group in self.groups:
            hit = group.find(text, language)
            if group.excluded:
                if hit is not None:
                    return None
                continue
            if hit is None:
                return None
            hits.append(hit)
        return Hit(
            min(h.start for h in hits),
            max(h.end for h in hits),
            min(h.strength for h in hits),
            any(h.by_sound for h in hits),
        )


def parse_cue(source: str, language: str) -> Cue:
    """Compile an author's cue. Raises ValueError for an empty one."""
    groups = tuple(_parse_group(part.strip(), language) for part in source.split("&"))
    if not any(not g.excluded for g in groups):
        raise ValueError(f"cue without a positive part: {source!r}")
    return Cue(source, groups)


def _denied(text: str, match: re.Match[str], language: str) -> bool:
    """Denied by a word before it.

    A Chinese term with a negation of its own is denied by one right before it only (不能不上报):
    也不保本 after 不是存款 is no denial.
    """
    reach = 3 if language == "zh" and has_negator(match.group(), language) else None
    return negated(text, match.start(), language, reach)


def _parse_group(part: str, language: str) -> Group:
    excluded = part.startswith("!")
    terms = [normalise(t.strip()).text for t in part.removeprefix("!").split("|")]
    if not all(terms):
        raise ValueError(f"empty alternative in cue part {part!r}")
    pattern = "|".join(term_pattern(t, language) for t in terms)
    spoken = [t for t in terms if language == "zh" and len(t) >= 2 and all(is_cjk(c) for c in t)]
    exact = tuple((" " + " ".join(map(syllable, t)) + " ", len(t), has_negator(t, language)) for t in spoken)
    merged = tuple(
        (" " + " ".join(loose(syllable(c)) for c in t) + " ", len(t), has_negator(t, language))
        for t in spoken
        if len(t) >= _LOOSE_FROM
    )
    return Group(re.compile(pattern), exact, merged, excluded)


def term_pattern(term: str, language: str) -> str:
    """The regular expression of one term of a cue (``..`` and ``*`` as in the grammar above)."""
    if language == "zh":
        return _GAP_ZH.join(re.escape(p) for p in term.split(".."))
    pieces = (re.escape(p.strip()).replace(r"\*", r"[a-z']*") for p in term.split(".."))
    end = "" if term.endswith("*") else r"(?![a-z])"
    return r"(?<![a-z])" + _GAP_EN.join(pieces) + end
