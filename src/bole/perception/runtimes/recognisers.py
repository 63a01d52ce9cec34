"""Recognisers by the name a plan gives them. A stronger one is a card and a line of the plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bole.perception.errors import PerceptionError
from bole.ports.recogniser import Recogniser


def make(runtime: str, model: Path, settings: Mapping[str, Any]) -> Recogniser:
    """The recogniser of ``runtime`` over the checked model file ``model``."""
    if runtime == "faster-whisper":
        from bole.perception.runtimes.whisper import WhisperRecogniser  # its libraries are heavy

        return WhisperRecogniser(model.parent, settings)
    if runtime == "sherpa-onnx":
        from bole.perception.runtimes.sherpa import SherpaRecogniser  # an optional package

        return SherpaRecogniser(model, settings)
    raise PerceptionError(f"no recogniser runtime is called {runtime!r}", code="runtime_missing")
