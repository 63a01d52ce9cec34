"""A browser without a screen: opens the candidate's pages, presses their buttons, uploads like their script.

Used by the demo and by benchmarks, so that what they show went through the same doors as a person's answers.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from bole.kernel.errors import BoleError

TIMEOUT = httpx.Timeout(60.0)


class UnexpectedPageError(BoleError):
    """The product showed something the visitor did not expect."""

    code = "unexpected_page"


@dataclass(slots=True)
class Button:
    """A submit button; ``name``/``value`` are sent when it is pressed."""

    name: str
    value: str


@dataclass(slots=True)
class Form:
    """A form as it stands in the page."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """Forms, links and the request token of one HTML page."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url, self.html = url, html
        self.token = ""
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "csrf-token":
            self.token = given.get("content", "")
        elif tag == "a" and given.get("href"):
            self.links.append(urljoin(self.url, given["href"]))
        elif tag == "form":
            action = urljoin(self.url, given.get("action", ""))
            self._open = Form(given.get("method", "get").lower(), action)
            self.forms.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        if tag == "form":
            self._open = None

    def form(self, what: str, suits: Callable[[Form], bool]) -> Form:
        """The first form that suits; else the page is not the expected one."""
        found = next((form for form in self.forms if suits(form)), None)
        if found is None:
            raise UnexpectedPageError(f"{self.url} has no form to {what}")
        return found

    @staticmethod
    def _control(form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "button" and given.get("type", "submit") == "submit":
            form.buttons.append(Button(name, value))
        elif tag == "input" and name and given.get("type") not in {"checkbox", "radio"}:
            form.fields[name] = value
        elif tag == "input" and name and "checked" in given:
            form.fields[name] = value or "on"


class Visitor:
    """One person's browser session."""

    def __init__(self, base_url: str, *, language: str = "zh-hans", verify: str | bool = True) -> None:
        headers = {"Accept-Language": language, "User-Agent": "bole-visitor"}
        self.base_url = base_url
        self.http = httpx.Client(
            base_url=base_url,
            headers=headers,
            timeout=TIMEOUT,
            verify=verify,
            follow_redirects=True,
            trust_env=False,
        )
        self.page: Page | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def open(self, url: str) -> Page:
        """GET a page, following redirects."""
        return self._shown(self.http.get(url))

    def press(self, form: Form, typed: dict[str, str] | None = None, button: Button | None = None) -> Page:
        """Submit a form as a browser does; returns the page that follows."""
        data = {**form.fields, **(typed or {})}
        if button is not None and button.name:
            data[button.name] = button.value
        headers = {"Referer": self._current.url}
        if form.method == "get":
            return self._shown(self.http.get(form.action, params=data, headers=headers))
        return self._shown(self.http.post(form.action, data=data, headers=headers))

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """A call of the page's script: JSON in, JSON out."""
        response = self.http.request(method, path, json=body, headers=self.script_headers())
        return self._json(response)

    def put(self, path: str, body: bytes) -> dict[str, Any]:
        """Send one part of a recording with its hash."""
        headers = self.script_headers() | {
            "X-Part-SHA256": hashlib.sha256(body).hexdigest(), "Content-Type": "application/octet-stream"
        }  # fmt: skip
        return self._json(self.http.put(path, content=body, headers=headers))

    def script_headers(self) -> dict[str, str]:
        """What the page's script adds to its calls."""
        return {
            "X-CSRFToken": self._current.token,
            "Referer": self._current.url,
            "Accept": "application/json",
        }

    @property
    def _current(self) -> Page:
        if self.page is None:
            raise UnexpectedPageError("no page has been opened")
        return self.page

    def _shown(self, response: httpx.Response) -> Page:
        if response.status_code >= 400:
            raise UnexpectedPageError(
                f"{response.request.method} {response.url} answered {response.status_code}"
            )
        self.page = Page(str(response.url), response.text)
        return self.page

    @staticmethod
    def _json(response: httpx.Response) -> dict[str, Any]:
        if response.status_code >= 400:
            told = response.text[:300]
            raise UnexpectedPageError(
                f"{response.request.method} {response.url}: {response.status_code} {told}"
            )
        found: dict[str, Any] = response.json() if response.content else {}
        return found


@dataclass(slots=True)
class CandidateVisit:
    """A candidate at the portal: ``link`` from the invitation; ``read_code`` waits for the one-time code."""

    visitor: Visitor
    link: str
    read_code: Callable[[], str]

    @property
    def api(self) -> str:
        """The JSON interface beneath the link."""
        return f"{self.link.rstrip('/')}/api/"

    def enter(self) -> None:
        """Open the link, ask for the code, type it."""
        invitation = self.visitor.open(self.link)
        codes = self.visitor.press(invitation.form("ask for a code", lambda f: f.action.endswith("/code/")))
        verify = codes.form("type the code", lambda f: f.action.endswith("/verify/"))
        self.visitor.press(verify, {"code": self.read_code()})

    def agree(self) -> None:
        """Say yes on every consent page, then confirm them together."""
        page = self.visitor.open(f"{self.link.rstrip('/')}/consent/")
        for _ in range(10):
            asked = [f for f in page.forms if any(b.value == "yes" for b in f.buttons)]
            if asked:
                yes = next(b for b in asked[0].buttons if b.value == "yes")
                page = self.visitor.press(asked[0], button=yes)
                continue
            if not path_of(page.url).endswith("/consent"):
                return
            ours = page.form("confirm", lambda f: f.method == "post" and "/consent" in f.action)
            page = self.visitor.press(ours)
        raise UnexpectedPageError("the consent pages do not end")

    def check_device(self) -> None:
        """Look at the device check and the practice page; both keep nothing."""
        for name in ("device", "practice"):
            page = self.visitor.open(f"{self.link.rstrip('/')}/{name}/")
            if not path_of(page.url).endswith(f"/{name}"):
                raise UnexpectedPageError(f"asked for {name}, was sent to {page.url}")

    def state(self) -> dict[str, Any]:
        """What the portal knows of this interview."""
        return self.visitor.call("GET", f"{self.api}state/")

    def answer_with_clip(self, key: str, number: int, clip: Path, seconds: float) -> None:
        """Record one answer: begin, upload the parts in order, finish, submit."""
        self._begin(key, number)
        self.upload(key, clip.read_bytes(), content_type(clip), seconds)
        self.visitor.call("POST", f"{self.api}answers/{key}/submit/", {})

    def answer_typed(self, key: str, number: int, text: str) -> None:
        """Type one answer."""
        self._begin(key, number)
        self.visitor.call("POST", f"{self.api}answers/{key}/typed/", {"text": text})

    def upload(self, key: str, body: bytes, kind: str, seconds: float) -> str:
        """One recording of an answer; returns its id."""
        recording = self.visitor.call("POST", f"{self.api}answers/{key}/recordings/", {"content_type": kind})
        parts = list(split(body, int(recording["part_bytes"])))
        for index, part in enumerate(parts):
            self.visitor.put(f"{self.api}uploads/{recording['upload_id']}/parts/{index}/", part)
        self.visitor.call(
            "POST", f"{self.api}recordings/{recording['recording_id']}/finish/",
            {"parts": len(parts), "total_bytes": len(body), "seconds": seconds},
        )  # fmt: skip
        return str(recording["recording_id"])

    def probes(self, seconds: float = 120.0) -> list[dict[str, Any]]:
        """The follow-up questions the rule asks for, once it is decided; none when that takes too long."""
        deadline = time.monotonic() + seconds
        while (state := self.state())["probes"]["state"] == "waiting" and time.monotonic() < deadline:
            time.sleep(0.5)
        return [q for q in state["questions"] if q["part"] == "probe" and q["state"] != "submitted"]

    def leave_probe(self, number: int) -> None:
        """Rather not answer a follow-up question."""
        page = self.visitor.open(f"{self.link.rstrip('/')}/q/{number}/")
        self.visitor.press(page.form("leave it", lambda f: path_of(f.action).endswith("/leave")))

    def finish(self) -> None:
        """The explicit "I am finished"."""
        page = self.visitor.open(f"{self.link.rstrip('/')}/done/")
        self.visitor.press(
            page.form("hand in", lambda f: f.method == "post" and path_of(f.action).endswith("/done"))
        )

    def _begin(self, key: str, number: int) -> None:
        self.visitor.open(f"{self.link.rstrip('/')}/q/{number}/")
        self.visitor.call("POST", f"{self.api}answers/{key}/begin/", {})


def path_of(url: str) -> str:
    """The path of an address, without a slash at its end."""
    return urlsplit(url).path.rstrip("/")


def split(body: bytes, size: int) -> Iterable[bytes]:
    """Parts of ``size`` bytes, the last one shorter."""
    return (body[start : start + size] for start in range(0, len(body), size))


def content_type(clip: Path) -> str:
    """The type a browser would declare for such a recording."""
    return "video/mp4" if clip.suffix == ".mp4" else "video/webm"
