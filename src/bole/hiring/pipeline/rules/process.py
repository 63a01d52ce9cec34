"""What a process is made of. A version is never changed: whoever changes something makes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bole.kernel.errors import ConflictError

CLOSED = "closed"
ANYBODY_OF_HR = ("branch_hr", "head_office_hr")

# The closed vocabularies a process is written in. What a word does is in one place each: conditions in
# ``services.conditions``, recipients in ``services.telling``, actions where the event is heard.
KINDS = ("screening", "ai_interview", "assessment", "pool", "panel", "check", "offer", "onboarding", "closed")
CONDITIONS = ("contact", "resume", "consent", "report", "other_person")
ACTIONS = ("invite",)
RECIPIENTS = ("owner", "head")
MOMENTS = ("after_entry", "before_due")
ENTERED, INTERVIEWED, TOLD = "entered", "interviewed", "told"
SURVEY_MOMENTS = (ENTERED, INTERVIEWED, TOLD)


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of time: hours on the clock, or days on which the unit works. One of the two is zero."""

    hours: int = 0
    working_days: int = 0

    @property
    def nominal(self) -> timedelta:
        """As a plain length, a working day counted as a day."""
        return timedelta(hours=self.hours, days=self.working_days)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A word to somebody of the bank, once per stay: so long after entry, or so long before it is due."""

    template: str
    to: str  # of RECIPIENTS
    moment: str  # of MOMENTS
    hours: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that goes out from a stage: so long after the candidate entered it, gave his last answer in
    its interview, or was told its result. ``key``: of the library, or the bank's own by its id."""

    key: str
    moment: str  # of SURVEY_MOMENTS
    hours: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application may be declined: the code goes into the log, the words onto the page."""

    key: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: where it may lead, who decides, what must be so on the way in and out, by when somebody must
    act, whether a rule may advance out of it."""

    key: str
    label: Mapping[str, str]
    leads_to: tuple[str, ...]
    service_level: timedelta | None
    automatic: bool
    kind: str = "assessment"
    returns_to: tuple[str, ...] = ()
    decides: tuple[str, ...] = ANYBODY_OF_HR
    entry: tuple[str, ...] = ()
    exit: tuple[str, ...] = ()
    level: Level | None = None
    escalate_after: Level = field(default=Level(hours=24))
    reminders: tuple[Reminder, ...] = ()
    on_enter: tuple[str, ...] = ()
    surveys: tuple[Survey, ...] = ()

    @property
    def onward(self) -> str:
        """Where it leads first, the end not counted; empty where it leads to the end alone."""
        return next((key for key in self.leads_to if key != CLOSED), "")


@dataclass(frozen=True, slots=True)
class Process:
    """The ordered stages of one process version. The last one is ``closed``."""

    key: str
    version: int
    stages: tuple[Stage, ...]
    sha256: str
    title: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    def stage(self, key: str) -> Stage:
        """The stage of that name; ConflictError for a name the process does not know."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise ConflictError(f"process {self.key} has no stage {key}", code="unknown_stage")

    def has(self, key: str) -> bool:
        """Whether there is a stage of that name."""
        return any(stage.key == key for stage in self.stages)

    @property
    def first(self) -> Stage:
        """Where every application begins."""
        return self.stages[0]
