"""faster-whisper (CTranslate2, int8, one thread), the default recogniser."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.transcribe import Segment

from bole.perception.types import SAMPLE_RATE, Floats
from bole.ports.recogniser import Heard, HeardWord


class _Listener(WhisperModel):  # type: ignore[misc]  # the library publishes no types
    """Chooses among the allowed languages and reuses that look's encoding for the first window.

    The library encodes the first 30 s twice when the language is not given; once is enough.
    """

    languages: Sequence[str] = ()
    probabilities: Mapping[str, float] = {}
    _first: ctranslate2.StorageView | None = None

    def detect_language(self, features: Any, **_: Any) -> Any:
        """The likeliest allowed language of the first window."""
        frames = min(self.feature_extractor.nb_max_frames, features.shape[-1] - 1)
        self._first = self.encode(pad_or_trim(features[:, :frames]))
        ranked = [(token[2:-2], p) for token, p in self.model.detect_language(self._first)[0]]
        self.probabilities = dict(ranked)
        best = max(self.languages, key=lambda code: self.probabilities.get(code, 0.0))
        return best, self.probabilities.get(best, 0.0), ranked

    def generate_segments(
        self, features: Any, tokenizer: Any, options: Any, log_progress: bool, encoder_output: Any = None
    ) -> Iterable[Segment]:
        """As the library's, with the first window already encoded."""
        first, self._first = self._first or encoder_output, None
        return super().generate_segments(features, tokenizer, options, log_progress, first)  # type: ignore[no-any-return]


class WhisperRecogniser:
    """``bole.ports.recogniser.Recogniser`` over a CTranslate2 Whisper directory."""

    def __init__(self, model: Path, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._model = _Listener(
            str(model),
            device="cpu",
            compute_type=settings["compute_type"],
            cpu_threads=1,
            local_files_only=True,
        )

    def hear(self, audio: Floats, *, languages: Sequence[str], share: Callable[[float], None]) -> Heard:
        """Words of ``audio``; no prompt, no temperature fallback, so the same samples give the same words."""
        self._model.languages = languages
        segments, info = self._model.transcribe(
            audio,
            language=None,
            beam_size=self._settings["beam_size"],
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=False,
        )
        words: list[HeardWord] = []
        seconds = max(len(audio) / SAMPLE_RATE, 0.001)
        for segment in segments:
            words += [HeardWord(w.word, float(w.start), float(w.end)) for w in segment.words or ()]
            share(min(1.0, segment.end / seconds))
        return Heard(info.language, tuple(words), dict(self._model.probabilities))
