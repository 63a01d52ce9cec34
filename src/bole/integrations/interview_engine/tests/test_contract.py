"""One suite for every interview engine: run against the fake and the HTTP adapter with its simulator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bole.integrations.interview_engine import simulator
from bole.integrations.interview_engine.adapter import HttpEngine
from bole.ports.errors import PortError
from bole.ports.fakes.interview_engine import FakeEngine
from bole.ports.interview_engine import EngineRequest

REQUEST = EngineRequest("ref-1", "teller", "zh", {"service": "服务意识"}, datetime(2026, 12, 1, tzinfo=UTC))


@dataclass
class Pair:
    """The engine under test and what plays the other side."""

    engine: Any
    other: Any

    def delivery(self, foreign: str, nonce: str) -> tuple[dict[str, str], bytes]:
        if isinstance(self.other, FakeEngine):
            return self.other.callback(foreign, nonce)
        found: tuple[dict[str, str], bytes] = self.other.delivery(foreign, nonce=nonce)
        return found


@pytest.fixture(params=["fake", "http"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    if request.param == "fake":
        fake = FakeEngine()
        yield Pair(fake, fake)
        return
    with simulator.Engine() as other:
        yield Pair(HttpEngine("sim", other.url, other.key, other.secret, timeout=0.5), other)


def code(call: Any) -> tuple[str, bool]:
    with pytest.raises(PortError) as failed:
        call()
    return failed.value.code, failed.value.retryable


def test_the_same_reference_is_one_interview(pair: Pair) -> None:
    first = pair.engine.create(REQUEST)
    assert pair.engine.create(REQUEST) == first
    assert pair.engine.state(first.foreign_id) == "created"
    assert first.link.startswith("http")


def test_a_result_comes_on_the_engines_scale_and_not_before_it_is_done(pair: Pair) -> None:
    foreign = pair.engine.create(REQUEST).foreign_id
    assert code(lambda: pair.engine.result(foreign)) == ("engine_not_done", False)
    pair.other.finish(foreign, {"service": 7.5}, partial=True)
    assert pair.engine.state(foreign) == "done"
    found = pair.engine.result(foreign)
    assert (found.reference, found.scale, found.partial, found.nonce) == ("ref-1", (0.0, 10.0), True, "")
    assert [(one.key, one.value) for one in found.scores] == [("service", 7.5)]
    assert len(found.sha256) == 64
    assert code(lambda: pair.engine.state("nobody")) == ("engine_unknown", False)


def test_a_callback_brings_the_result_with_its_nonce_and_a_wrong_signature_is_refused(pair: Pair) -> None:
    foreign = pair.engine.create(REQUEST).foreign_id
    pair.other.finish(foreign, {"service": 7.5})
    headers, body = pair.delivery(foreign, "n-1")
    assert pair.engine.read_callback(headers, body).nonce == "n-1"
    wrong = {**headers, "webhook-signature": "v1,AAAA"}
    assert code(lambda: pair.engine.read_callback(wrong, body)) == ("callback_refused", False)


@pytest.fixture(scope="module")
def other() -> Iterator[simulator.Engine]:
    with simulator.Engine() as started:
        yield started


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ("timeout", ("engine_timeout", True)),
        ("drop", ("engine_down", True)),
        ("busy", ("engine_busy", True)),
        ("error", ("engine_failed", True)),
        ("refused", ("engine_refused", False)),
        ("not_json", ("engine_bad_reply", False)),
    ],
)
def test_faults_have_names_and_say_whether_asking_again_helps(
    other: simulator.Engine, fault: Any, wanted: tuple[str, bool]
) -> None:
    engine = HttpEngine("sim", other.url, other.key, other.secret, timeout=0.3)
    other.faults = [fault]
    assert code(lambda: engine.create(REQUEST)) == wanted
    other.faults = []
    assert engine.create(REQUEST).foreign_id == "sim-1"  # asking again makes no second interview


def test_a_late_or_changed_callback_and_a_score_off_its_scale_are_refused(other: simulator.Engine) -> None:
    engine = HttpEngine("sim", other.url, other.key, other.secret)
    foreign = engine.create(REQUEST).foreign_id
    other.finish(foreign, {"service": 7.5})
    headers, body = other.delivery(foreign, nonce="n", age=timedelta(minutes=6))
    assert code(lambda: engine.read_callback(headers, body)) == ("callback_refused", False)
    headers, body = other.delivery(foreign, nonce="n", secret="whsec_b3RoZXI=")
    assert code(lambda: engine.read_callback(headers, body)) == ("callback_refused", False)
    headers, body = other.delivery(foreign, nonce="n")
    changed = body.replace(b"7.5", b"9.9")
    assert code(lambda: engine.read_callback(headers, changed)) == ("callback_refused", False)
    assert code(lambda: engine.read_callback({**headers, "webhook-id": "m"}, body))[0] == "callback_refused"
    assert code(lambda: engine.read_callback({}, body)) == ("callback_refused", False)
    other.faults = ["off_scale"]
    assert code(lambda: engine.result(foreign)) == ("engine_bad_reply", False)
