"""What candidates' opinions lead to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionBadlyRated:
    """Candidates found a question of the interview unreasonable or beside the job: a person should look.

    ``version``: the beginning of its sha256; ``asked``: the question of the survey; ``mean`` of 1 to 5.
    """

    question_key: str
    version: str
    asked: str
    mean: float
    n: int
