"""The card on a person's home page: the week that is due, a decision that waits for an answer, or, once it is
over, the letter."""

from uuid import UUID

from bole.foundation.access.actors import Actor
from bole.foundation.ui.panels import Fragment
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.workforce.performance import presenting, queries, words
from bole.workforce.performance.rules import states
from bole.workforce.performance.rules.weeks import missing, week_on


def of(actor: Actor, candidate_id: UUID, token: str) -> Fragment | None:
    """None for somebody who is not on probation here."""
    found = queries.of_candidate(actor, candidate_id)
    if found is None:
        return None
    day = bank_time.today(utc_now())
    sheets = queries.sheets(found)
    gone = missing([one.week for one in sheets], {one.week.number for one in sheets if one.report}, day)
    now = week_on(day, found.starts_on, found.ends_on)
    asked = queries.waiting(found)
    context = {
        "token": token,
        "probation": found,
        "running": found.state == "running",
        "state_words": words.STATES[found.state],
        "left": presenting.left(states.days_left(found.ends_on, day)),
        "due": gone[0] if gone else (now.number if now else None),
        "missing": bool(gone),
        "asked": asked is not None and asked.state == "waits_employee",
        "unread": any(one.state == "effective" and one.seen_at is None for one in queries.decisions(found)),
    }
    return Fragment("performance/portal/_card.html", context)
