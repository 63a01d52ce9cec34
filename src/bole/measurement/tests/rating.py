"""Shortcuts of the tests: rate a text without sensitivity runs."""

from functools import cache
from typing import Any

from bole.kernel.answers import Observation, Transcript
from bole.measurement import api
from bole.measurement.frameworks.schema import Question
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring import assessing


@cache
def rated(question: str, language: str, text: str) -> dict[str, Any]:
    return rated_by(api.load_question(question), language, text)


def rated_by(question: Question, language: str, text: str) -> dict[str, Any]:
    observation = Observation(duration=60.0, transcript=Transcript(language=language, text=text, typed=True))
    return assessing.assess(
        question,
        observation,
        default_embedder(),
        law="default",
        input_sha256="",
        plan_sha256="",
        sensitivity=False,
    )


def scores(card: dict[str, Any]) -> dict[str, float | None]:
    return {r["competency"]: r["score"] for r in card["ratings"]}


def kinds(card: dict[str, Any]) -> set[str]:
    return {f["kind"] for f in card["flags"]}
