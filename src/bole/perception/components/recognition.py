"""Speech recognition: spoken stretches, batched → words with times on the answer's timeline."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bole.kernel.answers import ChannelQuality, Span, Transcript
from bole.perception import wording
from bole.perception.models import locate
from bole.perception.registry import component
from bole.perception.runtimes import recognisers
from bole.perception.types import SAMPLE_RATE, Floats, Scene
from bole.ports.recogniser import Heard, HeardWord


@component(
    "recognition",
    version=1,
    channels=("speech",),
    requires=("audio", "speech"),
    assigns=("transcript", "quality.speech"),
)
def run(scene: Scene) -> None:
    """Fill ``transcript`` and ``quality['speech']``: no_speech, too_short, language_outside."""
    settings = scene.settings("recognition")
    spoken = sum(s.end - s.start for s in scene.speech)
    if scene.audio is None or spoken < settings["min_speech_seconds"]:
        reason = "no_speech" if spoken == 0 else "too_short"
        scene.quality["speech"] = ChannelQuality(ok=False, reasons=(reason,))
        return
    with scene.timed("start"):
        model, scene.models[settings["model"]] = locate(settings["model"], scene.models_dir)
        recogniser = recognisers.make(settings["runtime"], model, settings)
    pieces = cut(scene.speech, scene.duration, pad=settings["pad_seconds"], longest=settings["piece_seconds"])
    heard = recogniser.hear(
        [piece.sound(scene.audio) for piece in pieces],
        languages=scene.languages,
        share=lambda share: scene.progress("recognition", share),
    )
    words = [
        HeardWord(w.text, pieces[w.piece].time(w.start), pieces[w.piece].time(w.end)) for w in heard.words
    ]
    scene.transcript = wording.transcript(heard.language, words, scene.speech, settings)
    scene.quality["speech"] = _quality(heard, scene, settings["outside_probability"])


def _quality(heard: Heard, scene: Scene, outside: float) -> ChannelQuality:
    allowed = sum(heard.languages.get(code, 0.0) for code in scene.languages)
    reasons = []
    if heard.languages and allowed < 1 - outside:
        reasons.append("language_outside")
        likeliest = max(heard.languages, key=lambda code: heard.languages[code])
        scene.transcript = Transcript(language=likeliest, text="")
    elif not scene.transcript.text:
        reasons.append("no_speech")
    elif sum(s.end - s.start for s in scene.speech) < scene.settings("recognition")["short_seconds"]:
        reasons.append("too_short")
    return ChannelQuality(ok=not reasons, reasons=tuple(reasons))


LONG_SILENCE = 0.6  # seconds; a longer one is no better place to cut
SHIFT_COST = 0.1  # seconds of silence that make up for cutting one second off the even share


@dataclass(slots=True)
class Piece:
    """Speech of at most one recogniser window: stretches of the timeline, the silences left out."""

    spans: list[tuple[float, float]]

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return sum(end - start for start, end in self.spans)

    def sound(self, audio: Floats) -> Floats:
        """Its samples."""
        return np.concatenate([audio[round(a * SAMPLE_RATE) : round(b * SAMPLE_RATE)] for a, b in self.spans])

    def time(self, second: float) -> float:
        """A moment of the piece on the answer's timeline."""
        for start, end in self.spans:
            if second <= end - start:
                return round(start + max(second, 0.0), 3)
            second -= end - start
        return round(self.spans[-1][1], 3)


def cut(speech: Sequence[Span], duration: float, *, pad: float, longest: float) -> list[Piece]:
    """Speech in pieces of about equal length, none longer than ``longest``, cut where the voice rests.

    Long pieces are recognised better and cheaper than short ones; silences cost time and invite inventions.
    """
    spans = [(max(0.0, s.start - pad), min(duration, s.end + pad)) for s in speech]
    parts = _halve([part for span in spans for part in _split(span, longest)], longest)
    return [_piece(part) for part in parts]


def _halve(spans: Sequence[tuple[float, float]], longest: float) -> list[Sequence[tuple[float, float]]]:
    """Cut near an even share, rather at a longer silence, until every part fits."""
    ends = list(itertools.accumulate(end - start for start, end in spans))
    count = math.ceil(ends[-1] / longest - 1e-6)
    if count < 2 or len(spans) < 2:
        return [spans]
    left = count // 2
    target = ends[-1] * left / count
    cuts = range(1, len(spans))
    rest = longest * (count - left)
    fitting = [i for i in cuts if ends[i - 1] <= longest * left and ends[-1] - ends[i - 1] <= rest]

    def worth(first: int) -> float:
        silence = min(spans[first][0] - spans[first - 1][1], LONG_SILENCE)
        return silence - SHIFT_COST * abs(ends[first - 1] - target)

    here = max(fitting or cuts, key=worth)
    return _halve(spans[:here], longest) + _halve(spans[here:], longest)


def _piece(spans: Sequence[tuple[float, float]]) -> Piece:
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return Piece(joined)


def _split(span: tuple[float, float], longest: float) -> list[tuple[float, float]]:
    """Speech without any silence for longer than a window is cut into equal parts."""
    start, end = span
    parts = math.ceil((end - start) / longest)
    step = (end - start) / parts
    return [(start + i * step, start + (i + 1) * step) for i in range(parts)]
