"""One suite for every source of checks: the fake, our contract over HTTP, business records over HTTP."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bole.integrations.certificates import adapter as certificates
from bole.integrations.check_contract import simulator
from bole.integrations.check_contract.adapter import ContractSource
from bole.integrations.chsi import adapter as chsi
from bole.integrations.credit_conduct import adapter as conduct
from bole.integrations.http_source import Pace
from bole.integrations.identity import adapter as identity
from bole.integrations.tianyancha import adapter as tianyancha
from bole.integrations.tianyancha import simulator as records
from bole.ports.errors import PortError
from bole.ports.fakes.verification import FakeSource
from bole.ports.verification import CheckRequest, SourceBusyError

PERSON = ("林小禾", "110101199001011237")
DEGREE = CheckRequest("ref-1", "degree", *PERSON, {"school": "江州大学", "degree": "bachelor"})
EMPLOYER = CheckRequest("ref-2", "employment", "", "", {"employer": "青山农村商业银行"})
FOUNDED = 1_104_508_800_000  # 2005-01-01 in China


@dataclass
class Pair:
    """The source under test and what plays the other side."""

    source: Any
    other: Any

    def delivery(self, foreign: str, nonce: str) -> tuple[dict[str, str], bytes]:
        if isinstance(self.other, FakeSource):
            return self.other.callback(foreign, nonce)
        found: tuple[dict[str, str], bytes] = self.other.delivery(foreign, nonce=nonce)
        return found

    def finish(self, foreign: str, facts: Mapping[str, str]) -> None:
        if isinstance(self.other, FakeSource):
            self.other.finish(foreign, facts)
        else:
            self.other.finish(foreign, "found", facts)


@pytest.fixture(params=["fake", "http"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    if request.param == "fake":
        fake = FakeSource()
        yield Pair(fake, fake)
        return
    with simulator.Gateway() as other:
        yield Pair(over(other), other)


def over(other: simulator.Gateway, timeout: float = 0.5) -> ContractSource:
    return ContractSource(
        "sim", other.url, other.key, other.secret, kinds=("degree",), timeout=timeout, pace=Pace(0)
    )


def code(call: Any) -> tuple[str, bool]:
    with pytest.raises(PortError) as failed:
        call()
    return failed.value.code, failed.value.retryable


def test_the_same_reference_is_one_question_and_its_answer_comes_when_it_is_there(pair: Pair) -> None:
    first = pair.source.submit(DEGREE)
    assert pair.source.submit(DEGREE).foreign_id == first.foreign_id
    assert first.result is None
    assert pair.source.result(first.foreign_id) is None
    pair.finish(first.foreign_id, {"school": "江州大学", "degree": "bachelor"})
    found = pair.source.result(first.foreign_id)
    assert (found.reference, found.verdict, found.nonce) == ("ref-1", "found", "")
    assert found.facts == {"school": "江州大学", "degree": "bachelor"}
    assert len(found.sha256) == 64
    assert pair.source.submit(DEGREE).result == found
    pair.source.cancel(first.foreign_id)
    assert code(lambda: pair.source.result("nobody")) == ("source_unknown", False)


def test_a_callback_brings_the_result_with_its_nonce_and_a_wrong_signature_is_refused(pair: Pair) -> None:
    foreign = pair.source.submit(DEGREE).foreign_id
    pair.finish(foreign, {"school": "江州大学"})
    headers, body = pair.delivery(foreign, "n-1")
    assert pair.source.read_callback(headers, body).nonce == "n-1"
    wrong = {**headers, "webhook-signature": "v1,AAAA"}
    assert code(lambda: pair.source.read_callback(wrong, body)) == ("callback_refused", False)


@pytest.fixture(scope="module")
def other() -> Iterator[simulator.Gateway]:
    with simulator.Gateway() as started:
        yield started


FAULTS = [
    ("slow", ("source_timeout", True)),
    ("drop", ("source_down", True)),
    ("busy", ("source_busy", True)),
    ("error", ("source_failed", True)),
    ("refused", ("source_refused", False)),
    ("not_json", ("source_bad_reply", False)),
]


def test_faults_have_names_and_asking_again_makes_no_second_question(other: simulator.Gateway) -> None:
    source = over(other, timeout=0.2)
    for fault, wanted in FAULTS:
        other.faults = [fault]  # type: ignore[list-item]  # the literals above
        assert code(lambda: source.submit(DEGREE)) == wanted, fault
    assert source.submit(DEGREE).foreign_id == "sim-1"
    other.faults = ["busy"]
    with pytest.raises(SourceBusyError) as busy:
        source.submit(DEGREE)
    assert busy.value.after == timedelta(seconds=30)
    assert code(lambda: source.submit(EMPLOYER)) == ("source_refused", False)  # not its kind of question
    source.cancel("nobody")


def test_a_late_or_changed_callback_is_refused(other: simulator.Gateway) -> None:
    source = over(other)
    foreign = source.submit(DEGREE).foreign_id
    other.finish(foreign, "found", {"school": "江州大学"})
    for how in ({"age": timedelta(minutes=6)}, {"age": -timedelta(minutes=6)}, {"secret": "whsec_b3RoZXI="}):
        delivery = other.delivery(foreign, nonce="n", **how)  # type: ignore[arg-type]  # the keywords above
        assert code(lambda d=delivery: source.read_callback(*d)) == ("callback_refused", False)  # type: ignore[misc]
    headers, body = other.delivery(foreign, nonce="n")
    forged = body.replace("江州".encode(), "北城".encode())
    assert forged != body
    assert code(lambda: source.read_callback(headers, forged)) == ("callback_refused", False)
    assert code(lambda: source.read_callback({**headers, "webhook-id": "m"}, body))[0] == "callback_refused"
    assert code(lambda: source.read_callback({}, body)) == ("callback_refused", False)
    other.checks[foreign]["result"]["verdict"] = "perhaps"
    assert code(lambda: source.result(foreign)) == ("source_bad_reply", False)
    other.checks[foreign]["result"] = {**other.checks[foreign]["result"], "verdict": "found", "facts": [1]}
    assert code(lambda: source.result(foreign)) == ("source_bad_reply", False)


def test_every_folder_asks_its_own_kind_of_question() -> None:
    made = [
        module.source(name="x", url="https://gateway.example/v1", key="sesame", secret=simulator.SECRET)
        for module in (chsi, certificates, identity, conduct)
    ]
    assert [one.kinds for one in made] == [("degree",), ("certificate",), ("identity",), ("conduct",)]
    assert all(one.needs_person for one in made)
    assert "sesame" not in repr(made[0])
    assert simulator.SECRET not in repr(made[0])


def test_business_records_are_asked_by_name_alone_and_answered_at_once() -> None:
    with records.Records() as other:
        renamed = records.company(
            "青山银行",
            FOUNDED,
            id=7,
            historyNameList=["青山农村商业银行"],
            regStatus="注销",
            cancelDate=1_577_808_000_000,
        )
        other.companies.append(renamed)
        source = tianyancha.source(name="tyc", url=other.url, key=other.token, per_second=0)
        slow = tianyancha.Tianyancha("tyc", other.url, other.token, timeout=0.2, pace=Pace(0))
        asked = CheckRequest("ref-3", "employment", *PERSON, EMPLOYER.claims)
        ticket = source.submit(asked)
        assert other.asked == ["青山农村商业银行"]
        assert ticket.result is not None
        assert (ticket.foreign_id, ticket.result.verdict, ticket.result.reference) == ("7", "found", "ref-3")
        assert ticket.result.facts == {
            "employer": "青山银行",
            "former_names": "青山农村商业银行",
            "status": "注销",
            "established": "2005-01-01",
            "closed": "2020-01-01",
            "credit_code": "91440101MA00000000",
        }
        nobody = source.submit(CheckRequest("r", "employment", "", "", {"employer": "没有这家公司"})).result
        assert nobody is not None
        assert (nobody.verdict, nobody.facts) == ("not_found", {})
        for fault, wanted in [
            ("slow", ("source_timeout", True)),
            ("drop", ("source_down", True)),
            ("error", ("source_failed", True)),
            ("too_fast", ("source_busy", True)),
            ("failed", ("source_failed", True)),
            ("no_balance", ("source_refused", False)),
            ("not_json", ("source_bad_reply", False)),
        ]:
            other.faults = [fault]  # type: ignore[list-item]  # the literals above
            assert code(lambda: slow.submit(EMPLOYER)) == wanted, fault
        stranger = tianyancha.source(name="tyc", url=other.url, key="wrong", per_second=0)
        assert code(lambda: stranger.submit(EMPLOYER)) == ("source_refused", False)
        assert code(lambda: source.submit(DEGREE)) == ("source_refused", False)
        assert code(lambda: source.read_callback({}, b"{}")) == ("callback_refused", False)


def test_no_more_questions_a_second_than_agreed() -> None:
    slept: list[float] = []
    pace = Pace(4, clock=lambda: 100.0, sleep=slept.append)
    for _ in range(4):
        pace.turn()
    assert slept == [0.25, 0.5, 0.75]
    Pace(0, sleep=slept.append).turn()
    assert len(slept) == 3
