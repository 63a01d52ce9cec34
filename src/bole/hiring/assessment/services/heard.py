"""What was heard of an answer, and when that is enough to decide on follow-up questions.

A candidate waits for the decision, so it needs the words alone: not the pictures, and no scores.
"""

from uuid import UUID

from bole.foundation import queue
from bole.hiring.analysis import queries as analysis
from bole.hiring.analysis.queries import Outcome
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.answers import Observation, Transcript

DECIDE = "hiring.assessment.decide_probes"
BEFORE_OTHERS = 10  # somebody sits in front of the page


def defer_decision(interview_id: UUID, unit_id: UUID) -> None:
    """Have the decision taken before anything else is rated, if it is time; in the current transaction."""
    if probes_due(interview_id):
        queue.defer(DECIDE, priority=BEFORE_OTHERS, interview_id=interview_id, unit_id=unit_id)


def probes_due(interview_id: UUID) -> bool:
    """Whether the answers are all there and heard, and nothing was decided on probes yet."""
    if not interviews.probes_wanted(interviews.get(interview_id)):
        return False
    return all(words_of(one).complete for one in interviews.submitted_facts(interview_id))


def words_of(facts: AnswerFacts) -> Outcome:
    """Words and voice of a recording, or the typed words."""
    return typed_words(facts) if facts.kind == "typed" else analysis.heard_of(facts)


def typed_words(facts: AnswerFacts) -> Outcome:
    """A typed answer as if it had been heard."""
    transcript = Transcript(language=_written_in(facts), text=facts.typed_text, typed=True)
    return Outcome(Observation(duration=0.0, transcript=transcript), {}, complete=True)


def _written_in(facts: AnswerFacts) -> str:
    """Chinese if any Han character was typed, else the question's other language."""
    han = any("\u4e00" <= character <= "\u9fff" for character in facts.typed_text)
    wanted = "zh" if han else "en"
    return wanted if wanted in facts.languages else facts.languages[0]
