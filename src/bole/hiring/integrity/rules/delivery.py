"""Delivery as even as reading aloud: three observables, each with its figure. No inner state, no intention.

Reading aloud differs from free speech in its pauses: fewer, shorter, less varied (Goldman-Eisler 1968 on
hesitation in spontaneous speech). Which cut divides a given bank's candidates is not known, and speakers
who prepared well, speak a second language or stammer differ for reasons of their own. So the figures are
described, the cut is a convention, and nobody's score knows of it. With agreed accommodations nothing is
measured at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from bole.hiring.integrity.rules.sights import Sight
from bole.kernel.answers import Observation, Span, Word

LEAST_SPEECH = 40.0  # seconds of speech; below that nothing can be said about evenness
STRETCH = 8.0  # seconds of speech per window of the rate
LEAST_STRETCHES = 4
RATE_SPREAD = 0.12  # largest coefficient of variation of the rate between windows
LONG_PAUSE = 1.0
LONG_PAUSES = 1.0  # per minute of the answer, at most
PAUSE_SPREAD = 0.6  # largest coefficient of variation of pause lengths


@dataclass(frozen=True, slots=True)
class Delivery:
    """``rate_spread`` and ``pause_spread`` are coefficients of variation; ``gaze_away`` None where the
    picture is not looked at (no consent, law mode EU, sound only, poor picture)."""

    speech_seconds: float
    windows: int
    rate_spread: float | None
    long_pauses_per_minute: float
    pause_spread: float | None
    gaze_away: float | None


def measure(seen: Observation, *, look: bool) -> Delivery:
    """``look`` False leaves the picture out altogether."""
    spoken = sum(s.end - s.start for s in seen.speech)
    rates = _rates(seen.speech, seen.transcript.words)
    pauses = [p.end - p.start for p in seen.pauses]
    long = sum(length >= LONG_PAUSE for length in pauses)
    minutes = max(seen.duration, 1.0) / 60
    return Delivery(
        speech_seconds=round(spoken, 1),
        windows=len(rates),
        rate_spread=_spread(rates) if len(rates) >= LEAST_STRETCHES else None,
        long_pauses_per_minute=round(long / minutes, 2),
        pause_spread=_spread(pauses) if len(pauses) >= 3 else None,
        gaze_away=_away(seen) if look else None,
    )


def even(d: Delivery) -> bool:
    """Steady pace and few long, alike pauses. Gaze is shown beside it and decides nothing: it is measured
    from the person's own usual direction, so eyes that rest beside the camera all the time look like no
    movement at all."""
    if d.speech_seconds < LEAST_SPEECH or d.rate_spread is None:
        return False
    steady = d.rate_spread <= RATE_SPREAD and d.long_pauses_per_minute <= LONG_PAUSES
    alike = d.pause_spread is None or d.pause_spread <= PAUSE_SPREAD
    return steady and alike


def delivery_sight(seen: Observation, *, look: bool) -> list[Sight]:
    """The observation with all its figures, or nothing."""
    d = measure(seen, look=look)
    if not even(d) or d.rate_spread is None:
        return []
    figures = {"rate_spread": d.rate_spread, "long_pauses_per_minute": d.long_pauses_per_minute}
    if d.pause_spread is not None:
        figures["pause_spread"] = d.pause_spread
    if d.gaze_away is not None:
        figures["gaze_away"] = d.gaze_away
    return [Sight("even_delivery", figures)]


def _rates(speech: Sequence[Span], words: Sequence[Word]) -> list[float]:
    """Letters per second of speech in stretches of about ``STRETCH`` seconds; the last short one is left
    out."""
    rates: list[float] = []
    seconds = letters = 0.0
    for span in speech:
        inside = [w for w in words if span.start <= (w.start + w.end) / 2 < span.end]
        for word in inside:
            letters += sum(char.isalnum() for char in word.text)
        seconds += span.end - span.start
        if seconds >= STRETCH:
            rates.append(letters / seconds)
            seconds = letters = 0.0
    return rates


def _spread(values: Sequence[float]) -> float | None:
    mean = fmean(values)
    return round(pstdev(values) / mean, 3) if mean > 0 else None


def _away(seen: Observation) -> float | None:
    quality = seen.quality.get("face")
    if quality is None or not quality.ok or seen.duration <= 0:
        return None
    away = sum(e.end - e.start for e in seen.events if e.kind == "look_away")
    return round(min(1.0, away / seen.duration), 3)
