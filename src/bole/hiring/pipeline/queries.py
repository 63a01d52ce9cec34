"""Reads of applications. Row-level security cuts every answer to the actor's units, or to the candidate
himself."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.utils.translation import get_language

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.pipeline import policies, rules, versions
from bole.hiring.pipeline.models import Application, Overdue, ProcessVersion, Proposal, Transition
from bole.hiring.pipeline.rules import CLOSED, Process, Reason, Stage, Survey
from bole.kernel.errors import NotFoundError

NOBODY = UUID(int=0)
DOUBLE = "double"  # the reason with which an application ends because its person had applied twice
ENDINGS = {
    "declined": {"zh": "未通过", "en": "not moving forward"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "hired": {"zh": "已录用", "en": "hired"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the path line; ``state`` is done, now, next or skipped, ``label`` what the step left
    behind, ``said`` the same in a word or two."""

    stage: str
    title: dict[str, str]
    state: str
    label: str
    said: dict[str, str]


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications the actor may know of."""
    if actor.kind == "candidate":  # an opening is the bank's row: joined, it would hide his own
        return Application.objects.select_related("unit", "candidate").filter(
            candidate_id=actor.candidate_id or NOBODY
        )
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return Application.objects.select_related("unit", "candidate", "requisition")
    return Application.objects.none()


def get(application_id: UUID) -> Application:
    """One application; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=application_id).first()
    if found is None:
        raise NotFoundError("no such application")
    return found


def process_of(application: Application) -> Process:
    """The process the application goes through, in the version it began with or was moved to."""
    return versions.numbered(application.process_key, application.process_version)


def version_of(key: str, number: int) -> Process:
    """One version of a process; NotFoundError without it."""
    return versions.numbered(key, number)


def process_for(requisition: Any) -> Process:
    """What a new application for this opening goes through."""
    return versions.for_opening(requisition)


def check_process(key: str) -> Process:
    """The process of that key as it is in force; NotFoundError when there is none."""
    row = versions.in_force(key)
    return versions.numbered(row.key, row.number)


def reasons(process: Process) -> list[Reason]:
    """Why an application in this process may be declined: the bank's list."""
    return list(process.reasons)


def reason_choices(process: Process) -> list[tuple[str, str]]:
    """The same for a form, in the language of this request."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [(one.key, one.label[language]) for one in process.reasons]


def stage_of_kind(application: Application, kind: str) -> str | None:
    """The first stage of that kind on the application's way; None without one."""
    found = (stage.key for stage in process_of(application).stages if stage.kind == kind)
    return next(found, None)


def kind_at(application: Application, stage: str = "") -> str:
    """What sort of stage it stands in, or another one of its process is; empty for one it has not."""
    process, key = process_of(application), stage or application.stage
    return process.stage(key).kind if process.has(key) else ""


def surveys_of(application: Application, stage: str, moment: str) -> list[Survey]:
    """The surveys its process sends from a stage at such a moment."""
    process = process_of(application)
    found = process.stage(stage).surveys if process.has(stage) else ()
    return [one for one in found if one.moment == moment]


def stages_in_force() -> list[Stage]:
    """Every stage of the processes in force but the end, each name once."""
    found: dict[str, Stage] = {}
    for key in versions.titles():
        for stage in check_process(key).stages:
            found.setdefault(stage.key, stage)
    return [stage for stage in found.values() if stage.key != CLOSED]


def standing_in(*kinds: str) -> Q:
    """Applications that stand in a stage of these kinds, whatever their process calls it."""
    return standing_where(lambda _process, stage: stage.kind in kinds)


def standing_where(test: Callable[[Process, Stage], bool]) -> Q:
    """Applications whose stage, as their own version of the process has it, passes the test."""
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for process in versions.every():
        stages = tuple(stage.key for stage in process.stages if test(process, stage))
        if stages:
            groups[process.key, stages].append(process.version)
    found = Q(pk__in=())
    for (key, stages), numbers in groups.items():
        found |= Q(process_key=key, stage__in=stages, process_version__in=numbers)
    return found


def is_closed(application: Application) -> bool:
    """Whether the application has ended."""
    return application.stage == CLOSED


def ways_on(application: Application) -> list[Stage]:
    """The stages its process leads to from here; never the end, which is a decision of its own."""
    process = process_of(application)
    if is_closed(application):
        return []
    return [process.stage(key) for key in process.stage(application.stage).leads_to if key != CLOSED]


def history(application_id: UUID) -> QuerySet[Transition]:
    """Everything that was done, holds included, in order and with who did it."""
    return (
        Transition.objects.filter(application_id=application_id)
        .select_related("actor_user")
        .order_by("version")
    )


def transitions(application_id: UUID) -> QuerySet[Transition]:
    """All moves in order, with who made them; what left the stage as it was is not a move."""
    return history(application_id).exclude(from_stage=F("to_stage"))


def ended_as_double(application: Application, at: datetime | None) -> bool:
    """Whether its last change was that it was ended as a double, at that moment."""
    last = Transition.objects.filter(application=application, version=application.version).first()
    return last is not None and (last.reason, last.at) == (DOUBLE, at)


def moves(actor: Actor) -> QuerySet[Transition]:
    """Every move the actor may know of, for figures: without order, without what it points at."""
    if actor.kind == "system" or permissions.allowed(actor, policies.VIEW):
        return Transition.objects.exclude(from_stage=F("to_stage")).order_by()
    return Transition.objects.none()


def moves_by_place(actor: Actor) -> QuerySet[Transition, Any]:
    """``moves`` with ``left`` and ``entered``, places to look for among ``places``."""
    key = F("application__process_key")
    return moves(actor).annotate(left=_place(key, F("from_stage")), entered=_place(key, F("to_stage")))


def places(*kinds: str) -> QuerySet[ProcessVersion, Any]:
    """The stages of these kinds in every process, whatever a bank calls them. For a subquery."""
    asked = " || ".join(f'@.kind == "{kind}"' for kind in kinds)
    path = Func(
        F("body"),
        Value(f"$.stage[*] ? ({asked}).key"),
        function="jsonb_path_query_array",
        template="%(function)s(%(expressions)s::jsonpath)",
    )
    keys = Func(path, function="jsonb_array_elements_text", output_field=TextField())
    return ProcessVersion.objects.annotate(place=_place(F("key"), keys)).values("place").distinct()


def _place(process: Any, stage: Any) -> Any:
    return Func(
        process, Value("/"), stage, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField()
    )


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """Proposals that wait for a person, of those the actor may know of."""
    return Proposal.objects.filter(state=Proposal.State.OPEN, application__in=visible_to(actor)).order_by()


def open_proposal(application_id: UUID) -> Proposal | None:
    """The proposal waiting for a person."""
    return Proposal.objects.filter(application_id=application_id, state=Proposal.State.OPEN).first()


def path(application: Application, moves: Sequence[Transition] | None = None) -> list[Step]:
    """The line through all stages, with the label each passed one left behind; ``moves`` when known."""
    known = transitions(application.pk) if moves is None else moves
    labels = {t.from_stage: t.outcome for t in known}
    steps: list[Step] = []
    passed = True
    for stage in process_of(application).stages:
        if stage.key == CLOSED and application.stage != CLOSED:
            continue
        now = stage.key == application.stage
        state = (
            "now"
            if now
            else ("done" if passed and stage.key in labels else ("skipped" if passed else "next"))
        )
        passed = passed and not now
        label = labels.get(stage.key, "")
        said = {language: rules.labels.word(stage.kind, label, language) for language in ("zh", "en")}
        steps.append(Step(stage.key, dict(stage.label), state, label, said))
    return steps


def board(actor: Actor, requisition_id: UUID) -> dict[str, int]:
    """How many applications stand in each stage of one opening."""
    rows = (
        visible_to(actor)
        .filter(requisition_id=requisition_id)
        .order_by()
        .values_list("stage")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def last_moves(candidate_ids: list[UUID]) -> list[datetime]:
    """When each application of these people last moved."""
    rows = Application.objects.filter(candidate_id__in=candidate_ids)
    return list(rows.values_list("stage_since", flat=True))


def has_open(candidate_ids: list[UUID]) -> bool:
    """Whether any application of these people is still on its way."""
    return Application.objects.filter(candidate_id__in=candidate_ids).exclude(stage=CLOSED).exists()


def path_line(
    application: Application,
    language: str,
    moves: Sequence[Transition] | None = None,
    process: Process | None = None,
) -> str:
    """«AI 面试得分 85 分 → 结构化面试得分 90 分 → …»: what each stage left behind, and how it ended
    if not well; empty while nothing is known. ``moves`` and ``process`` when known."""
    process = process or process_of(application)
    said = []
    for move in transitions(application.pk) if moves is None else moves:
        kind = process.stage(move.from_stage).kind if process.has(move.from_stage) else ""
        said.append(rules.labels.sentence(kind, move.outcome, language))
    ended = ENDINGS.get(application.outcome, {}).get(language, "")
    return " → ".join(one for one in [*said, "" if application.outcome == "hired" else ended] if one)


def changes_since(cursor: int, limit: int = 500) -> list[Transition]:
    """What was committed after the change with that number (0: from the beginning), oldest first; the last
    one's ``seq`` is the next cursor. Call ``services.number_changes`` first."""
    return list(Transition.objects.filter(seq__gt=cursor).order_by("seq")[:limit])


def running_versions(requisition_id: UUID) -> list[tuple[int, str, int]]:
    """Open applications of an opening by process version and stage: (version, stage, how many)."""
    open_ones = visible_to(actors.current()).filter(requisition_id=requisition_id).exclude(stage=CLOSED)
    rows = open_ones.order_by("process_version", "stage").values_list("process_version", "stage")
    return list(rows.annotate(n=Count("pk")))


def todo_for(actor: Actor) -> QuerySet[Overdue]:
    """What the actor was told is overdue and has not moved since, the latest first."""
    mine = Overdue.objects.filter(user_id=actor.id or NOBODY, settled_at=None)
    return mine.select_related("application__requisition", "candidate", "unit").order_by("-told_at")
