"""Any server with the OpenAI chat interface: vLLM, SGLang, llama.cpp and gateways, run by the bank.

Nothing else is sent than the request itself: no proxy from the environment, no redirects, no telemetry.
"""

import hashlib
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bole.integrations.language_model.failures import cut, failures_named, refused
from bole.integrations.language_model.hosts import check_address
from bole.ports.errors import PortError
from bole.ports.language_model import Ask, Reply

FORMATS = ("json_schema", "json_object", "none")
_MAX_BYTES = 1024 * 1024
_MAX_CHARACTERS = 60_000
_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class ChatModel:
    """LanguageModel over ``POST {url}/chat/completions``.

    ``timeout`` bounds one attempt, ``budget`` all attempts with the pauses between them, in seconds.
    """

    url: str
    name: str
    key: str = field(default="", repr=False)
    ca_file: str = ""
    reply_format: str = "json_schema"
    timeout: float = 60.0
    budget: float = 150.0
    attempts: int = 3
    max_bytes: int = _MAX_BYTES
    max_characters: int = _MAX_CHARACTERS
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def __post_init__(self) -> None:
        if self.reply_format not in FORMATS:
            raise ImproperlyConfigured(f"BOLE_LLM_FORMAT is one of {', '.join(FORMATS)}")

    def complete(self, ask: Ask) -> Reply:
        """See LanguageModel."""
        if len(ask.task) + len(ask.material) > self.max_characters:
            raise PortError("the request is longer than the model is given", code="llm_too_long")
        body = self._body(ask)
        sent = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(json.dumps(body["messages"], ensure_ascii=False).encode()).hexdigest()
        return _reply(self._tried(sent), digest)

    def _body(self, ask: Ask) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.name,
            "messages": [
                {"role": "system", "content": ask.task},
                {"role": "user", "content": ask.material},
            ],
            "max_tokens": ask.max_tokens,
            "temperature": ask.temperature,
            "seed": ask.seed,
            "stream": False,
        }
        if self.reply_format == "json_schema":
            schema = {"name": ask.name, "strict": True, "schema": dict(ask.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.reply_format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _tried(self, sent: bytes) -> bytes:
        """The first answer that comes; what can be tried again is, while the budget lasts."""
        end, pause = self.clock() + self.budget, _PAUSE
        for attempt in range(1, self.attempts + 1):
            left = end - self.clock()
            try:
                return self._posted(sent, min(self.timeout, max(0.1, left)))
            except PortError as error:
                wait = max(pause, getattr(error, "after", 0.0))
                if not error.retryable or attempt == self.attempts or self.clock() + wait >= end:
                    raise
                self.sleep(wait)
                pause *= 2
        raise PortError("no attempt was allowed", code="llm_failed")

    def _posted(self, sent: bytes, timeout: float) -> bytes:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with failures_named(), self._client(timeout) as client:
            address = f"{self.url}/chat/completions"
            with client.stream("POST", address, content=sent, headers=headers) as answer:
                if answer.status_code != 200:
                    raise refused(answer)
                return self._read(answer, self.clock() + timeout)

    def _read(self, answer: httpx.Response, end: float) -> bytes:
        """The whole body, which may neither be huge nor drip in for ever."""
        found = bytearray()
        for chunk in answer.iter_bytes():
            found += chunk
            if len(found) > self.max_bytes:
                raise PortError("the reply is too large", code="llm_too_long")
            if self.clock() > end:
                raise PortError("the model took too long", code="llm_timeout", retryable=True)
        return bytes(found)

    def _client(self, timeout: float) -> httpx.Client:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        limits = httpx.Timeout(timeout, connect=min(timeout, 10.0))
        return httpx.Client(verify=context, timeout=limits, trust_env=False, follow_redirects=False)


def _reply(content: bytes, digest: str) -> Reply:
    """The one choice of a completion; PortError when it is not one, or was cut off."""
    try:
        body = json.loads(content)
        choice = body["choices"][0]
        text, model = choice["message"]["content"], str(body.get("model", ""))
        tokens = int((body.get("usage") or {}).get("completion_tokens", 0))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise PortError("the server's reply is not a completion", code="llm_bad_reply") from error
    if not isinstance(text, str):
        raise PortError("the model said nothing", code="llm_bad_reply")
    if choice.get("finish_reason") == "length":
        raise cut("the reply met the token limit", retryable=False)
    return Reply(text, model, digest, tokens)


def model() -> ChatModel:
    """The model of the settings (LANGUAGE_MODEL names this factory)."""
    llm = settings.LLM
    if not llm["model"]:
        raise ImproperlyConfigured("BOLE_LLM_MODEL names the model the server runs")
    return ChatModel(
        url=check_address(llm["url"], named=llm["hosts"], plain_http=llm["plain_http"]),
        name=llm["model"],
        key=llm["key"],
        ca_file=llm["ca_file"],
        reply_format=llm["format"],
        timeout=float(llm["timeout"]),
        budget=float(llm["budget"]),
    )
