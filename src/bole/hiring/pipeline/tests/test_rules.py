from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.hiring.pipeline import rules
from bole.hiring.pipeline.rules import CLOSED, Process, Stage, Standing
from bole.kernel.errors import BoleError, ConflictError, DeniedError

DAY = timedelta(days=1)
PROCESS = Process(
    key="test",
    version=1,
    sha256="",
    stages=(
        Stage("a", {}, ("b", "c"), DAY, automatic=True),
        Stage("b", {}, ("c",), None, automatic=False),
        Stage("c", {}, (CLOSED,), DAY, automatic=False),
        Stage(CLOSED, {}, (), None, automatic=False),
    ),
)
MOVES = st.tuples(
    st.sampled_from(["advance", "close"]),
    st.sampled_from(["a", "b", "c", CLOSED, "nowhere"]),
    st.sampled_from(["declined", "withdrawn", "hired", "vanished"]),
    st.sampled_from(["user", "candidate", "system"]),
    st.booleans(),
)


@given(st.lists(MOVES, max_size=30))
def test_whatever_is_tried_the_machine_never_ends_an_application(moves: list) -> None:  # type: ignore[type-arg]
    standing = Standing("a", "", 1)
    for verb, to, outcome, by, rule in moves:
        before = standing
        try:
            if verb == "advance":
                standing = rules.advance(PROCESS, standing, to, by=by, rule_allows=rule)
            else:
                standing = rules.close(standing, outcome, by=by)
        except BoleError:
            assert standing == before
            continue
        assert standing.version == before.version + 1
        assert before.stage != CLOSED
        if standing.outcome in {"declined", "hired"}:
            assert by == "user"
        if standing.outcome == "withdrawn":
            assert by != "user"
        if by == "system" and verb == "advance":
            assert rule
            assert before.stage == "a"
        if verb == "advance":
            assert standing.stage in PROCESS.stage(before.stage).leads_to
            assert standing.stage != CLOSED


def test_a_rule_cannot_advance_out_of_a_stage_that_is_not_automatic() -> None:
    with pytest.raises(DeniedError):
        rules.advance(PROCESS, Standing("b", "", 1), "c", by="system", rule_allows=True)


def test_a_lost_race_is_told() -> None:
    rules.check_version(Standing("a", "", 3), 3)
    with pytest.raises(ConflictError) as caught:
        rules.check_version(Standing("a", "", 4), 3)
    assert caught.value.code == "lost_race"


def test_only_stages_with_a_service_level_are_due() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert rules.due_at(PROCESS, "a", now) == now + DAY
    assert rules.due_at(PROCESS, "b", now) is None
    with pytest.raises(ConflictError):
        PROCESS.stage("nowhere")
