"""What a job is made of, and what can be wrong with one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bole.hiring.requisitions.varying import Bounds
from bole.kernel.errors import InvalidError

FORMAT = "bole.job/1"
ORIGINS = ("specification", "bole", "bank")
CHANNELS = frozenset({"speech", "voice", "face", "body"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a job: where (``competency[2].weight``), a code, its detail, its line (0:
    unknown)."""

    place: str
    code: str
    detail: str = ""
    line: int = 0


class JobFileError(InvalidError):
    """A job that cannot be used; ``faults`` says all that is wrong with it."""

    code = "job_invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        told = "; ".join(f"{f.place}: {f.code} {f.detail}".strip() for f in faults)
        super().__init__(told, code="job_invalid", fields={f.place: f.code for f in faults})
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Competency:
    """A dimension of a job. ``origin``: who named it; ``weight_origin``: who gave the weight."""

    key: str
    label: Mapping[str, str]
    weight: Decimal
    origin: str = "bank"
    weight_origin: str = "bank"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure the job is followed by, with its definition: from what it is to what it shall be."""

    key: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    unit: Mapping[str, str]
    start: Decimal
    goal: Decimal
    origin: str = "bank"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A scene that has no weight of its own: ``question`` plays it, and what is shown there counts in the
    competency ``within``."""

    key: str
    label: Mapping[str, str]
    within: str
    question: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the head office describes it: the starting point of every requisition.

    ``questions``: keys asked in place of the guide's own; empty: the guide's.
    """

    key: str
    version: int
    title: Mapping[str, str]
    guide: str
    process: str
    pass_mark: Decimal
    auto_advance: bool
    channels: tuple[str, ...]
    competencies: tuple[Competency, ...]
    pass_mark_origin: str = "bank"  # noqa: S105  a mark to pass, no word to get in
    targets: tuple[Target, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    questions: tuple[str, ...] = ()
    exercises: tuple[Exercise, ...] = ()

    @property
    def weights(self) -> dict[str, Decimal]:
        """Weight by competency, 100 together."""
        return {one.key: one.weight for one in self.competencies}

    @property
    def labels(self) -> dict[str, Mapping[str, str]]:
        """Label in both languages by competency."""
        return {one.key: one.label for one in self.competencies}

    @property
    def proposals(self) -> tuple[str, ...]:
        """Places that are bole's proposal, for the bank to confirm."""
        found = [f"competency.{c.key}" for c in self.competencies if c.origin == "bole"]
        found += [f"weight.{c.key}" for c in self.competencies if c.weight_origin == "bole"]
        found += [f"target.{t.key}" for t in self.targets if t.origin == "bole"]
        return (*found, *(["pass_mark"] * (self.pass_mark_origin == "bole")))  # noqa: S105  see above

    def confirmed(self) -> "Job":
        """The same with bole's proposals as the bank's own."""
        bank = {"bole": "bank"}
        return replace(
            self,
            competencies=tuple(
                replace(
                    one,
                    origin=bank.get(one.origin, one.origin),
                    weight_origin=bank.get(one.weight_origin, one.weight_origin),
                )
                for one in self.competencies
            ),
            targets=tuple(replace(t, origin=bank.get(t.origin, t.origin)) for t in self.targets),
            pass_mark_origin=bank.get(self.pass_mark_origin, self.pass_mark_origin),
        )
