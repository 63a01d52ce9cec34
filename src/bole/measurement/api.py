"""The doors of measurement. Nothing else of this package is meant to be imported from outside."""

import os
from typing import Any

from bole.kernel.answers import LawMode, Observation, Transcript
from bole.measurement.frameworks.loading import load_question, question_keys
from bole.measurement.frameworks.schema import Question
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring.assessing import assess as _assess
from bole.measurement.scoring.assessing import seal

__all__ = ["Question", "assess", "assess_typed", "load_question", "question_keys", "seal"]


def assess(
    question: Question | str | os.PathLike[str], observation: Observation, *, law: LawMode = "default",
    input_sha256: str = "", plan_sha256: str = "",
) -> dict[str, Any]:
    """Rate one answer: the analyse object of docs/reference/analyse.md without ``file``.

    Deterministic: only ``cpu_seconds`` differs between two calls. Raises RubricError for an unknown question.
    """
    loaded = question if isinstance(question, Question) else load_question(question)
    return _assess(loaded, observation, default_embedder(), law=law, input_sha256=input_sha256, plan_sha256=plan_sha256)


def assess_typed(
    question: Question | str | os.PathLike[str], text: str, language: str, *, law: LawMode = "default",
    input_sha256: str = "",
) -> dict[str, Any]:
    """Rate a typed answer by the same rubric; there is no fluency, and nothing has a time."""
    observation = Observation(duration=0.0, transcript=Transcript(language=language, text=text, typed=True))
    return assess(question, observation, law=law, input_sha256=input_sha256)
