"""The client against the simulator over real HTTP on loopback: every fault by its name."""

import json
import ssl
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.language_model import adapter
from bole.integrations.language_model.adapter import ChatModel
from bole.integrations.language_model.failures import BusyError, failures_named
from bole.integrations.language_model.hosts import check_address
from bole.integrations.language_model.simulator import ModelServer
from bole.ports.errors import PortError
from bole.ports.language_model import Ask

SCHEMA = {
    "type": "object",
    "properties": {"level": {"type": "integer"}, "quote": {"type": "string"}},
    "required": ["level", "quote"],
    "additionalProperties": False,
}
ASK = Ask("rate", "<answer>我会先向客户道歉。</answer>", "rating", SCHEMA, seed=1)


class Pauses:
    """Instead of sleeping: counted, and the clock moves."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


def client(server: ModelServer, pauses: Pauses | None = None, **more: Any) -> ChatModel:
    known: dict[str, Any] = {"timeout": 2.0, "key": "secret-key"}
    if pauses:
        known |= {"sleep": pauses.sleep, "clock": pauses.clock}
    return ChatModel(server.url, "qwen", **(known | more))


def failure(server: ModelServer, **more: Any) -> PortError:
    with pytest.raises(PortError) as caught:
        client(server, attempts=1, **more).complete(ASK)
    return caught.value


def test_a_reply_comes_back_with_model_and_fingerprint() -> None:
    with ModelServer() as server:
        first, again = client(server).complete(ASK), client(server).complete(ASK)
        other = client(server).complete(Ask("rate", "other", "rating", SCHEMA))
    assert json.loads(first.text) == {"level": 4, "quote": "我会先向客户道歉"}
    assert (first.model, len(first.prompt_sha256)) == ("qwen", 64)
    assert first.tokens > 0
    assert first.prompt_sha256 == again.prompt_sha256 != other.prompt_sha256
    sent = server.requests[0]
    assert (sent["path"], sent["seed"], sent["temperature"], sent["stream"]) == (
        "/v1/chat/completions",
        1,
        0.0,
        False,
    )
    assert [m["role"] for m in sent["messages"]] == ["system", "user"]
    assert sent["response_format"]["json_schema"]["schema"] == SCHEMA
    assert server.headers[0]["Authorization"] == "Bearer secret-key"


@pytest.mark.parametrize(
    ("fault", "code", "retryable"),
    [
        ("timeout", "llm_timeout", True),
        ("busy", "llm_busy", True),
        ("error", "llm_failed", True),
        ("refused", "llm_refused", False),
        ("redirect", "llm_refused", False),
        ("bad_json", "llm_bad_reply", False),
        ("cut", "llm_cut", True),
        ("length", "llm_cut", False),
        ("huge", "llm_too_long", False),
        ("drip", "llm_timeout", True),
    ],
)
def test_every_fault_has_its_name(fault: Any, code: str, retryable: bool) -> None:
    with ModelServer([fault]) as server:
        error = failure(server, timeout=0.3)
    assert (error.code, error.retryable) == (code, retryable)
    assert "secret-key" not in str(error)


def test_nobody_listening_is_down() -> None:
    with pytest.raises(PortError) as caught:
        ChatModel("http://127.0.0.1:9/v1", "qwen", attempts=1).complete(ASK)
    assert (caught.value.code, caught.value.retryable) == ("llm_down", True)


def test_what_passes_is_tried_again_after_a_pause() -> None:
    pauses = Pauses()
    with ModelServer(["error", "cut"]) as server:
        assert client(server, pauses).complete(ASK).text
    assert pauses.taken == [0.5, 1.0]
    assert len(server.requests) == 3


def test_what_does_not_pass_is_not_tried_again() -> None:
    pauses = Pauses()
    with ModelServer(["refused"]) as server, pytest.raises(PortError):
        client(server, pauses).complete(ASK)
    assert (len(server.requests), pauses.taken) == (1, [])


def test_the_server_says_how_long_to_wait() -> None:
    pauses = Pauses()
    with ModelServer(["busy"], retry_after="7") as server:
        client(server, pauses).complete(ASK)
    assert pauses.taken == [7.0]


@pytest.mark.parametrize("value", ["Wed, 21 Oct 2026 07:28:00 GMT", "-3", "٣", ""])
def test_a_wait_that_is_no_number_counts_as_not_said(value: str) -> None:
    pauses = Pauses()
    with ModelServer(["busy"], retry_after=value.encode().decode("latin-1")) as server:
        client(server, pauses).complete(ASK)
    assert pauses.taken == [0.5]


def test_a_wait_beyond_the_budget_is_not_waited() -> None:
    pauses = Pauses()
    with ModelServer(["busy"], retry_after="40") as server, pytest.raises(BusyError):
        client(server, pauses, budget=30.0).complete(ASK)
    assert pauses.taken == []


def test_attempts_end() -> None:
    pauses = Pauses()
    with ModelServer(["error"] * 9) as server, pytest.raises(PortError):
        client(server, pauses).complete(ASK)
    assert len(server.requests) == 3


def test_a_request_that_is_too_long_is_never_sent() -> None:
    with ModelServer() as server:
        error = failure(server, max_characters=10)
    assert (error.code, server.requests) == ("llm_too_long", [])


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with ModelServer() as server:
        assert client(server).complete(ASK).text


@pytest.mark.parametrize(("wanted", "kind"), [("json_object", "json_object"), ("none", None)])
def test_servers_without_schemas_are_asked_without(wanted: str, kind: str | None) -> None:
    with ModelServer(content=lambda request, fault: "{}") as server:
        client(server, reply_format=wanted).complete(ASK)
    assert server.requests[0].get("response_format", {}).get("type") == kind


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured):
        ChatModel("http://127.0.0.1/v1", "qwen", reply_format="xml")


def test_a_certificate_nobody_vouches_for_is_named() -> None:
    def broken() -> None:
        try:
            raise ssl.SSLCertVerificationError("certificate verify failed")
        except ssl.SSLError as error:
            raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]") from error

    with pytest.raises(PortError) as caught, failures_named():
        broken()
    assert (caught.value.code, caught.value.retryable) == ("llm_tls", False)


INSIDE = [
    "http://127.0.0.1:8000/v1",
    "http://localhost:8000/v1/",
    "http://[::1]:8000/v1",
    "https://10.1.2.3/v1",
    "https://172.20.0.4/v1",
    "https://192.168.1.9:8443/v1",
    "https://[fd00::1]/v1",
]


@pytest.mark.parametrize("url", INSIDE)
def test_addresses_inside_the_house_are_allowed(url: str) -> None:
    assert check_address(url, named=(), plain_http=False) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/v1",
        "https://8.8.8.8/v1",
        "https://172.32.0.1/v1",
        "https://[2001:4860::1]/v1",
        "https://[::ffff:8.8.8.8]/v1",
        "https://127.0.0.1.example.com/v1",
        "https://localhost.example.com/v1",
        "https://169.254.169.254/latest",
        "https://2130706433/v1",
        "ftp://127.0.0.1/v1",
        "https:///v1",
        "https://user:secret@127.0.0.1/v1",
        "https://127.0.0.1/v1?key=secret",
        "http://10.1.2.3/v1",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        check_address(url, named=(), plain_http=False)


def test_a_host_somebody_named_is_allowed() -> None:
    url = "https://llm.bank.example/v1"
    assert check_address(url, named=["LLM.bank.example"], plain_http=False) == url
    with pytest.raises(ImproperlyConfigured):
        check_address("http://llm.bank.example/v1", named=["llm.bank.example"], plain_http=False)
    assert check_address("http://10.1.2.3/v1", named=(), plain_http=True)


def test_the_model_of_the_settings(settings: Any) -> None:
    settings.LLM = settings.LLM | {"url": "https://10.0.0.5/v1", "model": "qwen", "key": "k", "timeout": 9}
    made = adapter.model()
    assert (made.url, made.name, made.key, made.timeout) == ("https://10.0.0.5/v1", "qwen", "k", 9.0)
    assert "'k'" not in repr(made)
    settings.LLM = settings.LLM | {"model": ""}
    with pytest.raises(ImproperlyConfigured):
        adapter.model()


def test_a_public_address_in_the_settings_is_refused(settings: Any) -> None:
    settings.LLM = settings.LLM | {"url": "https://api.example.com/v1", "model": "big"}
    with pytest.raises(ImproperlyConfigured, match="not inside the house"):
        adapter.model()
