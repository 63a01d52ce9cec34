"""The state machine under whatever order of moves, on whatever process passes the check (pure)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bole.hiring.pipeline import rules
from bole.hiring.pipeline.rules import CLOSED, Level, Process, Reason, Stage, Standing, bodies
from bole.hiring.pipeline.rules.diagram import draw
from bole.kernel.errors import BoleError, ConflictError, InvalidError

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ROLES = ("branch_hr", "head_office_hr")
WORDS = {"zh": "环节", "en": "stage"}
BY = st.sampled_from(["user", "candidate", "system"])


def end() -> Stage:
    return Stage(CLOSED, WORDS, (), None, automatic=False, kind=CLOSED, decides=())


def of(*stages: Stage) -> Process:
    return Process("p", 1, (*stages, end()), "", WORDS, (Reason("other", WORDS),))


@st.composite
def processes(draw: st.DrawFn) -> Process:
    """Between one and six stages; each leads to some that follow it, and may go back to some before it."""
    keys = [f"s{number}" for number in range(draw(st.integers(1, 6)))]
    stages = []
    for number, key in enumerate(keys):
        later = [*keys[number + 1 :], CLOSED]
        to = draw(st.lists(st.sampled_from(later), unique=True, min_size=1))
        back = draw(st.lists(st.sampled_from(keys[:number]), unique=True)) if number else []
        stages.append(
            Stage(key, WORDS, tuple(to), None, automatic=draw(st.booleans()), returns_to=tuple(back))
        )
    return of(*stages)


def sound(process: Process) -> bool:
    return not rules.problems(process, deciders=ROLES, templates=())


class Applications(RuleBasedStateMachine):
    """One application on its way through a sound process, pushed by anybody in any order."""

    @initialize(process=processes().filter(sound))
    def begin(self, process: Process) -> None:
        self.process = process
        self.standing = Standing(process.first.key, "", 1)
        self.writes = 0

    def attempt(self, after: Standing) -> None:
        assert after.version == self.standing.version + 1
        self.standing, self.writes = after, self.writes + 1

    @rule(to=st.sampled_from([f"s{n}" for n in range(6)] + [CLOSED]), by=BY, allowed=st.booleans())
    def advance(self, to: str, by: rules.ActorKind, allowed: bool) -> None:
        before = self.standing
        try:
            after = rules.advance(self.process, before, to, by=by, rule_allows=allowed)
        except BoleError:
            return
        stage = self.process.stage(before.stage)
        assert not before.held
        assert to in (*stage.leads_to, *stage.returns_to)
        assert by == "user" or (by == "system" and allowed and stage.automatic and to in stage.leads_to)
        self.attempt(after)

    @rule(outcome=st.sampled_from(["declined", "withdrawn", "hired", "vanished"]), by=BY)
    def close(self, outcome: str, by: rules.ActorKind) -> None:
        try:
            after = rules.close(self.standing, outcome, by=by)
        except BoleError:
            return
        assert (by == "user") == (outcome in {"declined", "hired"})
        self.attempt(after)

    @rule(by=BY, days=st.integers(-2, 400))
    def hold(self, by: rules.ActorKind, days: int) -> None:
        try:
            after = rules.hold(self.standing, by=by, now=NOW, until=NOW + timedelta(days=days))
        except BoleError:
            return
        assert by == "user"
        assert 0 < days <= 180
        assert after.stage == self.standing.stage
        self.attempt(after)

    @rule(by=BY)
    def resume(self, by: rules.ActorKind) -> None:
        try:
            after = rules.resume(self.standing, by=by)
        except BoleError:
            assert by == "candidate" or not self.standing.held or self.standing.stage == CLOSED
            return
        self.attempt(after)

    @rule(by=BY)
    def reopen(self, by: rules.ActorKind) -> None:
        try:
            after = rules.reopen(self.process, self.standing, self.process.first.key, by=by)
        except BoleError:
            return
        assert (by, self.standing.outcome) == ("user", "declined")
        self.attempt(after)

    @invariant()
    def stands_somewhere(self) -> None:
        standing = self.standing
        assert self.process.has(standing.stage)
        assert (standing.stage == CLOSED) == bool(standing.outcome)
        assert not (standing.held and standing.outcome)
        assert standing.version == 1 + self.writes


Applications.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestApplications = Applications.TestCase


@given(processes())
@settings(max_examples=60, deadline=None)
def test_whatever_passes_the_check_can_be_gone_through(process: Process) -> None:
    found = {problem.stage for problem in rules.problems(process, deciders=ROLES, templates=())}
    reached, waiting = set(), [process.first.key]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += process.stage(here).leads_to
    assert {stage.key for stage in process.stages} - reached - {CLOSED} <= found
    assert bodies.body(bodies.read(bodies.body(process))) == bodies.body(process)
    drawing = draw(process)
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(process.stages)  # no box hides another
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in places)


def stage(key: str, *to: str, **more: object) -> Stage:
    return Stage(key, WORDS, to, None, automatic=False, **more)  # type: ignore[arg-type]  # a test's short hand


AI = "ai_interview"
SPAM = rules.Reminder("spam", "owner", "before_due", 1)


@pytest.mark.parametrize(
    ("process", "code", "where"),
    [
        (of(stage("a", CLOSED), stage("b", CLOSED)), "unreachable", "b"),
        (of(stage("a", "b", CLOSED), stage("b")), "no_way_to_the_end", "b"),
        (of(stage("a", "b"), stage("b", "a", CLOSED)), "cycle", "b"),
        (of(stage("a", CLOSED, decides=())), "no_decider", "a"),
        (of(stage("a", CLOSED, decides=("cleaner",))), "unknown_decider", "a"),
        (of(stage("a", CLOSED, entry=("good_mood",))), "unknown_condition", "a"),
        (of(stage("a", CLOSED, on_enter=("reject",))), "unknown_action", "a"),
        (of(stage("a", CLOSED, on_enter=("invite",))), "invites_to_nothing", "a"),
        (of(stage("a", "nowhere", CLOSED)), "leads_nowhere", "a"),
        (of(stage("a", CLOSED, returns_to=("a",))), "returns_to_nothing", "a"),
        (of(stage("a", CLOSED), stage("a", CLOSED)), "named_twice", "a"),
        (of(stage("a", "b", kind=AI), stage("b", CLOSED, kind=AI)), "second_interview", "b"),
        (of(stage("a", CLOSED, reminders=(SPAM,))), "nothing_is_due", "a"),
        (of(stage("a", CLOSED, reminders=(SPAM,))), "unknown_template", "a"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_stage(process: Process, code: str, where: str) -> None:
    found = [(one.code, one.stage) for one in rules.problems(process, deciders=ROLES, templates=())]
    assert (code, where) in found


def test_working_days_end_at_the_same_time_of_day_in_the_banks_zone() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    friday_late = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # Saturday, 01:00 in Shanghai

    def ahead(start: date, days: int) -> date:
        assert (start, days) == (date(2026, 11, 21), 2)
        return date(2026, 11, 24)

    due = rules.later(Level(working_days=2), friday_late, ahead=ahead, zone=zone)
    assert due == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert rules.later(Level(hours=5), NOW, ahead=ahead) == NOW + timedelta(hours=5)
    assert rules.later(None, NOW) is None


def test_a_stage_put_in_takes_the_ways_of_what_it_stands_before() -> None:
    process = of(stage("a", "b", "c"), stage("b", "c"), stage("c", CLOSED))
    longer = rules.put_in(process, stage("new"), "c")
    assert [(s.key, s.leads_to) for s in longer.stages[:-1]] == [
        ("a", ("b", "new")),
        ("b", ("new",)),
        ("new", ("c",)),
        ("c", (CLOSED,)),
    ]
    assert sound(longer)
    differs = rules.difference(process, longer)
    assert (differs.added, dict(differs.changed)) == (("new",), {"a": ("leads_to",), "b": ("leads_to",)})
    with pytest.raises(ConflictError):
        rules.put_in(longer, stage("new"), "c")
    with pytest.raises(InvalidError):
        rules.landing("new", process, {})
    assert rules.landing("new", process, {"new": "c"}) == "c"
