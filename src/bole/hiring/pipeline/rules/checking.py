"""Whether a process makes sense. Every problem is found at once, each with its stage, so that the editor can
show them all."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bole.hiring.pipeline.rules import process as words
from bole.hiring.pipeline.rules.process import CLOSED, Process, Stage


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where; ``value`` is the word that is wrong. An empty stage means the whole process."""

    code: str
    stage: str = ""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.stage or 'process'}: {self.code}" + (f" ({self.value})" if self.value else "")


def problems(
    process: Process,
    *,
    deciders: Collection[str],
    templates: Collection[str],
    surveys: Collection[str] = (),
) -> list[Problem]:
    """Everything that keeps the process from being used, in the order of its stages.

    ``deciders``: roles that may decide at all; ``templates``: messages that say what a reminder can say;
    ``surveys``: those the bank has published.
    """
    return [
        *_as_a_whole(process),
        *(found for stage in process.stages for found in _stage(process, stage, deciders, templates)),
        *(found for stage in process.stages for found in _surveys(stage, surveys)),
    ]


def _as_a_whole(process: Process) -> Iterator[Problem]:
    keys = [stage.key for stage in process.stages]
    yield from (Problem("named_twice", key) for key in sorted({k for k in keys if keys.count(k) > 1}))
    interviews = [stage.key for stage in process.stages if stage.kind == "ai_interview"]
    yield from (Problem("second_interview", key) for key in interviews[1:])  # one invitation, one report
    if keys[-1] != CLOSED or process.stages[-1].kind != CLOSED:
        yield Problem("end_missing")
    if not process.reasons:
        yield Problem("no_reasons")
    reasons = [reason.key for reason in process.reasons]
    yield from (Problem("reason_twice", value=key) for key in sorted(set(reasons)) if reasons.count(key) > 1)
    reached = _walk(process, [keys[0]])
    ends = _reaching_the_end(process)
    for stage in process.stages:
        if stage.key not in reached | {CLOSED}:
            yield Problem("unreachable", stage.key)
        if stage.key not in ends:
            yield Problem("no_way_to_the_end", stage.key)


def _walk(process: Process, start: Iterable[str]) -> set[str]:
    ways = {stage.key: stage.leads_to for stage in process.stages}
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += ways.get(key, ())
    return found


def _reaching_the_end(process: Process) -> set[str]:
    return {stage.key for stage in process.stages if CLOSED in _walk(process, [stage.key])}


def _stage(
    process: Process, stage: Stage, deciders: Collection[str], templates: Collection[str]
) -> Iterator[Problem]:
    if stage.kind not in words.KINDS or (stage.kind == CLOSED) != (stage.key == CLOSED):
        yield Problem("unknown_kind", stage.key, stage.kind)
    if stage.key == CLOSED:
        if stage.leads_to or stage.returns_to:
            yield Problem("end_leads_on", stage.key)
        return
    yield from _ways(process, stage)
    if not stage.decides:
        yield Problem("no_decider", stage.key)
    yield from _unknown("unknown_decider", stage, stage.decides, deciders)
    yield from _unknown("unknown_condition", stage, (*stage.entry, *stage.exit), words.CONDITIONS)
    yield from _unknown("unknown_action", stage, stage.on_enter, words.ACTIONS)
    if "invite" in stage.on_enter and stage.kind != "ai_interview":
        yield Problem("invites_to_nothing", stage.key)
    yield from _reminders(stage, templates)


def _ways(process: Process, stage: Stage) -> Iterator[Problem]:
    place = {other.key: number for number, other in enumerate(process.stages)}
    here = place[stage.key]
    for to in stage.leads_to:
        if to not in place:
            yield Problem("leads_nowhere", stage.key, to)
        elif place[to] <= here:
            yield Problem("cycle", stage.key, to)
    for to in stage.returns_to:
        if to not in place or place[to] >= here or stage.key not in _walk(process, [to]):
            yield Problem("returns_to_nothing", stage.key, to)


def _reminders(stage: Stage, templates: Collection[str]) -> Iterator[Problem]:
    for one in stage.reminders:
        yield from _unknown("unknown_template", stage, [one.template], templates)
        yield from _unknown("unknown_recipient", stage, [one.to], words.RECIPIENTS)
        yield from _unknown("unknown_moment", stage, [one.moment], words.MOMENTS)
    if stage.reminders and stage.level is None:  # each of them names the day by which
        yield Problem("nothing_is_due", stage.key)
    if len(set(stage.reminders)) != len(stage.reminders):
        yield Problem("reminder_twice", stage.key)


def _surveys(stage: Stage, known: Collection[str]) -> Iterator[Problem]:
    for one in stage.surveys:
        yield from _unknown("unknown_survey", stage, [one.key], known)
        yield from _unknown("unknown_moment", stage, [one.moment], words.SURVEY_MOMENTS)
        if one.moment != words.ENTERED and stage.kind != "ai_interview":
            yield Problem("no_interview_to_ask_about", stage.key, one.moment)
    if len({one.key for one in stage.surveys}) != len(stage.surveys):
        yield Problem("survey_twice", stage.key)


def _unknown(code: str, stage: Stage, given: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    yield from (Problem(code, stage.key, one) for one in given if one not in known)
