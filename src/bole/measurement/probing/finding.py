"""How much evidence an answer holds for each part of its rubric."""

import hashlib

from bole.kernel.answers import LawMode, Observation, Transcript
from bole.measurement.frameworks.schema import Question
from bole.measurement.probing.choosing import Given
from bole.measurement.scoring.assessing import content_of
from bole.ports.embedding import Embedder


def given(
    question: Question, ordinal: int, observation: Observation, embedder: Embedder, law: LawMode
) -> Given | None:
    """What the rule needs to know of one answer; None where nothing in it can be rated: an answer nobody
    could hear says nothing about what its speaker left out.
    """
    content = content_of(question, observation, embedder, law=law)
    if content is None:
        return None
    values = {f"criterion:{key}": m.score for key, m in content.criteria.items() if m.score is not None}
    for kind, found in (("point", content.points), ("statement", content.statements)):
        values |= {f"{kind}:{key}": 100.0 * one.strength if one.place else 0.0 for key, one in found.items()}
    rounded = {part: round(value, 1) for part, value in sorted(values.items())}
    return Given(question.key, ordinal, question.sha256, words_sha256(observation.transcript), rounded)


def words_sha256(transcript: Transcript) -> str:
    """SHA-256 of the words, and of the language they were read in."""
    return hashlib.sha256(f"{transcript.language}\n{transcript.text}".encode()).hexdigest()
