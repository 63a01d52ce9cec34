"""Labelled sets and files of labels.

A set (TOML) has ``key``, ``labels``, ``labellers`` and ``[[answers]]`` with ``id``, ``question``,
``language``, ``text`` and ``clauses``: rows of the clause's words and one label per labeller.
A file of labels, which ``bole measure label`` writes, has ``set``, ``by``, ``fingerprint`` and ``[labels]``:
per answer a list in the order of its clauses, ``""`` where nothing is chosen yet.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bole.kernel.errors import InvalidError, NotFoundError

OPEN = ""  # no label yet
ClauseId = tuple[str, int]  # the answer and the clause's place in it, from 0
Labels = Mapping[ClauseId, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``places[i]`` are the characters ``[start, end)`` of ``text`` that are clause ``i``."""

    id: str
    question: str
    language: str
    text: str
    places: tuple[tuple[int, int], ...]

    def clause(self, index: int) -> str:
        """The words of a clause."""
        return self.text[slice(*self.places[index])]


@dataclass(frozen=True, slots=True)
class LabelSet:
    """``by[labeller]`` are that labeller's labels; ``seen`` are questions whose answers lay open when the
    cues of the rater were written."""

    key: str
    labels: tuple[str, ...]
    answers: tuple[Answer, ...]
    by: Mapping[str, Labels]
    seen: frozenset[str] = frozenset()

    @property
    def clauses(self) -> tuple[ClauseId, ...]:
        """All clauses in order."""
        return tuple((a.id, i) for a in self.answers for i in range(len(a.places)))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what is labelled: names, texts and cuts, never the labels given."""
        told = [self.labels, [[a.id, a.question, a.text, a.places] for a in self.answers]]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(slots=True)
class LabelFile:
    """The labels of one person for one set."""

    set: str
    by: str
    fingerprint: str
    labels: dict[ClauseId, str] = field(default_factory=dict)


def read_set(path: Path) -> LabelSet:
    """Raises NotFoundError, InvalidError (``bad_set``) that names the answer."""
    raw = _toml(path)
    try:
        names, labellers = tuple(map(str, raw["labels"])), [str(n) for n in raw["labellers"]]
        answers = tuple(_answer(row) for row in raw["answers"])
        by: dict[str, dict[ClauseId, str]] = {name: {} for name in labellers}
        for row in raw["answers"]:
            for index, (_, *given) in enumerate(row["clauses"]):
                for name, label in zip(labellers, given, strict=True):
                    by[name][str(row["id"]), index] = _known(label, names)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidError(f"{path} is no labelled set: {error}", code="bad_set") from error
    if len({a.id for a in answers}) < len(answers):
        raise InvalidError(f"{path}: two answers have one id", code="bad_set")
    return LabelSet(str(raw["key"]), names, answers, by, frozenset(map(str, raw.get("seen", ()))))


def read_labels(path: Path) -> LabelFile:
    """Raises NotFoundError, InvalidError (``bad_labels``)."""
    raw = _toml(path)
    try:
        labels = {(a, i): str(v) for a, row in raw["labels"].items() for i, v in enumerate(row) if v}
        return LabelFile(str(raw["set"]), str(raw["by"]), str(raw["fingerprint"]), labels)
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidError(f"{path} is no file of labels: {error}", code="bad_labels") from error


def write_labels(path: Path, file: LabelFile, labelled: LabelSet) -> None:
    """Write the whole file anew; an interrupted write leaves the old one."""
    lines = [
        "# Labels of one person, written by `bole measure label`.",
        *(f"{k} = {_quoted(v)}" for k, v in (("set", file.set), ("by", file.by))),
        f"fingerprint = {_quoted(file.fingerprint)}",
        "\n[labels]",
    ]
    for answer in labelled.answers:
        row = [file.labels.get((answer.id, i), OPEN) for i in range(len(answer.places))]
        lines.append(f"{_quoted(answer.id)} = [{', '.join(map(_quoted, row))}]")
    part = path.with_name(path.name + ".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)


def labels_for(labelled: LabelSet, file: LabelFile) -> Labels:
    """The labels of a file, once they are sure to belong to this set. InvalidError (``other_set``)."""
    if file.fingerprint != labelled.fingerprint:
        raise InvalidError(f"the labels of {file.by} belong to another set or version", code="other_set")
    wrong = set(file.labels.values()) - set(labelled.labels)
    if wrong or set(file.labels) - set(labelled.clauses):
        raise InvalidError(f"{file.by} uses labels or clauses the set has not: {wrong}", code="other_set")
    return file.labels


def _answer(row: Mapping[str, Any]) -> Answer:
    text, at, places = str(row["text"]), 0, []
    for clause, *_ in row["clauses"]:
        start = text.find(clause, at)
        if not clause.strip() or start < 0:
            raise ValueError(f"{row['id']}: the text has no clause {clause!r} after character {at}")
        at = start + len(clause)
        places.append((start, at))
    return Answer(str(row["id"]), str(row["question"]), str(row["language"]), text, tuple(places))


def _known(label: str, names: tuple[str, ...]) -> str:
    if label not in names:
        raise ValueError(f"unknown label {label!r}")
    return label


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, but for the one control character JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidError(f"{path} is no TOML in UTF-8: {error}", code="bad_toml") from error
