"""A server that speaks the chat interface on loopback, with the faults real ones have. For tests and trials.

It judges nothing: what it writes is made from the schema it is sent, with quotations cut out of the material.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, Literal

from bole.integrations.loopback import Listening

Fault = Literal[
    "timeout", "busy", "error", "refused", "bad_json", "not_json", "cut", "length", "huge", "drip",
    "redirect", "false_quote", "out_of_range", "obeyed",
]  # fmt: skip
_CLAUSE = re.compile(r"[^。！？；，.!?;,\n<>\[\]:：]{6,60}")
_ORDERED = re.compile(r"(?:write|put|写入|填入|填写)[^A-Z0-9]*([A-Z0-9]{12,})")

Content = Callable[[Mapping[str, Any], str | None], str]


@dataclass
class ModelServer(Listening):
    """Listens on loopback while the ``with`` block runs. ``faults`` are used up one per request; then it
    behaves. ``content`` writes the message of a request (and of a fault within the message)."""

    root: ClassVar[str] = "/v1"  # BOLE_LLM_URL ends in it

    faults: list[Fault | None] = field(default_factory=list)
    content: Content | None = None
    retry_after: str = "1"
    stall: float = 5.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def speaker(self) -> type[BaseHTTPRequestHandler]:
        """Speaks the chat interface."""
        return _handler(self)

    def next_fault(self) -> Fault | None:
        """The fault of this request."""
        return self.faults.pop(0) if self.faults else None

    def wait(self) -> None:
        """Say nothing for as long as the client can bear, or until the end."""
        self._over.wait(self.stall)

    def message(self, request: Mapping[str, Any], fault: Fault | None) -> str:
        """The words of the model."""
        return (self.content or written)(request, fault)


def written(request: Mapping[str, Any], fault: str | None) -> str:
    """A JSON object that keeps the request's schema, with the fault in it where it is one of the words."""
    if fault == "not_json":
        return "Certainly! Here is my rating: level five."
    schema = request["response_format"]["json_schema"]["schema"]
    task, material = (message["content"] for message in request["messages"])
    made = _made(schema, "", _Source(task, material, fault, int(request.get("seed", 0))))
    return json.dumps(made, ensure_ascii=False)


@dataclass
class _Source:
    """What values are made from."""

    task: str
    material: str
    fault: str | None
    seed: int

    def quote(self) -> str:
        """A clause of the material, or one that nobody said."""
        if self.fault == "false_quote":
            return "这句话没有人说过，是编出来的"
        clauses = _CLAUSE.findall(self.material.partition("<answer")[2].partition(">")[2])
        return clauses[0].strip() if clauses else ""

    def code(self) -> str:
        """The control word of the task."""
        found = re.search(r'"([A-Z0-9]{12,})" into control', self.task)
        return found[1] if found else ""

    def note(self) -> str:
        """What the material orders, for a model that obeys."""
        found = _ORDERED.search(self.material) if self.fault == "obeyed" else None
        return found[1] if found else "ok"


def _made(schema: Mapping[str, Any], name: str, source: _Source) -> Any:
    kind = schema.get("type")
    kinds: Sequence[str] = kind if isinstance(kind, list) else [str(kind)]
    if "object" in kinds:
        return {key: _made(inner, key, source) for key, inner in schema["properties"].items()}
    if "array" in kinds:
        return _items(schema, name, source)
    if "integer" in kinds:
        return 9 if source.fault == "out_of_range" else 3 + source.seed % 2
    return _string(schema, name, source)


def _items(schema: Mapping[str, Any], name: str, source: _Source) -> list[Any]:
    inner = schema["items"]
    choices = inner.get("properties", {}).get("competency", {}).get("enum")
    if choices:
        return [{**_made(inner, name, source), "competency": choice} for choice in choices]
    return [_made(inner, f"{name} {number}", source) for number in range(int(schema.get("minItems", 1)))]


def _string(schema: Mapping[str, Any], name: str, source: _Source) -> str:
    if "enum" in schema:
        return str(schema["enum"][0])
    special = {"quote": source.quote, "control": source.code, "note": source.note}
    if name in special:
        return special[name]()
    return f"{name} ({source.seed}): 由模型起草的一句话 a drafted sentence"


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_POST(self) -> None:
            """A completion, or a fault."""
            length = int(self.headers.get("Content-Length", 0))
            request = json.loads(self.rfile.read(length))
            server.requests.append({"path": self.path, **request})
            server.headers.append(dict(self.headers))
            _answer(self, server, request, server.next_fault())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on the terminal."""

    return Handler


def _answer(
    handler: BaseHTTPRequestHandler, server: ModelServer, request: Mapping[str, Any], fault: Fault | None
) -> None:
    statuses = {"busy": 429, "error": 500, "refused": 401, "redirect": 307}
    if fault == "timeout":
        server.wait()
        handler.close_connection = True
        return
    if fault in statuses:
        _send(handler, b"{}", status=statuses[fault], retry_after=server.retry_after)
        return
    body = b"<html>not JSON" if fault == "bad_json" else _completion(server, request, fault)
    if fault == "huge":
        body = b" " * (3 * 1024 * 1024) + body
    if fault == "cut":
        _send(handler, body[: len(body) // 2], length=len(body))
        handler.close_connection = True
        return
    _send(handler, body, drip=server.wait if fault == "drip" else None)


def _completion(server: ModelServer, request: Mapping[str, Any], fault: Fault | None) -> bytes:
    message = {"role": "assistant", "content": server.message(request, fault)}
    reason = "length" if fault == "length" else "stop"
    choice = {"index": 0, "message": message, "finish_reason": reason}
    body = {"object": "chat.completion", "model": request["model"], "choices": [choice]}
    return json.dumps({**body, "usage": {"completion_tokens": len(message["content"])}}).encode()


def _send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    length: int | None = None,
    retry_after: str = "",
    drip: Callable[[], None] | None = None,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    if status == 429:
        handler.send_header("Retry-After", retry_after)
    if status == 307:
        handler.send_header("Location", "/elsewhere")
    handler.end_headers()
    try:
        handler.wfile.write(body[:1])
        handler.wfile.flush()
        if drip:
            drip()
        handler.wfile.write(body[1:])
    except (BrokenPipeError, ConnectionResetError):
        handler.close_connection = True  # the client gave up, which is what some faults are for
