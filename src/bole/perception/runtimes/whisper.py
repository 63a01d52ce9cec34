"""faster-whisper (CTranslate2, int8, one thread), the default recogniser.

Each piece is one window: its words come without Whisper's own timestamp tokens (which, mispredicted, make
the library skip sentences at the end of a window) and are timed by cross-attention afterwards. The encoding
that chose the language is used again for the words.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens, merge_punctuations

from bole.perception.types import Floats
from bole.ports.recogniser import Heard, HeardWord

_BEFORE = "\"'“¿([{-"
_AFTER = "\"'.。,，!！?？:：”)]}、"


def log_mel(extractor: FeatureExtractor, audio: Floats) -> Floats:
    """What the library's extractor gives (80 × 10 ms), but summed in double precision.

    In single precision the last bits depend on which kernel the linear algebra library picks, and with them
    now and then a recognised word: the same sound must give the same words whatever the environment says.
    """
    padded = np.pad(audio, (0, extractor.hop_length))
    window = np.hanning(extractor.n_fft + 1)[:-1].astype(np.float32)
    spectrum = extractor.stft(
        padded, extractor.n_fft, extractor.hop_length, window=window, return_complex=True
    )
    power = np.abs(spectrum[:, :-2].astype(np.complex64)).astype(np.float64) ** 2
    log = np.log10(np.maximum(extractor.mel_filters.astype(np.float64) @ power, 1e-10))
    log = (np.maximum(log, log.max() - 8.0) + 4.0) / 4.0
    return np.asarray(log, np.float32)


class WhisperRecogniser:
    """``bole.ports.recogniser.Recogniser`` over a CTranslate2 Whisper directory."""

    def __init__(self, model: Path, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._model = WhisperModel(
            str(model),
            device="cpu",
            compute_type=settings["compute_type"],
            cpu_threads=1,
            local_files_only=True,
        )

    def hear(
        self, pieces: Sequence[Floats], *, languages: Sequence[str], share: Callable[[float], None]
    ) -> Heard:
        """Words of all pieces; no prompt, no temperature: the same samples give the same words."""
        words: list[HeardWord] = []
        probabilities: dict[str, float] = {}
        language = ""
        for index, piece in enumerate(pieces):
            features = log_mel(self._model.feature_extractor, piece)
            encoding = self._model.encode(pad_or_trim(features))
            if not language:
                probabilities = {t[2:-2]: p for t, p in self._model.model.detect_language(encoding)[0]}
                language = max(languages, key=lambda code: probabilities.get(code, 0.0))
            words += self._words(index, encoding, features.shape[1], language)
            share((index + 1) / len(pieces))
        return Heard(language, tuple(words), probabilities)

    def _words(self, index: int, encoding: Any, frames: int, language: str) -> list[HeardWord]:
        tokenizer = Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language=language)
        tokens = [t for t in self._generate(tokenizer, encoding) if t < tokenizer.eot]
        if get_compression_ratio(tokenizer.decode(tokens) or " ") > self._settings["loop_ratio"]:
            # A stuck decoder repeats itself word for word; a person who does is caught the same way and
            # loses nothing but exact repeats of twelve tokens.
            free = self._generate(tokenizer, encoding, no_repeat_ngram_size=12)
            tokens = [t for t in free if t < tokenizer.eot]
        if not tokens:
            return []
        aligned = self._model.find_alignment(tokenizer, [tokens], encoding, frames)[0]
        merge_punctuations(aligned, _BEFORE, _AFTER)
        return [HeardWord(w["word"], float(w["start"]), float(w["end"]), index) for w in aligned if w["word"]]

    def _generate(self, tokenizer: Tokenizer, encoding: Any, **more: Any) -> list[int]:
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        results = self._model.model.generate(
            encoding,
            [prompt],
            beam_size=self._settings["beam_size"],
            max_length=self._model.max_length,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
            **more,
        )
        return list(results[0].sequences_ids[0])
