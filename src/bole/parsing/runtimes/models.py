"""Which model files the recogniser needs."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OcrModels:
    """Files of the three models, already checked against their cards."""

    detection: Path
    direction: Path
    recognition: Path
