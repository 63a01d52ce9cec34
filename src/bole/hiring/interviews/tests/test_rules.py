from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bole.hiring.interviews import rules
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
WINDOW = rules.Window(NOW, NOW + timedelta(days=7))
OFFERED = ("speech", "voice", "face", "body")


class Answering(RuleBasedStateMachine):
    """Whatever a candidate's browser does: never more time than allowed, never more attempts, never half
    an answer."""

    LIMIT, RETAKES = 120.0, 1

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.timing = rules.Timing.of(think_seconds=30, limit_seconds=self.LIMIT, extra_time=1.0)
        self.state, self.attempt = "pending", 1
        self.begun: datetime | None = None
        self.first: datetime | None = None
        self.finished: list[float] = []
        self.open = 0

    def facts(self) -> rules.AnswerState:
        deadline = self.timing.deadline(self.first) if self.first else None
        return rules.AnswerState(
            self.state, self.attempt, self.begun, deadline, sum(self.finished), len(self.finished), self.open
        )

    @rule(seconds=st.floats(0, 4000))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def begin(self) -> None:
        if self.begun is None:
            self.begun = self.now

    @rule()
    def start(self) -> None:
        try:
            rules.check_start(self.facts(), self.timing, WINDOW, self.now)
        except BoleError:
            return
        assert self.begun is not None
        self.first = self.first or self.now
        self.open += 1
        self.state = "recording"

    @rule(seconds=st.floats(0, 300))
    def finish(self, seconds: float) -> None:
        if not self.open:
            return
        try:
            self.finished.append(rules.check_seconds(seconds, self.facts(), self.timing))
            self.open -= 1
        except BoleError:
            return

    @rule()
    def retake(self) -> None:
        late = self.first is not None and self.now > self.timing.deadline(self.first)
        try:
            rules.check_retake(self.facts(), retakes=self.RETAKES, deadline_passed=late)
        except BoleError:
            return
        self.attempt, self.finished, self.open, self.first = self.attempt + 1, [], 0, None

    @rule()
    def submit(self) -> None:
        if self.state == "submitted":
            return
        try:
            rules.check_submit(self.facts())
        except BoleError:
            return
        assert self.finished
        assert not self.open
        self.state = "submitted"

    @invariant()
    def no_more_time_than_allowed(self) -> None:
        assert sum(self.finished) <= self.LIMIT + rules.OVERRUN_SECONDS + 1e-6

    @invariant()
    def no_more_attempts_than_allowed(self) -> None:
        assert self.attempt <= self.RETAKES + 1


TestAnswering = Answering.TestCase


@given(st.lists(st.sampled_from(sorted(rules.MOVES)), max_size=12))
def test_an_ended_interview_never_opens_again(targets: list[str]) -> None:
    state = "invited"
    for to in targets:
        before = state
        try:
            state = rules.move(state, to)
        except ConflictError:
            continue
        assert before != "withdrawn"
        assert not (before in {"finished", "expired"} and state in {"invited", "opened", "in_progress"})


def test_the_window_has_a_beginning_and_an_end() -> None:
    WINDOW.check(NOW)
    for moment, code in ((NOW - timedelta(seconds=1), "not_yet_open"), (WINDOW.closes_at, "window_closed")):
        with pytest.raises(ConflictError) as caught:
            WINDOW.check(moment)
        assert caught.value.code == code


@pytest.mark.parametrize(("opens", "closes"), [(0, 0), (5, 1), (-10, -1)])
def test_a_window_that_is_over_is_refused(opens: int, closes: int) -> None:
    with pytest.raises(InvalidError):
        rules.check_window(NOW + timedelta(hours=opens), NOW + timedelta(hours=closes), NOW)


def test_extra_time_stretches_thinking_and_answering() -> None:
    timing = rules.Timing.of(think_seconds=30, limit_seconds=120, extra_time=1.5)
    assert (timing.think, timing.limit) == (45, 180)
    assert timing.think_ends_at(NOW) == NOW + timedelta(seconds=45)
    assert timing.deadline(NOW) == NOW + timedelta(seconds=180) + rules.BREAK_GRACE
    for wrong in (0.5, 3.5):
        with pytest.raises(InvalidError):
            rules.check_accommodations(wrong)


@pytest.mark.parametrize(
    ("refused", "mode", "channels", "automated"),
    [
        ((), "video", OFFERED, True),
        (("face",), "audio", ("speech", "voice"), True),
        (("analysis",), "video", (), False),
        (("analysis", "face"), "audio", (), False),
        (("recording",), "typed", (), True),
        (("recording", "analysis", "face"), "typed", (), False),
    ],
)
def test_every_refusal_has_a_way_on(
    refused: tuple[str, ...], mode: str, channels: tuple[str, ...], automated: bool
) -> None:
    decisions = {purpose: purpose not in refused for purpose in rules.PURPOSES}
    assert rules.terms(decisions, OFFERED, typed=False) == rules.Terms(mode, channels, automated)


def test_typed_as_an_accommodation_needs_no_recording() -> None:
    decisions = dict.fromkeys(rules.PURPOSES, True)
    assert rules.terms(decisions, OFFERED, typed=True) == rules.Terms("typed", (), automated=True)


def test_face_is_asked_for_only_where_it_is_used() -> None:
    assert rules.purposes_asked(("speech", "voice")) == ("recording", "analysis")
    assert rules.purposes_asked(("speech", "body")) == ("recording", "analysis", "face")
    with pytest.raises(InvalidError) as caught:
        rules.check_decisions({"recording": True, "analysis": True}, OFFERED, typed=False)
    assert caught.value.fields == {"face": "required"}


def test_only_what_applies_is_asked() -> None:
    assert rules.purposes_asked(OFFERED, typed=True) == ("analysis",)
    assert rules.purposes_asked(OFFERED, recording=False) == ("recording", "analysis")
    rules.check_decisions({"analysis": False}, OFFERED, typed=True)
    rules.check_decisions({"recording": False, "analysis": True}, OFFERED, typed=False)
    assert rules.terms({"analysis": True}, OFFERED, typed=True) == rules.Terms("typed", (), automated=True)


def test_what_was_not_asked_was_not_agreed_to() -> None:
    agreed = rules.terms({"recording": True, "analysis": True}, OFFERED, typed=False)
    assert agreed == rules.Terms("audio", ("speech", "voice"), automated=True)


def test_without_the_face_purpose_nothing_looks() -> None:
    agreed = rules.terms({"recording": True, "analysis": True}, ("speech", "voice"), typed=False)
    assert agreed == rules.Terms("video", ("speech", "voice"), automated=True)


def test_the_eu_leaves_the_face_alone() -> None:
    assert rules.permitted(OFFERED, "eu") == ("speech", "voice", "body")
    assert rules.permitted(reversed(OFFERED), "cn") == OFFERED


def test_typed_answers_are_checked() -> None:
    assert rules.check_typed("  好的\x00 ", mode="typed") == "好的"
    with pytest.raises(DeniedError):
        rules.check_typed("words", mode="video")
    for wrong in ("   ", "x" * (rules.MAX_TYPED_CHARACTERS + 1)):
        with pytest.raises(InvalidError):
            rules.check_typed(wrong, mode="typed")


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), 40_000.0])
def test_a_length_must_be_a_length(seconds: float) -> None:
    facts = rules.AnswerState("recording", 1, NOW, NOW, 0.0, 0, 1)
    with pytest.raises(InvalidError):
        rules.check_seconds(seconds, facts, rules.Timing(30, 120))
