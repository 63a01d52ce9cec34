"""When questions beside the guide may be asked and until when they wait. Pure, as ``rules``."""

from datetime import datetime, timedelta

from bole.kernel.errors import ConflictError

THINK_SECONDS, LIMIT_SECONDS = 30, 90
WAIT = timedelta(seconds=60)  # how long the page asks a candidate to wait for the decision
LEAST = timedelta(hours=24)  # who gets a link has at least a day, however late the analysis was
AWAY = timedelta(minutes=10)  # asked on the page and not opened by then: the link goes out as well


def may_ask(*, automated: bool, mode: str, typed_by_agreement: bool) -> bool:
    """Only who agreed to analysis and to recording (or types by agreement) is asked; of all others a person
    rates what there is."""
    return automated and (mode in {"video", "audio"} or (mode == "typed" and typed_by_agreement))


def answer_by(closes_at: datetime, now: datetime) -> datetime:
    """Until the interview's window closes, and never less than a day: a slow machine takes nobody's time."""
    return max(closes_at, now + LEAST)


def link_due(*, handed_in: bool, last_answer_at: datetime | None, now: datetime) -> datetime:
    """When the link goes out: at once to who may have left, later to who is still on the page."""
    waits = not handed_in and last_answer_at is not None and now - last_answer_at <= WAIT
    return now + AWAY if waits else now


def check_open(let_go: str, state: str) -> None:
    """A probe can be answered or declined until it was answered or let go."""
    if state == "submitted":
        raise ConflictError("the answer was submitted", code="already_submitted")
    if let_go:
        raise ConflictError("this question is closed", code="probe_closed")


def check_before_questions(state: str, *, begun: bool) -> None:
    """What changes the questions comes before the first one was opened."""
    if state not in {"invited", "opened"} or begun:
        raise ConflictError("the interview has begun", code="already_begun")
