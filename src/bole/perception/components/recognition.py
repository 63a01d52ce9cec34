"""Speech recognition: the spoken stretches in one piece → words with times on the answer's timeline."""

from dataclasses import dataclass

import numpy as np

from bole.kernel.answers import ChannelQuality, Transcript
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
    model, scene.models[settings["model"]] = locate(settings["model"], scene.models_dir)
    cut = _cut(scene, settings["pad_seconds"], settings["keep_gap_seconds"])
    recogniser = recognisers.make(settings["runtime"], model, settings)
    heard = recogniser.hear(
        cut.audio, languages=scene.languages, share=lambda share: scene.progress("recognition", share)
    )
    words = [HeardWord(w.text, cut.time(w.start), cut.time(w.end)) for w in heard.words]
    scene.transcript = wording.transcript(heard.language, words, settings)
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
    return ChannelQuality(ok=not reasons, reasons=tuple(reasons))


@dataclass(frozen=True, slots=True)
class Cut:
    """Spoken stretches joined; ``pieces`` are (second in the cut, second on the timeline, length)."""

    audio: Floats
    pieces: tuple[tuple[float, float, float], ...]

    def time(self, second: float) -> float:
        """A moment of the cut on the answer's timeline."""
        for begin, origin, length in reversed(self.pieces):
            if second >= begin:
                return round(origin + min(second - begin, length), 3)
        return round(self.pieces[0][1], 3)


def _cut(scene: Scene, pad: float, keep_gap: float) -> Cut:
    """Leave out silences longer than ``keep_gap``: they cost time and invite inventions."""
    audio = scene.audio if scene.audio is not None else np.zeros(0, np.float32)
    spans: list[list[float]] = []
    for span in scene.speech:
        start, end = max(0.0, span.start - pad), min(scene.duration, span.end + pad)
        if spans and start - spans[-1][1] < keep_gap:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    chunks, pieces, at = [], [], 0.0
    for start, end in spans:
        chunk = audio[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
        chunks.append(chunk)
        pieces.append((at, start, len(chunk) / SAMPLE_RATE))
        at += len(chunk) / SAMPLE_RATE
    return Cut(np.concatenate(chunks), tuple(pieces))
