"""The checklist of one newcomer: which tasks, due when; how far they are; what that means."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, Protocol

from bole.kernel.errors import ConflictError
from bole.workforce.onboarding.rules.templates import Milestone, TaskPlan, Template

Works = Callable[[date], bool]
State = Literal["preparing", "ready", "joined", "ended"]
FARTHEST: Final = 400  # days that are looked through for a working day


class Standing(Protocol):
    """What is asked of a task's row."""

    state: str
    required: bool
    before_start: bool
    milestone: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A task with its day."""

    plan: TaskPlan
    due_on: date


@dataclass(frozen=True, slots=True)
class Reached:
    """One milestone of the progress line. ``state``: done, now or next."""

    milestone: Milestone
    state: str
    done: int
    total: int


def plan(
    template: Template, *, starts_on: date, today: date, codes: Iterable[str], works: Works
) -> list[Planned]:
    """The tasks for a unit (``codes``: its own and those above it). Nothing is due in the past: who begins
    soon has less time, not a late list."""
    here = set(codes)
    return [
        Planned(task, max(workday(starts_on, task.due, works), today))
        for task in template.tasks
        if not task.units or here & set(task.units)
    ]


def workday(start: date, offset: int, works: Works) -> date:
    """The working day so many before (negative) or after a date; with 0 the date itself."""
    step, left, day = timedelta(days=1 if offset > 0 else -1), abs(offset), start
    for _day in range(FARTHEST):
        if not left:
            return day
        day += step
        left -= works(day)
    raise ConflictError("no working day is known so far away", code="no_workday")


def progress(milestones: Sequence[Milestone], tasks: Sequence[Standing]) -> list[Reached]:
    """The line the newcomer sees: what is done, what goes on, what comes. One without tasks is left out."""
    found: list[Reached] = []
    going_on = False
    for one in milestones:
        own = [task for task in tasks if task.milestone == one.key and task.required and counts(task)]
        if not own:
            continue
        done = sum(task.state == "done" for task in own)
        whole = done == len(own)
        state = "done" if whole else "next" if going_on else "now"
        going_on = going_on or not whole
        found.append(Reached(one, state, done, len(own)))
    return found


def counts(task: Standing) -> bool:
    """Whether a task still is on the list."""
    return task.state != "dropped"


def is_ready(tasks: Iterable[Standing]) -> bool:
    """Whether everything that must be done before the first day is done."""
    needed = [task for task in tasks if task.required and task.before_start and counts(task)]
    return all(task.state == "done" for task in needed)


def missing(tasks: Iterable[Standing]) -> int:
    """How many needed tasks are not done."""
    return sum(
        task.required and task.before_start and counts(task) and task.state != "done" for task in tasks
    )


def check_open(state: str) -> None:
    """ConflictError once the newcomer has joined or the onboarding ended."""
    if state not in ("preparing", "ready"):
        raise ConflictError("this onboarding is over", code="onboarding_over")
