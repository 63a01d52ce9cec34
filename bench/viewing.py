"""A recording watched by eight people in step: two real browsers, six that only speak the protocol.

    python -m bench.viewing [--demo VAR --url URL] [--seconds N] [--burst N]

With ``--demo`` a running `bole demo` is used, else one is started (its sample interviews take minutes).
First the browsers play for ``--seconds`` and somebody presses a button every eight; their players are
compared at the same moments of the machine's clock. Then six people press buttons for ``--burst`` seconds,
each as soon as he is answered; latency is from pressing to knowing the new state, at each of the six.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page, async_playwright
from tests.journeys import product

from bench.product import inside, keep, percentile

NAME = "bench.viewing"
COOKIE = "bole_session"
BROWSERS, CLIENTS = 2, 6
EVERY = 8.0  # s between two presses while browsers play
SETTLING = 3.0  # s after a press that do not count: players jump and load
WATCH = """() => {
  const video = document.querySelector("[data-video]"), root = document.querySelector("[data-viewing]");
  window.seen = [];
  setInterval(() => window.seen.push([performance.timeOrigin + performance.now(), video.currentTime,
    video.paused ? 1 : 0, Number(root.dataset.drift)]), 50);
}"""


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--demo", type=Path)
    options.add_argument("--url", default="")
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--burst", type=float, default=10.0)
    args = options.parse_args()
    with place(args.demo, args.url) as running:
        told = inside(running, NAME, "prepare", str(BROWSERS + CLIENTS))
        load = round(os.getloadavg()[0], 1)
        found = asyncio.run(measured(running.url, told, args.seconds, args.burst))
    keep("viewing", {"load_average": load, "watchers": BROWSERS + CLIENTS, **found})
    assert found["present"] == BROWSERS + CLIENTS, found
    assert found["burst"]["heard"], found


@contextmanager
def place(var: Path | None, url: str) -> Iterator[product.Product]:
    """The running demo, or one of our own."""
    if var is not None:
        yield product.Product(var, url, None)
        return
    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        running = product.start(Path(folder) / "var")
        try:
            yield running
        finally:
            running.stop()


@dataclass
class Watcher:
    """Somebody without a player: hears that something changed, reads what it is now."""

    http: httpx.AsyncClient
    here: str
    token: str = ""
    heard: dict[int, float] = field(default_factory=dict)  # version → when this one knew it
    listening: asyncio.Event = field(default_factory=asyncio.Event)
    noted: asyncio.Event = field(default_factory=asyncio.Event)

    async def come(self) -> None:
        """Open the page, join, listen."""
        page = await self.http.get(self.here)
        self.token = re.findall(r'name="csrf-token" content="([^"]+)"', page.text)[0]
        await self.post("join")

    async def post(self, what: str, **body: str) -> dict[str, Any]:
        answer = await self._send(what, body)
        if (
            answer.status_code == 409
        ):  # his beats came late: he counts as gone, and comes again as the page does
            await self._send("join", {})
            answer = await self._send(what, body)
        answer.raise_for_status()
        return dict(answer.json())

    async def _send(self, what: str, body: dict[str, str]) -> httpx.Response:
        headers = {"X-CSRFToken": self.token, "Referer": self.here}
        return await self.http.post(f"{self.here}{what}/", data=body, headers=headers)

    async def listen(self) -> None:
        """Note → state, as the page does it: one reading at a time, and one more if another note came."""
        reading = asyncio.create_task(self._read())
        try:
            async with self.http.stream("GET", f"{self.here}live/", timeout=None) as lines:
                async for line in lines.aiter_lines():
                    if line.startswith(": listening"):
                        self.listening.set()
                    if line.startswith("event: viewing"):
                        self.noted.set()
        finally:
            reading.cancel()

    async def _read(self) -> None:
        while True:
            await self.noted.wait()
            self.noted.clear()
            state = (await self.http.get(f"{self.here}state/")).json()
            now = time.perf_counter()
            for version in range(state["version"], 0, -1):  # whoever hears of two at once knows both
                if version in self.heard:
                    break
                self.heard[version] = now


async def measured(url: str, told: dict[str, Any], seconds: float, burst: float) -> dict[str, Any]:
    """Everybody comes; first they watch, then they press."""
    here = f"{url}/console/viewings/{told['viewing']}/"
    sessions: list[str] = told["sessions"]
    async with clients(here, sessions[BROWSERS:]) as watchers, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=os.environ.get("BOLE_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--autoplay-policy=user-gesture-required"],
        )
        pages = [await opened(chromium, url, here, one) for one in sessions[:BROWSERS]]
        present = len((await watchers[0].post("beat"))["present"])
        pressed = await watched(watchers, seconds, told["length"])
        series = [await page.evaluate("window.seen") for page in pages]
        await watchers[0].post("control", do="pause")
        together = apart(series, pressed)
        calm = await pressed_in_turn(watchers, int(2 * burst))
        found = {
            "present": present,
            "players": together,
            "one_at_a_time": calm,
            "burst": await pressed_fast(watchers, burst),
        }
        await chromium.close()
    return found


@asynccontextmanager
async def clients(here: str, sessions: Sequence[str]) -> Any:
    """Six people without a browser, listening."""
    made = [
        Watcher(httpx.AsyncClient(cookies={COOKIE: one}, timeout=30, follow_redirects=False), here)
        for one in sessions
    ]
    tasks = []
    try:
        for one in made:
            await one.come()
            tasks.append(asyncio.create_task(one.listen()))
        await asyncio.gather(*(one.listening.wait() for one in made))
        beats = asyncio.create_task(_beats(made))
        tasks.append(beats)
        yield made
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in made:
            await one.http.aclose()


async def _beats(watchers: Sequence[Watcher]) -> None:
    while True:
        await asyncio.sleep(10)
        await asyncio.gather(*(one.post("beat") for one in watchers))


async def opened(chromium: Any, url: str, here: str, session: str) -> Page:
    """A browser that has joined and keeps a diary of its player."""
    context = await chromium.new_context()
    await context.add_cookies([{"name": COOKIE, "value": session, "url": url}])
    page: Page = await context.new_page()
    await page.goto(here)
    await page.click("[data-join]")
    for _ in range(240):  # not wait_for_function: the page's content policy forbids it
        if await page.evaluate("document.querySelector('[data-video]').readyState") >= 2:
            break
        await asyncio.sleep(0.25)
    else:
        raise SystemExit("the recording does not load")
    await page.evaluate(WATCH)
    return page


async def watched(watchers: Sequence[Watcher], seconds: float, length: float) -> list[float]:
    """Play; every few seconds another one presses something. When it was pressed, in ms of the wall clock."""
    await watchers[0].post("control", do="seek", position="0")
    await watchers[0].post("control", do="play")
    pressed, end, number = [time.time() * 1000], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        await asyncio.sleep(min(EVERY, max(0.0, end - time.monotonic())))
        number += 1
        to = (number * 3.7) % max(1.0, length - EVERY - 2)
        await watchers[number % len(watchers)].post("control", do="seek", position=f"{to:.3f}")
        pressed.append(time.time() * 1000)
    return pressed


async def pressed_in_turn(watchers: Sequence[Watcher], times: int) -> dict[str, Any]:
    """One press after another, a second apart: what people who watch together notice."""
    sent: dict[int, float] = {}
    for number in range(times):
        began = time.perf_counter()
        one = watchers[number % len(watchers)]
        sent[(await one.post("control", do="seek", position=f"{number % 9}.5"))["version"]] = began
        await asyncio.sleep(1.0)
    return latencies(watchers, sent)


def latencies(watchers: Sequence[Watcher], sent: dict[int, float]) -> dict[str, Any]:
    """From pressing to knowing, over every press and watcher."""
    late = [
        (one.heard[version] - began) * 1000
        for version, began in sent.items()
        for one in watchers
        if version in one.heard
    ]
    return {
        "presses": len(sent),
        "heard": len(late),
        "of": len(sent) * len(watchers),
        "latency_ms": {"p50": round(percentile(late, 0.5)), "p95": round(percentile(late, 0.95))},
    }


async def pressed_fast(watchers: Sequence[Watcher], seconds: float) -> dict[str, Any]:
    """Six people press at once, each as soon as he is answered."""
    sent: dict[int, float] = {}
    end = time.monotonic() + seconds
    for one in watchers:
        one.heard.clear()

    async def press(number: int) -> int:
        count = 0
        while time.monotonic() < end:
            began = time.perf_counter()
            state = await watchers[number].post("control", do="seek", position=f"{(count + number) % 7}.5")
            sent.setdefault(state["version"], began)
            count += 1
        return count

    counts = await asyncio.gather(*(press(number) for number in range(len(watchers))))
    await asyncio.sleep(2)
    return {
        "seconds": seconds,
        "controls_per_second": round(sum(counts) / seconds, 1),
        **latencies(watchers, sent),
    }


def apart(series: Sequence[Sequence[Sequence[float]]], pressed: Sequence[float]) -> dict[str, Any]:
    """How far the two players were from each other at the same moment, in seconds, while both played."""
    first, second = series
    times = [row[0] for row in second]
    found = []
    for at, where, paused, _drift in first:
        after = bisect_left(times, at)
        if paused or not 0 < after < len(times) or any(0 <= at - one < SETTLING * 1000 for one in pressed):
            continue
        left, right = second[after - 1], second[after]
        if left[2] or right[2] or right[0] - left[0] > 200 or right[1] < left[1]:
            continue
        share = (at - left[0]) / (right[0] - left[0])
        found.append(abs(where - (left[1] + share * (right[1] - left[1]))))
    if not found:
        raise SystemExit("the two players never played at the same time: too busy a machine to measure on")
    own = [abs(row[3]) for rows in series for row in rows if not row[2] and not _soon(row[0], pressed)]
    return {
        "samples": len(found),
        "apart_s": {"p50": round(percentile(found, 0.5), 3), "p95": round(percentile(found, 0.95), 3),
                    "most": round(max(found), 3)},
        "from_the_servers_second_s": {"p50": round(percentile(own, 0.5), 3),
                                      "p95": round(percentile(own, 0.95), 3)},
        "pressed": len(pressed),
    }  # fmt: skip


def _soon(at: float, pressed: Sequence[float]) -> bool:
    return any(0 <= at - one < SETTLING * 1000 for one in pressed)


def prepare(count: int) -> dict[str, Any]:
    """Inside the product: people of the branch, logged in, asked to watch one recorded interview."""
    from django.test import Client
    from tests.support.bank import log_in

    from bole.foundation.access.actors import system_scope
    from bole.foundation.access.models import RoleAssignment, User
    from bole.hiring.interviews.models import Interview
    from bole.hiring.viewings import queries, services
    from bole.kernel.clock import utc_now
    from bole.kernel.ids import new_id

    with system_scope("bench"):
        interview = Interview.objects.filter(state="finished", mode="video").order_by("pk").first()
        assert interview is not None, "no recorded interview in this demo"
        users = []
        for number in range(count):
            user, made = User.objects.get_or_create(
                username=f"bench-watcher-{number}",
                defaults={"display_name": f"Watcher {number}", "is_demo": True},
            )
            if made:
                RoleAssignment.objects.create(user=user, role="branch_hr", unit_id=interview.unit_id)
            users.append(user)
        viewing = services.open(
            interview_id=interview.pk, user_ids=[one.pk for one in users], panel_id=new_id(), now=utc_now()
        )
        length = sum(next(one for one in queries.parts(interview.pk)).seconds)
    sessions = [_session(Client(), log_in, one) for one in users]
    return {"viewing": str(viewing.pk), "length": length, "sessions": sessions}


def _session(client: Any, log_in: Any, user: Any) -> str:
    from django.conf import settings

    log_in(client, user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    import sys

    if sys.argv[1:2] == ["inside"]:
        from bole.cli import installation

        installation.set_up_django()
        print(json.dumps(prepare(int(sys.argv[3]))))
    else:
        main()
