"""The doors of measurement. Nothing else of this package is meant to be imported from outside."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from bole.kernel.answers import LawMode, Observation, Transcript
from bole.measurement.frameworks.loading import (
    library_dir,
    load_question,
    load_scales,
    question_keys,
    rubric_source,
)
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.frameworks.schema import Question
from bole.measurement.reporting.compiling import compile_report
from bole.measurement.reporting.compiling import seal_report as seal
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring.assessing import assess as _assess

__all__ = [
    "AnswerResult", "Question", "RubricError", "assess", "assess_typed", "competencies", "load_question",
    "question_keys", "report", "rubric_source", "seal",
]  # fmt: skip


class AnswerResult(TypedDict):
    """One answer as a report takes it; ``result`` is an analyse object, or ``{error: {code}}``, or empty."""

    question_key: str
    ordinal: int
    answer_id: str
    kind: str
    prompt: Mapping[str, str]
    result: Mapping[str, Any]
    title: NotRequired[Mapping[str, str]]
    duration: NotRequired[float]
    joints: NotRequired[Sequence[float]]


def assess(
    question: Question | str | os.PathLike[str],
    observation: Observation,
    *,
    law: LawMode = "default",
    input_sha256: str = "",
    plan_sha256: str = "",
) -> dict[str, Any]:
    """Rate one answer: the analyse object of docs/reference/analyse.md without ``file``.

    Deterministic: only ``cpu_seconds`` differs between two calls. Raises RubricError for an unknown question.
    """
    loaded = question if isinstance(question, Question) else load_question(question)
    return _assess(
        loaded, observation, default_embedder(), law=law, input_sha256=input_sha256, plan_sha256=plan_sha256
    )


def assess_typed(
    question: Question | str | os.PathLike[str],
    text: str,
    language: str,
    *,
    law: LawMode = "default",
    input_sha256: str = "",
) -> dict[str, Any]:
    """Rate a typed answer by the same rubric; there is no fluency, and nothing has a time."""
    observation = Observation(duration=0.0, transcript=Transcript(language=language, text=text, typed=True))
    return assess(question, observation, law=law, input_sha256=input_sha256)


def competencies(keys: Sequence[str]) -> dict[str, dict[str, dict[str, str]]]:
    """Anchors ``{"1": {zh, en}, "3": …, "5": …}`` of the library's competencies by key; {} for an
    unknown key."""
    scales, _ = load_scales(str(library_dir()))
    return {
        key: {level: text.to_json() for level, text in scales[key].anchors.items()} if key in scales else {}
        for key in keys
    }


def report(
    *,
    portrait: Mapping[str, Any],
    guide: Mapping[str, Any],
    answers: Sequence[AnswerResult],
    law: str,
    language: str,
) -> dict[str, Any]:
    """The interview's report, format bole.report/1, sealed with ``provenance.hash``.

    ``portrait`` holds key, version, pass_mark, weights {competency: weight of 100} and labels. Raises
    InvalidError (``weights_not_100``).
    """
    return compile_report(
        portrait=portrait,
        guide=guide,
        answers=answers,
        law=law,
        language=language,
        anchors=competencies(list(portrait["weights"])),
    )
