"""sherpa-onnx (SenseVoice, Paraformer), for banks that install a stronger model by configuration.

The package is not among bole's requirements; without it a plan that names this runtime ends as
``runtime_missing`` before any recording is opened.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bole.perception.errors import PerceptionError
from bole.perception.types import SAMPLE_RATE, Floats
from bole.ports.recogniser import Heard, HeardWord


class SherpaRecogniser:
    """``bole.ports.recogniser.Recogniser`` over a model file with ``tokens.txt`` beside it."""

    def __init__(self, model: Path, settings: Mapping[str, Any]) -> None:
        try:
            import sherpa_onnx
        except ImportError as error:
            raise PerceptionError("package sherpa-onnx is not installed", code="runtime_missing") from error
        kind, tokens = settings["kind"], str(model.parent / "tokens.txt")
        if kind == "sense-voice":
            self._model = sherpa_onnx.OfflineRecognizer.from_sense_voice(
                model=str(model), tokens=tokens, num_threads=1, use_itn=True
            )
        elif kind == "paraformer":
            self._model = sherpa_onnx.OfflineRecognizer.from_paraformer(
                paraformer=str(model), tokens=tokens, num_threads=1
            )
        else:
            raise PerceptionError(f"sherpa-onnx model kind {kind!r} is unknown", code="plan_invalid")

    def hear(
        self, pieces: Sequence[Floats], *, languages: Sequence[str], share: Callable[[float], None]
    ) -> Heard:
        """Words of all pieces. A model that names no language is taken at the first allowed one."""
        words: list[HeardWord] = []
        named: list[str] = []
        for index, piece in enumerate(pieces):
            stream = self._model.create_stream()
            stream.accept_waveform(SAMPLE_RATE, piece)
            self._model.decode_stream(stream)
            result = stream.result
            named.append(str(getattr(result, "lang", "")).strip("<|>"))
            words += join_tokens(result.tokens, result.timestamps, len(piece) / SAMPLE_RATE, index)
            share((index + 1) / len(pieces))
        language = max(set(named), key=lambda code: (named.count(code), code)) if any(named) else languages[0]
        return Heard(language, tuple(words), {language: 1.0})


def join_tokens(
    tokens: Sequence[str], starts: Sequence[float], seconds: float, piece: int
) -> list[HeardWord]:
    """Tokens with start times → words. ``▁`` or ``@@`` mark where Latin words begin or go on."""
    words: list[HeardWord] = []
    ends = [*starts[1:], seconds]
    goes_on = False
    for token, start, end in zip(tokens, starts, ends, strict=True):
        begins = token.startswith(("▁", " "))
        text = token.replace("▁", " ").removesuffix("@@")
        last = words[-1] if words else None
        if last is not None and (goes_on or (not begins and _latin(text) and _latin(last.text))):
            words[-1] = HeardWord(last.text + text, last.start, float(end), piece)
        else:
            words.append(HeardWord(text, float(start), float(end), piece))
        goes_on = token.endswith("@@")
    return words


def _latin(text: str) -> bool:
    return text.strip().isascii() and text.strip().isalnum()
