"""Find an indicator of the rubric in an answer: by cue, by wording (also by sound), and by meaning.

Recipe of the research notes: idf-like weighted recall of pieces after stripping the question, a second look
by sound, and meaning as a helper that can never carry an indicator alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bole.measurement.frameworks.schema import Indicator
from bole.measurement.raters.parts import Place
from bole.measurement.raters.scene import Scene
from bole.measurement.raters.turned import turned_round
from bole.measurement.raters.wordings import Recall
from bole.measurement.text.denying import denied_share
from bole.measurement.text.polarity import has_negator, said_by_others

_CUE, _WORDING, _MEANING = 0.78, 0.70, 0.45  # how much each way of finding can carry alone
_WORDING_FROM, _WORDING_TO = 0.34, 0.72  # recall of a phrasing's pieces that counts as 0 and as 1
_MEANING_FROM, _MEANING_TO = 0.42, 0.78  # centred cosine that counts as 0 and as 1
_FULL = 1.03  # cue, wording and meaning together come to 1
_BY_SOUND = 0.97
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
    for index in scene.counted:
        found = _in_unit(indicator, scene, index, own_only)
        if found.strength > best.strength + 1e-9:
            best = found
    return best


def find_all(indicators: Iterable[Indicator], scene: Scene, *, own_only: bool = False) -> dict[str, Found]:
    """``find`` for several, by key."""
    return {i.key: find(i, scene, own_only=own_only) for i in indicators}


def _in_unit(indicator: Indicator, scene: Scene, index: int, own_only: bool) -> Found:
    unit = scene.reading.units[index]
    language = scene.language
    cue, span, by_sound = 0.0, (0, len(unit.text)), False
    for candidate in indicator.cues[language]:
        hit = candidate.find(unit.text, language)
        if hit and hit.strength > cue and not (own_only and said_by_others(unit.text, hit.start, language)):
            cue, span, by_sound = hit.strength, (hit.start, hit.end), hit.by_sound
    wordings = indicator.phrasings[language]
    wording, wording_by_sound = _wording(scene.recalls[index][wordings])
    meaning = _ramp(scene.nearness(index, wordings), _MEANING_FROM, _MEANING_TO)
    if _denies(indicator, unit.text, language):
        cue, wording, meaning = cue * 0.6, wording * _DENIED, meaning * _DENIED
    if own_only and not cue and said_by_others(unit.text, len(unit.text), language):
        wording, meaning = wording * _REFUSED, meaning * _REFUSED
    refused = _refused(indicator, scene, unit.start + span[0], unit.start + span[1], cue > 0)
    if refused or turned(scene, index, wordings):
        cue, wording, meaning = cue * _REFUSED, wording * _REFUSED, meaning * _REFUSED
    strength = 1 - (1 - _CUE * cue) * (1 - _WORDING * wording) * (1 - _MEANING * meaning)
    strength = strength * _FULL * scene.conduct[index]
    start, end = _clause_around(scene, index, *span) if cue else (unit.start, unit.end)
    return Found(strength, Place(start, end), by_sound or (not cue and wording_by_sound))


def turned(scene: Scene, index: int, wordings: tuple[str, ...]) -> bool:
    """Whether a unit is one of an indicator's wordings turned round; only near ones are looked at."""
    if scene.recalls[index][wordings].letters < _WORDING_FROM:
        return False
    return turned_round(scene.reading.units[index].text, wordings, scene.language)


def _denies(indicator: Indicator, text: str, language: str) -> bool:
    pattern = _SELF_DENIAL_ZH if language == "zh" else _SELF_DENIAL_EN
    if not pattern.search(text):
        return False
    return _refusals(indicator.phrasings[language], language) == 0


def _refused(indicator: Indicator, scene: Scene, start: int, end: int, by_cue: bool) -> bool:
    """Whether the place stands under “I would not …”, and neither the indicator nor the words found are
    themselves a refusal."""
    text = scene.reading.text
    if denied_share(text, scene.language, start, end) <= _MOSTLY:
        return False
    wordings = indicator.phrasings[scene.language]
    if 2 * _refusals(wordings, scene.language) < len(wordings):
        return True
    return by_cue and not has_negator(text[start:end], scene.language)


@lru_cache(maxsize=8192)
def _refusals(wordings: tuple[str, ...], language: str) -> int:
    """How many of an indicator's wordings deny something."""
    return sum(has_negator(wording.lower(), language) for wording in wordings)


def _clause_around(scene: Scene, index: int, start: int, end: int) -> tuple[int, int]:
    """The clauses of a unit that hold its characters ``[start, end)``, in text offsets."""
    unit = scene.reading.units[index]
    low, high = unit.start + start, unit.start + end
    inside = [c for c in unit.clauses if c[0] < high and c[1] > low]
    return (inside[0][0], inside[-1][1]) if inside else (unit.start, unit.end)


def _wording(recall: Recall) -> tuple[float, bool]:
    """The mapped recall of the best wording, and whether sound was needed for it."""
    by_sound = recall.sounds * _BY_SOUND
    return _ramp(max(recall.letters, by_sound), _WORDING_FROM, _WORDING_TO), by_sound > recall.letters


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
