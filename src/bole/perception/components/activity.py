"""Voice activity: who speaks when, and the pauses between, measured without padding."""

import itertools

import numpy as np

from bole.kernel.answers import Span
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes import silero
from bole.perception.types import SAMPLE_RATE, Floats, Scene


@component(
    "activity",
    version=1,
    channels=("speech", "voice"),
    requires=("audio",),
    assigns=("speech", "pauses"),
)
def run(scene: Scene) -> None:
    """Fill ``speech`` and ``pauses``; both stay empty without sound."""
    if scene.audio is None or not len(scene.audio):
        return
    settings = scene.settings("activity")
    _, scene.models["silero-vad"] = locate("silero-vad", scene.models_dir)
    probability = silero.speech_probability(scene.audio)
    raw = hysteresis(probability, settings["threshold"], settings["release"])
    step = silero.HOP / SAMPLE_RATE
    spans = [(a * step, min(b * step, scene.duration)) for a, b in raw]
    spans = [_tighten(scene.audio, a, b, settings["edge_db"]) for a, b in spans]
    spans = _join(spans, settings["join_seconds"], settings["min_seconds"])
    scene.speech = tuple(Span(round(a, 3), round(b, 3)) for a, b in spans)
    gaps = itertools.pairwise(scene.speech)
    shortest = settings["pause_seconds"]
    scene.pauses = tuple(Span(a.end, b.start) for a, b in gaps if b.start - a.end >= shortest - 1e-9)


def hysteresis(probability: Floats, begin: float, end: float) -> list[tuple[int, int]]:
    """[first, after-last) indices of stretches that rise to ``begin`` and have not fallen below ``end``."""
    found, start = [], None
    for i, p in enumerate(probability):
        if start is None and p >= begin:
            start = i
        elif start is not None and p < end:
            found.append((start, i))
            start = None
    if start is not None:
        found.append((start, len(probability)))
    return found


def _tighten(audio: Floats, start: float, end: float, below_db: float) -> tuple[float, float]:
    """Pull both edges in to the first and last 10 ms within ``below_db`` of the stretch's loud level.

    The detector lags: it holds speech for up to 0.1 s after the voice has gone, which swallows short pauses.
    """
    hop = SAMPLE_RATE // 100
    piece = audio[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    rows = len(piece) // hop
    if rows < 3:
        return start, end
    power = np.square(piece[: rows * hop].reshape(rows, hop)).mean(axis=1) + 1e-12
    level = 10 * np.log10(power)
    loud = np.nonzero(level >= np.percentile(level, 90) - below_db)[0]
    return start + float(loud[0]) / 100, start + float(loud[-1] + 1) / 100


def _join(spans: list[tuple[float, float]], gap: float, shortest: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(a, b) for a, b in joined if b - a >= shortest]
