import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.hiring.analysis import rules

CHANNELS = st.frozensets(st.sampled_from(["speech", "voice", "face", "body"]))


@given(CHANNELS, st.booleans(), st.booleans())
def test_nothing_looks_without_face_or_body_and_nothing_runs_without_consent(
    channels: frozenset[str], typed: bool, automated: bool
) -> None:
    stages = rules.stages(channels, typed=typed, automated=automated)
    if typed or not automated:
        assert stages == ()
    else:
        assert "speech" in stages
        assert ("vision" in stages) == bool(channels & {"face", "body"})


def fingerprint(**more: object) -> str:
    facts = {
        "file_sha256": ["a", "b"],
        "channels": {"speech", "voice"},
        "languages": ["zh", "en"],
        "law": "cn",
    }
    whole = {**facts, **more}
    return rules.input_fingerprint(whole.pop("file_sha256"), **whole)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [{"file_sha256": ["b", "a"]}, {"channels": {"speech"}}, {"languages": ["en", "zh"]}, {"law": "eu"}],
)
def test_everything_that_decides_a_result_decides_its_name(more: dict[str, object]) -> None:
    assert fingerprint() == fingerprint(channels=["voice", "speech"])
    assert fingerprint() != fingerprint(**more)


@pytest.mark.parametrize(
    ("retryable", "tries", "state"),
    [(True, 1, "queued"), (True, 2, "queued"), (True, 3, "failed"), (False, 1, "failed")],
)
def test_retries_end(retryable: bool, tries: int, state: str) -> None:
    assert rules.after_failure(retryable=retryable, tries=tries) == state


def test_a_run_is_taken_up_three_times_at_most() -> None:
    assert rules.may_take("queued", 0)
    assert rules.may_take("running", 2)
    assert not rules.may_take("running", 3)
    assert not rules.may_take("done", 0)


def test_progress_stays_below_100_until_the_report() -> None:
    assert rules.percent(answers=2, stages_each=2, shares=[100, 40]) == 35
    assert rules.percent(answers=1, stages_each=1, shares=[100]) == 99
    assert rules.percent(answers=0, stages_each=0, shares=[]) == 0
