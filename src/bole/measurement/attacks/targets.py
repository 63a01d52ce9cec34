"""What an attack is aimed at: a question in one language, and the honest answers known for it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bole.kernel.errors import InvalidError
from bole.measurement.frameworks.schema import Question

MATERIAL = Path(__file__).resolve().parent.parent / "tests" / "material"
LOW = frozenset({"weak", "rambling"})  # what an attack is built on
MIDDLING = LOW | {"medium"}  # what an attack is compared with


@dataclass(frozen=True, slots=True)
class Honest:
    """An answer nobody doctored. ``quality``: strong, medium, weak, rambling, or empty when not labelled."""

    id: str
    question: str
    language: str
    quality: str
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """One question in one language, as somebody knows it to whom the rubric has leaked.

    ``points`` holds the wordings of each key point, ``foreign`` one wording of each in the other language,
    ``labels`` their names and ``terms`` single words (both empty where nobody named them), ``elsewhere`` the
    key points of another question, ``neighbours`` good answers to other questions. ``given`` is what raters
    of typed answers are given, ``rubric`` what the rule raters rate by: None where there are points only.
    """

    key: str
    language: str
    prompt: str
    points: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    terms: tuple[str, ...]
    foreign: tuple[str, ...]
    elsewhere: tuple[tuple[str, ...], ...]
    neighbours: tuple[str, ...]
    honest: tuple[Honest, ...]
    given: tuple[str, ...]
    rubric: Question | None = None

    @property
    def name(self) -> str:
        """Question and language, unique in a run."""
        return f"{self.key}:{self.language}"

    @property
    def plans(self) -> bool:
        """Whether the question asks what one would do: only a plan is denied by “I would not”."""
        return self.rubric is not None and self.rubric.plan == "situational"

    def answers(self, qualities: frozenset[str]) -> tuple[Honest, ...]:
        """The honest answers of these qualities."""
        return tuple(answer for answer in self.honest if answer.quality in qualities)


def load_honest(folder: Path = MATERIAL) -> tuple[Honest, ...]:
    """All honest answers of a folder: the items of ``honest_*.toml``, and of others where ``kind`` says so.

    Raises InvalidError when the folder holds none.
    """
    found = tuple(item for path in sorted(folder.glob("*.toml")) for item in _read(path))
    if not found:
        raise InvalidError(f"no honest answers in {folder}", code="no_material")
    return found


def _read(path: Path) -> Iterator[Honest]:
    rows: list[Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("items", [])
    for row in rows:
        kind = row.get("kind", "honest" if path.stem.startswith("honest") else "")
        if kind == "honest":
            language = row.get("language", path.stem[-2:])
            yield Honest(row["id"], row["question"], language, row.get("quality", ""), row["text"])


def targets(
    questions: Sequence[Question], honest: Sequence[Honest], languages: Sequence[str]
) -> tuple[Target, ...]:
    """Every question in every language it is asked in, in the order given."""
    return tuple(
        _target(question, language, questions, honest)
        for question in questions
        for language in question.languages
        if language in languages
    )


def _target(
    question: Question, language: str, questions: Sequence[Question], honest: Sequence[Honest]
) -> Target:
    away = "en" if language == "zh" else "zh"
    points = _wordings(question, language)
    labels = tuple(getattr(point.label, language) for point in question.points)
    words = tuple(word for term in question.terms for word in term.words.get(language, ()))
    return Target(
        key=question.key,
        language=language,
        prompt=question.prompt(language),
        points=points,
        labels=labels,
        terms=words or labels,
        foreign=tuple(words[0] for words in _wordings(question, away)),
        elsewhere=_wordings(_other(question, questions), language),
        neighbours=tuple(
            a.text
            for a in honest
            if a.question != question.key and a.language == language and a.quality == "strong"
        ),
        honest=tuple(a for a in honest if a.question == question.key and a.language == language),
        given=tuple(wordings[0] for wordings in points),
        rubric=question,
    )


def _wordings(question: Question, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(p.phrasings[language] for p in question.points if p.phrasings.get(language))


def _other(question: Question, questions: Sequence[Question]) -> Question:
    """The next question of the list that shares no key point with this one; itself when there is none."""
    keys = {point.key for point in question.points}
    at = questions.index(question)
    around = [*questions[at + 1 :], *questions[:at]]
    return next((q for q in around if not keys & {p.key for p in q.points}), question)
