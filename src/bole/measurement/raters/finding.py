"""Find an indicator of the rubric in an answer: by cue, by wording (also by sound), and by meaning.

Recipe of the research notes: idf-like weighted recall of pieces after stripping the question, a second look
by sound, and meaning as a helper that can never carry an indicator alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bole.measurement.frameworks.schema import Indicator
from bole.measurement.raters.parts import Place
from bole.measurement.raters.scene import Scene
from bole.measurement.text.denying import denied_share
from bole.measurement.text.grams import gram_weight
from bole.measurement.text.polarity import has_negator, said_by_others

_CUE, _WORDING, _MEANING = 0.78, 0.70, 0.45  # how much each way of finding can carry alone
_WORDING_FROM, _WORDING_TO = 0.34, 0.72  # recall of a phrasing's pieces that counts as 0 and as 1
_MEANING_FROM, _MEANING_TO = 0.42, 0.78  # centred cosine that counts as 0 and as 1
_FULL = 1.03  # cue, wording and meaning together come to 1
_BY_SOUND = 0.92
_DENIED = 0.25  # what is left of a wording found in a unit that denies something
_MOSTLY = 0.5
_REFUSED = 0.1  # what is left of anything found where the speaker says he does not do it
_SELF_DENIAL_ZH = re.compile(
    r"我(?:觉得|认为|想)?(?:一般|从来|通常|平时|可能|根本|也|就|才)?(?:不会|不想|不愿|懒得|没必要|"
    r"没有|没|不用|不需要|不)"
)
_SELF_DENIAL_EN = re.compile(
    r"\bi (?:would |do |did |will |usually |generally )?(?:not|never)\b|\bi (?:wouldn't|don't|"
    r"didn't|won't)\b|\bno need to\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """How surely an indicator was found, and where."""

    strength: float
    place: Place | None
    by_sound: bool = False


def find(indicator: Indicator, scene: Scene, *, own_only: bool = False) -> Found:
    """The best single place of an indicator. ``own_only`` ignores what others are reported to say."""
    best = Found(0.0, None)
    wordings = _recalls(indicator, scene)
    meanings = _cosines(indicator, scene)
    for index in scene.counted:
        found = _in_unit(
            indicator, scene, index, wordings.get(index, (0.0, False)), meanings.get(index, 0.0), own_only
        )
        if found.strength > best.strength + 1e-9:
            best = found
    return best


def find_all(indicators: Iterable[Indicator], scene: Scene, *, own_only: bool = False) -> dict[str, Found]:
    """``find`` for several, by key."""
    return {i.key: find(i, scene, own_only=own_only) for i in indicators}


def _in_unit(
    indicator: Indicator, scene: Scene, index: int, recall: tuple[float, bool], meaning: float, own_only: bool
) -> Found:
    unit = scene.reading.units[index]
    language = scene.language
    cue, span, by_sound = 0.0, (0, len(unit.text)), False
    for candidate in indicator.cues[language]:
        hit = candidate.find(unit.text, language)
        if hit and hit.strength > cue and not (own_only and said_by_others(unit.text, hit.start, language)):
            cue, span, by_sound = hit.strength, (hit.start, hit.end), hit.by_sound
    wording, wording_by_sound = recall
    if _denies(indicator, unit.text, language):
        cue, wording, meaning = cue * 0.6, wording * _DENIED, meaning * _DENIED
    if _refused(indicator, scene, unit.start + span[0], unit.start + span[1]):
        cue, wording, meaning = cue * _REFUSED, wording * _REFUSED, meaning * _REFUSED
    strength = 1 - (1 - _CUE * cue) * (1 - _WORDING * wording) * (1 - _MEANING * meaning)
    strength = strength * _FULL * scene.conduct[index]
    start, end = _clause_around(scene, index, *span) if cue else (unit.start, unit.end)
    return Found(strength, Place(start, end), by_sound or (not cue and wording_by_sound))


def _denies(indicator: Indicator, text: str, language: str) -> bool:
    pattern = _SELF_DENIAL_ZH if language == "zh" else _SELF_DENIAL_EN
    if not pattern.search(text):
        return False
    return not any(has_negator(p.lower(), language) for p in indicator.phrasings[language])


def _refused(indicator: Indicator, scene: Scene, start: int, end: int) -> bool:
    """Whether the place stands under “I would not …”, and the indicator is not itself a refusal."""
    share = denied_share(scene.reading.text, scene.language, start, end)
    wordings = indicator.phrasings[scene.language]
    refusals = sum(has_negator(p.lower(), scene.language) for p in wordings)
    return share > _MOSTLY and 2 * refusals < len(wordings)


def _clause_around(scene: Scene, index: int, start: int, end: int) -> tuple[int, int]:
    """The clauses of a unit that hold its characters ``[start, end)``, in text offsets."""
    unit = scene.reading.units[index]
    low, high = unit.start + start, unit.start + end
    inside = [c for c in unit.clauses if c[0] < high and c[1] > low]
    return (inside[0][0], inside[-1][1]) if inside else (unit.start, unit.end)


def _recalls(indicator: Indicator, scene: Scene) -> dict[int, tuple[float, bool]]:
    """Per unit the best mapped recall of a phrasing, and whether sound was needed for it."""
    result: dict[int, tuple[float, bool]] = {}
    phrasings = scene.wordings.pieces(indicator, scene.language)
    for index in scene.counted:
        letters, sounds = scene.pieces[index]
        plain = max((_recall(p, letters) for p, _ in phrasings), default=0.0)
        heard = (
            max((_recall(s, sounds, False) for _, s in phrasings), default=0.0) * _BY_SOUND if sounds else 0.0
        )
        best = max(plain, heard)
        result[index] = (_ramp(best, _WORDING_FROM, _WORDING_TO), heard > plain)
    return result


def _recall(wanted: frozenset[str], present: frozenset[str], weighted: bool = True) -> float:
    if len(wanted) < 3:
        return 0.0
    if not weighted:
        return len(wanted & present) / len(wanted)
    whole = sum(map(gram_weight, wanted))
    return sum(map(gram_weight, wanted & present)) / whole if whole else 0.0


def _cosines(indicator: Indicator, scene: Scene) -> dict[int, float]:
    wanted = scene.meanings.prototypes.of(indicator)
    return {
        index: _ramp(scene.nearness(index, wanted), _MEANING_FROM, _MEANING_TO) for index in scene.counted
    }


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
