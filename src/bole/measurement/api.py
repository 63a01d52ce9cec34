"""The doors of measurement. Nothing else of this package is meant to be imported from outside."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

from bole.kernel.answers import LawMode, Observation, Transcript
from bole.kernel.errors import DeniedError
from bole.measurement.flags.instructing import instruction_quotes
from bole.measurement.frameworks.cards import (
    competencies,
    competency_cards,
    competency_labels,
    guide_questions,
    measured_by,
)
from bole.measurement.frameworks.checking import Problem
from bole.measurement.frameworks.checking import check_library as _check_library
from bole.measurement.frameworks.loading import (
    library_dir,
    load_question,
    parse_question,
    question_from,
    question_keys,
    question_table,
    rubric_source,
    source_of,
)
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.frameworks.schema import Both, Question
from bole.measurement.learning.fitted import Fitted
from bole.measurement.learning.fitting import fit as _fit
from bole.measurement.learning.outcome import Outcome
from bole.measurement.learning.untrained import score as _score
from bole.measurement.personalisation.checking import check_rules
from bole.measurement.personalisation.lines import ResumeLine, lines_of
from bole.measurement.personalisation.proposing import Proposal, propose
from bole.measurement.personalisation.rules import Personalisation, load_personalisation
from bole.measurement.probing import adding, choosing, finding
from bole.measurement.probing.choosing import Chosen, Given
from bole.measurement.reporting.compiling import compile_report
from bole.measurement.reporting.compiling import seal_report as seal
from bole.measurement.reporting.replacing import total_with
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring.assessing import assess as _assess
from bole.measurement.text.reading import read as _read

if TYPE_CHECKING:
    from bole.measurement.learning.impressions import Impressions, Interview

__all__ = [
    "AnswerResult",
    "Chosen",
    "Given",
    "Outcome",
    "Personalisation",
    "Proposal",
    "Question",
    "ResumeLine",
    "RubricError",
    "asked_in",
    "assess",
    "assess_addition",
    "assess_typed",
    "check_library",
    "choose_probes",
    "competencies",
    "competency_cards",
    "competency_labels",
    "fit",
    "fit_interview",
    "given",
    "guide_questions",
    "instructions_in",
    "lines_of",
    "load_personalisation",
    "load_question",
    "measured_by",
    "probe_inputs_sha256",
    "propose",
    "question_from",
    "question_keys",
    "question_table",
    "read_question",
    "report",
    "rubric_source",
    "score",
    "seal",
    "source_of",
    "total_with",
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
    cut_off: NotRequired[bool]
    part: NotRequired[str]  # core (also where absent), personal or probe
    parent_key: NotRequired[str]  # of a probe: the question it adds to
    source: NotRequired[Mapping[str, Any]]  # why a personalised question or a probe was asked


def instructions_in(transcript: Transcript) -> list[str]:
    """Every passage of an answer that speaks to whoever scores, verbatim: data that no model is to be
    sent."""
    return instruction_quotes(_read(transcript))


def assess(
    question: Question | str | os.PathLike[str],
    observation: Observation,
    *,
    law: LawMode = "default",
    input_sha256: str = "",
    plan_sha256: str = "",
    sensitivity: bool = True,
) -> dict[str, Any]:
    """Rate one answer: the analyse object of docs/reference/analyse.md without ``file``.

    Deterministic: only ``cpu_seconds`` differs between two calls. Without ``sensitivity`` there are no
    standard errors, and it takes a fraction of the time. Raises RubricError for an unknown question.
    """
    loaded = question if isinstance(question, Question) else load_question(question)
    return _assess(
        loaded,
        observation,
        default_embedder(),
        law=law,
        input_sha256=input_sha256,
        plan_sha256=plan_sha256,
        sensitivity=sensitivity,
    )


def asked_in(question: Question | str, words: Mapping[str, str]) -> Question:
    """The question put to one person in other words ``{zh, en}``; the rubric stays. Raises RubricError."""
    loaded = question if isinstance(question, Question) else load_question(question)
    return replace(loaded, asked=Both(words["zh"], words["en"]))


def assess_addition(
    question: Question | str,
    answer: Observation,
    addition: Observation,
    *,
    law: LawMode = "default",
    input_sha256: str = "",
    plan_sha256: str = "",
    sensitivity: bool = True,
) -> dict[str, Any]:
    """Rate the answer to a probe: an analyse object of the addition whose ``ratings`` are of answer and
    addition together, by the rubric of the answer. Raises RubricError.
    """
    return adding.assess_addition(
        question if isinstance(question, Question) else load_question(question),
        answer,
        addition,
        default_embedder(),
        law=law,
        input_sha256=input_sha256,
        plan_sha256=plan_sha256,
        sensitivity=sensitivity,
    )


def given(question: str, ordinal: int, observation: Observation, *, law: LawMode = "default") -> Given | None:
    """How much evidence a core answer holds, part by part; None where it cannot be rated."""
    return finding.given(load_question(question), ordinal, observation, default_embedder(), law)


def choose_probes(answers: Sequence[Given], maximum: int) -> tuple[Chosen, ...]:
    """The follow-up questions that follow from these answers: the same rule for everyone."""
    return choosing.choose(
        answers, {one.question_key: load_question(one.question_key) for one in answers}, maximum
    )


def probe_inputs_sha256(answers: Sequence[Given], maximum: int) -> str:
    """SHA-256 of everything a decision on probes follows from."""
    return choosing.inputs_sha256(answers, maximum)


def check_library(folder: Path) -> list[Problem]:
    """Every fault of a library, in order of file and place; an empty list is one fit for use."""
    return sorted({*_check_library(folder), *check_rules(folder)})


def read_question(text: str) -> Question:
    """A question from its TOML, with the scales and word lists of the library. Raises RubricError."""
    return parse_question(text.encode(), str(library_dir()))


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


def report(
    *,
    portrait: Mapping[str, Any],
    guide: Mapping[str, Any],
    answers: Sequence[AnswerResult],
    law: str,
    language: str,
    measured: Mapping[str, float] | None = None,
    probes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The interview's report, format bole.report/1, sealed with ``provenance.hash``.

    ``portrait`` holds key, version, pass_mark, weights {competency: weight of 100} and labels;
    ``measured`` the standard errors of competencies known from double ratings; ``probes`` what was decided
    on follow-up questions. Raises InvalidError (``weights_not_100``).
    """
    return compile_report(
        portrait=portrait,
        guide=guide,
        answers=answers,
        law=law,
        language=language,
        anchors=competencies(list(portrait["weights"]), str(portrait["key"])),
        measured=measured or {},
        probes=probes,
    )


def score(
    question: str, rubric_points: Sequence[str] | str | None, answer: str | None, language: str = "zh"
) -> Outcome:
    """Rate a typed answer to any question, without any mark, from the words of its rubric.

    ``rubric_points``: one long reference answer, many short points, or nothing (then nearness to the
    question is all there is, and it abstains). ``language`` decides only where the script does not. Never
    raises for any text.
    """
    return _score(question, rubric_points, answer, language)


def fit(examples: Sequence[Mapping[str, Any]]) -> Fitted:
    """Learn from marked answers; returns a callable with the signature of ``score``.

    ``examples``: mappings with question, rubric_points, answer and score (a person's mark, 0–1); language is
    optional. The same examples give the same rater in any order. Raises InvalidError for a mark outside
    0–1, a missing key or no example at all.
    """
    return _fit(examples)


def fit_interview(examples: Sequence["Interview"], *, law: LawMode = "default") -> "Impressions":
    """Imitate interviewers' impressions of whole interviews: a research instrument, see its card.

    ``examples``: (turns, prosody, ratings) with turns [("interviewer" | "interviewee", text)], prosody one
    dict of named numbers per answer (None = not measured), ratings name → number. The result takes (turns,
    prosody) and returns the same names. Never part of a total, never shown beside a candidate. Raises
    DeniedError in law mode ``eu`` and in the release for the European Union, which does not hold it;
    InvalidError for fewer than two interviews.
    """
    if find_spec("bole.measurement.learning.impressions") is None:
        raise DeniedError("this release computes no impressions of interviews", code="absent_in_eu")
    from bole.measurement.learning.impressions import fit_interview as _fit_interview

    return _fit_interview(examples, law=law)
