"""Cues: small patterns a rubric author can read, matched by letters and, as a second look, by sound.

Grammar: ``道歉|抱歉 & 等了|久等 & !超市``. ``&`` = all groups within one unit, ``|`` = one of,
``!`` = none of, ``..`` = a short gap, ``*`` = rest of an English word. A denied word is not found, except by
what the cue itself denies: ``不能|不会 & 承诺`` is a refusal, and found where the promise is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Any

from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.polarity import Spans, has_negator, negated, negates
from bole.measurement.text.remnants import orphans
from bole.measurement.text.sound import heard, heard_loosely, syllable

_GAP_ZH, _GAP_EN = r".{0,7}?", r".{0,28}?"
_LOOSE_FROM = 3  # syllables from which easily confused sounds are merged
_TRIED = 200  # wordings of a cue tried before it is called unmeetable
_RIGHT_BEFORE = 3  # characters before a term with a negation of its own in which another one denies it
SOUND_STRENGTH = 0.96  # a match by sound counts a little less than one by letters
_ROUGH_FROM, _ROUGH_STRENGTH = 4, 0.85  # syllables from which one inside may be wrong or missing
_REMNANT_STRENGTH = 0.65  # of what is left of a two-character word beside the rest of a cue


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sound of a text, syllables joined so that a search respects their borders."""

    exact: str


@lru_cache(maxsize=20_000)
def sounds_of(text: str) -> Sounds:
    """Join the syllables of ``text``; what is no letter becomes a border."""
    return Sounds(" " + "".join((syllable(c) if c.isalnum() else "|") + " " for c in text))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a cue matched inside a unit, and how surely."""

    start: int
    end: int
    strength: float
    by_sound: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives of which one must (or, if ``excluded``, must not) be present.

    ``sounds`` and ``loose_sounds`` are the terms as they are heard, with whether the term itself denies;
    ``denies``: some term does. ``rough``: long terms as heard with one syllable inside missing or
    wrong; ``short``: what is left of three-character terms; ``remnants``: characters of
    two-character terms.
    """

    pattern: re.Pattern[str]
    sounds: tuple[tuple[str, bool], ...]
    loose_sounds: tuple[tuple[str, bool], ...]
    excluded: bool
    denies: bool = False
    rough: re.Pattern[str] | None = None
    short: re.Pattern[str] | None = None
    remnants: frozenset[str] = frozenset()

    def find(self, text: str, language: str, own: Spans = ()) -> Hit | None:
        """First place not denied by a negation; ``own`` are negating words that belong to the cue itself."""
        for match in self.pattern.finditer(text):
            if self.excluded or self._stands(text, match, language, own):
                return Hit(match.start(), match.end(), 1.0, False)
        return self._find_sound(text, language, own) if self.sounds and not self.excluded else None

    def denials(self, text: str, language: str) -> Iterator[tuple[int, int]]:
        """Where a term of this group denies in earnest."""
        for match in self.pattern.finditer(text):
            if has_negator(match.group(), language) and self._stands(text, match, language, ()):
                yield match.span()

    def _stands(self, text: str, match: re.Match[str], language: str, own: Spans) -> bool:
        """Whether a match means what it says: not denied by a word before it, nor only the look of a denial.

        A Chinese term with a negation of its own is denied by one right before it only (不能不上报):
        也不保本 after 不是存款 is no denial.
        """
        if not has_negator(match.group(), language):
            return not negated(text, match.start(), language, None, own)
        if self.denies and not negates(text, *match.span(), language):
            return False
        reach = _RIGHT_BEFORE if language == "zh" else None
        return not negated(text, match.start(), language, reach, own)

    def remnant(self, text: str, language: str, own: Spans = ()) -> Hit | None:
        """A character of a two-character term where no word holds it: what is left of the term."""
        for at in orphans(text) if self.remnants else ():
            if text[at] in self.remnants and not negated(text, at, language, None, own):
                return Hit(at, at + 1, _REMNANT_STRENGTH, True)
        return None

    def _find_sound(self, text: str, language: str, own: Spans) -> Hit | None:
        for wanted, said in ((self.sounds, heard(text)), (self.loose_sounds, heard_loosely(text))):
            for sound, denies in wanted:
                at = said.find(sound)
                end = at + len(sound)
                if at >= 0 and self._sounds_so(text, at, end, denies, language, own):
                    return Hit(at, end, SOUND_STRENGTH, True)
        match = self._cut_short(text)
        if match and not negated(text, match.start(), language, None, own):
            return Hit(match.start(), match.end(), _ROUGH_STRENGTH, True)
        return None

    def _cut_short(self, text: str) -> re.Match[str] | None:
        """A term with one character wrong or missing, where a character is left that is in no word."""
        alone = orphans(text) if self.rough or self.short else ()
        for pattern, said in ((self.rough, heard), (self.short, str)) if alone else ():
            for match in pattern.finditer(said(text)) if pattern else ():
                if any(match.start() <= at < match.end() for at in alone):
                    return match
        return None

    def _sounds_so(self, text: str, start: int, end: int, denies: bool, language: str, own: Spans) -> bool:
        """As ``_stands`` for words heard; where they are the letters themselves, they were judged before."""
        if denies:
            return not self.pattern.fullmatch(text, start, end)
        return not negated(text, start, language, None, own)


@dataclass(frozen=True, slots=True)
class Cue:
    """All groups of one cue; ``source`` is what the author wrote."""

    source: str
    groups: tuple[Group, ...]

    def find(self, text: str, language: str) -> Hit | None:
        """The span that holds all groups, or None. What a group of the cue itself denies (``不能 & 承诺``)
        is not taken for denied."""
        if any(g.excluded and g.find(text, language) for g in self.groups):
            return None
        hits: list[Hit] = []
        rest = 0
        for group in self.groups:
            if group.excluded:
                continue
            hit = group.find(text, language) or self._beside_own_denial(group, text, language)
            if hit is None and not rest and len(self.groups) > 1:
                hit, rest = group.remnant(text, language, self._own(text, language)), 1
            if hit is None:
                return None
            hits.append(hit)
        if len(hits) == rest:
            return None
        return Hit(
            min(h.start for h in hits),
            max(h.end for h in hits),
            min(h.strength for h in hits),
            any(h.by_sound for h in hits),
        )

    def _beside_own_denial(self, group: Group, text: str, language: str) -> Hit | None:
        """A group that only words of the cue itself seem to deny."""
        own = self._own(text, language)
        return group.find(text, language, own) if own else None

    def _own(self, text: str, language: str) -> Spans:
        """The negating words of the text that are the cue's own; none where it has one group only."""
        if len(self.groups) == 1 or not any(g.denies for g in self.groups):
            return ()
        return tuple(
            span for g in self.groups if g.denies and not g.excluded for span in g.denials(text, language)
        )


def parse_cue(source: str, language: str) -> Cue:
    """Compile an author's cue. Raises ValueError for an empty one."""
    groups = tuple(_parse_group(part.strip(), language) for part in source.split("&"))
    if not any(not g.excluded for g in groups):
        raise ValueError(f"cue without a positive part: {source!r}")
    return Cue(source, groups)


def can_be_met(cue: Cue, language: str) -> bool:
    """Whether some wording of the cue's own alternatives, said in one breath, is found by it."""
    groups = [part for part in cue.source.split("&") if not part.strip().startswith("!")]
    choices = [[t.strip().replace("..", "").replace("*", "") for t in g.split("|")] for g in groups]
    gap = "" if language == "zh" else " "
    wordings = (gap.join(words) for words in islice(product(*choices), _TRIED))
    return any(cue.find(normalise(wording).text, language) for wording in wordings)


def _parse_group(part: str, language: str) -> Group:
    excluded = part.startswith("!")
    terms = [normalise(t.strip()).text for t in part.removeprefix("!").split("|")]
    if not all(terms):
        raise ValueError(f"empty alternative in cue part {part!r}")
    pattern = "|".join(term_pattern(t, language) for t in terms)
    spoken = [t for t in terms if language == "zh" and len(t) >= 2 and all(is_cjk(c) for c in t)]
    return Group(
        re.compile(pattern),
        tuple((heard(t), has_negator(t, language)) for t in spoken),
        tuple((heard_loosely(t), has_negator(t, language)) for t in spoken if len(t) >= _LOOSE_FROM),
        excluded,
        any(has_negator(t, language) for t in terms),
        **_remains([t for t in spoken if not has_negator(t, language)]),
    )


def _remains(terms: list[str]) -> dict[str, Any]:
    """How terms that deny nothing are found with a syllable wrong or missing."""
    shorter = [t[:at] + t[at + 1 :] for t in terms if len(t) == 3 for at in range(3)]
    return {
        "rough": _rough([t for t in terms if len(t) >= _ROUGH_FROM]),
        "short": re.compile("|".join(map(re.escape, shorter))) if shorter else None,
        "remnants": frozenset(char for t in terms if len(t) == 2 for char in t),
    }


def _rough(terms: list[str]) -> re.Pattern[str] | None:
    forms = [
        f"{re.escape(sound[:at])}.?{re.escape(sound[at + 1 :])}"
        for sound in map(heard, terms)
        for at in range(1, len(sound) - 1)
    ]
    return re.compile("|".join(forms)) if forms else None


def term_pattern(term: str, language: str) -> str:
    """The regular expression of one term of a cue (``..`` and ``*`` as in the grammar above)."""
    if language == "zh":
        return _GAP_ZH.join(re.escape(p) for p in term.split(".."))
    pieces = (re.escape(p.strip()).replace(r"\*", r"[a-z']*") for p in term.split(".."))
    end = "" if term.endswith("*") else r"(?![a-z])"
    return r"(?<![a-z])" + _GAP_EN.join(pieces) + end
