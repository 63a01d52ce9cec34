"""One answer, prepared once for all raters: normalised text, units, and the way back to words and seconds."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bole.kernel.answers import Span, Transcript
from bole.measurement.text.grams import grams
from bole.measurement.text.normalise import Normal, is_cjk, normalise
from bole.measurement.text.repair import Repair
from bole.measurement.text.units import Unit, cut, letters

_PAUSE = 0.4  # seconds of silence between words that may end a thought
_SAME = 0.8  # share of equal pieces from which a unit repeats an earlier one
_EDGE = " ,，、。.;；:：!！?？\n\t"


@dataclass(frozen=True, slots=True)
class Reading:
    """``units[i]`` repeats an earlier one where ``repeats[i]``."""

    transcript: Transcript
    language: str
    normal: Normal
    units: tuple[Unit, ...]
    repeats: tuple[bool, ...]

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normal.text

    @property
    def length(self) -> int:
        """Chinese characters plus Latin words."""
        return letters(self.normal.text)

    def repeats_of(self, units: tuple[Unit, ...]) -> tuple[bool, ...]:
        """Which of ``units`` repeat an earlier one."""
        return _repeats(units, self.language)

    def quote(self, start: int, end: int) -> str:
        """The verbatim source of normalised characters ``[start, end)``, trimmed of punctuation at
        its ends."""
        return self.transcript.text[slice(*self.source_span(start, end))]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in ``transcript.text`` of a quote."""
        low, high = self.normal.source_span(start, end)
        text = self.transcript.text
        while low < high and text[low] in _EDGE:
            low += 1
        while high > low and text[high - 1] in _EDGE:
            high -= 1
        return low, high

    def time(self, start: int, end: int) -> Span | None:
        """When the normalised characters were said; None for typed answers."""
        low, high = self.source_span(start, end)
        return self.transcript.time_of(low, max(1, high - low)) if not self.transcript.typed else None


def read(transcript: Transcript, repair: Repair | None = None) -> Reading:
    """Prepare a transcript; ``repair`` reads misheard Chinese characters of spoken or typed words."""
    normal = normalise(transcript.text)
    language = language_of(transcript, normal.text)
    if repair is not None and language == "zh":
        normal = replace(normal, text=repair.apply(normal.text))
    units = cut(normal, language, tuple(borders(transcript, normal)))
    return Reading(transcript, language, normal, units, _repeats(units, language))


def language_of(transcript: Transcript, text: str) -> str:
    """The transcript's language where we can score it, else the script it is written in."""
    if transcript.language in ("zh", "en"):
        return transcript.language
    chinese = sum(map(is_cjk, text))
    return "zh" if chinese * 4 >= len(text) else "en"


def borders(transcript: Transcript, normal: Normal) -> Iterator[int]:
    """Normalised offsets at which a segment ended or the speaker paused."""
    for segment in transcript.segments:
        yield bisect_left(normal.origin, segment.offset)
    for before, after in zip(transcript.words, transcript.words[1:], strict=False):
        if after.start - before.end >= _PAUSE:
            yield bisect_left(normal.origin, after.offset)


def _repeats(units: tuple[Unit, ...], language: str) -> tuple[bool, ...]:
    seen: list[frozenset[str]] = []
    flags = []
    for unit in units:
        pieces = grams(unit.text, language)
        flags.append(
            bool(pieces)
            and any(len(pieces & old) >= _SAME * len(pieces) for old in seen if len(old) * 3 >= len(pieces))
        )
        if len(pieces) >= 4:
            seen.append(pieces)
    return tuple(flags)
