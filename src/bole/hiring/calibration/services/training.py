"""Train raters on the bank's own double-marked answers, and write down how they compare with the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bole.foundation.access import actors
from bole.foundation.workdays import bank_time
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment.queries import MarkedAnswer
from bole.hiring.raters import services as raters
from bole.kernel.errors import DeniedError, InvalidError
from bole.measurement import api as measurement
from bole.measurement import trained
from bole.measurement.trained import Example, Marked

FORMAT = "bole.trained-rater/1"


@dataclass(frozen=True, slots=True)
class Training:
    """What came of one competency: ``version`` is None where nothing was trained, ``reasons`` say why (or why
    the version may not be put in force)."""

    competency: str
    answers: int
    version: int | None
    better: bool
    reasons: tuple[str, ...]
    figures: Mapping[str, Any]


def train(*, question_key: str, competency: str = "", now: datetime) -> list[Training]:
    """Train a rater per competency of the question (or only one) on what people marked twice, blind.

    The same marks give the same version. RubricError for an unknown question, DeniedError for anybody but the
    installation itself.
    """
    if actors.current().kind != "system":
        raise DeniedError("raters are trained by those who run the installation")
    question = measurement.load_question(question_key)
    keys = [one.key for one in question.competencies]
    if competency and competency not in keys:
        raise InvalidError(f"{question_key} does not rate {competency}", code="unknown_competency")
    rows = [row for row in assessment.marked_answers(question_key) if row.rubric_sha256 == question.sha256]
    return [_trained(question, key, rows, now) for key in keys if competency in {"", key}]


def _trained(
    question: measurement.Question, competency: str, rows: Sequence[MarkedAnswer], now: datetime
) -> Training:
    mine = [row for row in rows if competency in row.levels]
    if len(mine) < trained.LEAST:
        return Training(competency, len(mine), None, False, ("too_few",), {})
    answers = [_marked(question, competency, row) for row in mine]
    figures = trained.compare(answers)
    fitted = trained.fit_examples([answer.example for answer in answers])
    version = raters.keep(
        question_key=question.key,
        competency=competency,
        content=trained.to_bytes(fitted),
        rubric_sha256=question.sha256,
        card=_card(question, competency, mine, figures, now),
        people=[(row.unit_id, row.candidate_id) for row in mine],
        now=now,
    )
    reasons = tuple(figures["reasons"])
    return Training(competency, len(mine), version.version, figures["better"], reasons, figures)


def _marked(question: measurement.Question, competency: str, row: MarkedAnswer) -> Marked:
    marks = tuple((level - 1) / 4 for level in row.levels[competency])
    words, points = trained.asked(question, row.language)
    example = Example(words, points, row.text, sum(marks) / len(marks), row.language)
    return Marked(example, str(row.candidate_id), marks, row.scores[competency] / 100)


def _card(
    question: measurement.Question,
    competency: str,
    rows: Sequence[MarkedAnswer],
    figures: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Purpose, data, figures and limits of this version; the words around them are the page's."""
    label = next(one.scale.label for one in question.competencies if one.key == competency)
    return {
        "format": FORMAT,
        "question": question.title.to_json(),
        "competency": label.to_json(),
        "made_on": bank_time.today(now).isoformat(),
        "answers": len(rows),
        "people": len({row.candidate_id for row in rows}),
        "units": len({row.unit_id for row in rows}),
        "languages": sorted({row.language for row in rows}),
        "shared": sum(competency in row.shared for row in rows),  # marked together with other answers
        "rubric_sha256": question.sha256,
        "figures": dict(figures),
    }
