"""Fluency from words and voice-activity times only. Weight 0 unless a bank raises it: accents, stammers and
second languages must not cost anybody a place."""

import re

from bole.measurement.raters.conduct import small_word_share
from bole.measurement.raters.parts import Component, Measured, Place
from bole.measurement.raters.scene import Scene

_FILLER_ZH = re.compile(
    r"嗯+|呃+|额(?![度外])|那个(?=[,，、\s那就嗯我然当])|就是(?=[,，、\s那嗯说就])|"
    r"然后(?=[,，、\s那嗯然])|这个(?=[,，、\s这嗯的话])|怎么说呢|反正就是"
)
_FILLER_EN = re.compile(r"\b(?:um+|uh+|er+|erm|you know|i mean|sort of|kind of|like,)\b")
_PACE, _PAUSES, _FILLERS, _LINKED = 30.0, 30.0, 25.0, 15.0
_RATE = {"zh": (1.6, 3.0, 6.2, 8.0), "en": (1.0, 1.7, 3.3, 4.3)}  # characters or words per second: 0, 1, 1, 0
_SMALL = {"zh": (0.05, 0.16), "en": (0.1, 0.3)}  # share of small words: a roll of keywords, sentences


def rate(scene: Scene) -> Measured:
    """How evenly it is said, and whether in sentences.

    None for typed answers and where there are no voice-activity times.
    """
    reading = scene.reading
    if reading.transcript.typed or not scene.speech or not reading.units:
        return Measured("fluency", None)
    spoken = sum(s.end - s.start for s in scene.speech)
    between = max(0.1, scene.speech[-1].end - scene.speech[0].start)
    pace = _trapezium(reading.length / max(0.1, spoken), *_RATE[scene.language])
    paused = sum(p.end - p.start for p in scene.pauses) / between
    pauses = 1 - min(1.0, max(0.0, paused - 0.05) / 0.30)
    hits = [
        (m.start(), m.end())
        for m in (_FILLER_ZH if scene.language == "zh" else _FILLER_EN).finditer(reading.text)
    ]
    fillers = 1 - min(1.0, len(hits) / max(1, reading.length) / 0.08)
    none, enough = _SMALL[scene.language]
    linked = min(1.0, max(0.0, (small_word_share(reading.text, scene.language) - none) / (enough - none)))
    whole = (Place(reading.units[0].start, reading.units[0].end),)
    longest = max(reading.units, key=lambda u: (u.end - u.start, -u.start))
    advice = scene.question.lexicons.advice
    label = scene.question.lexicons.criteria["fluency"].label
    return Measured(
        "fluency",
        (
            Component(
                "pace",
                label,
                _PACE,
                _PACE * pace,
                (Place(longest.start, longest.end),),
                "count",
                advice["pace"],
            ),
            Component("pauses", label, _PAUSES, _PAUSES * pauses, whole, "count", advice["pauses"]),
            Component(
                "fillers",
                label,
                _FILLERS,
                _FILLERS * fillers,
                (Place(*hits[0]),) if hits else whole,
                "count",
                advice["fillers"],
            ),
            Component("linked", label, _LINKED, _LINKED * linked, whole, "count", advice["linked"]),
        ),
    )


def _trapezium(value: float, zero_low: float, full_low: float, full_high: float, zero_high: float) -> float:
    if value < full_low:
        return max(0.0, (value - zero_low) / (full_low - zero_low))
    return max(0.0, min(1.0, (zero_high - value) / (zero_high - full_high)))
