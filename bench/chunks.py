"""200 uploads at once into the part endpoint on loopback, beside a bare server that only writes the bytes.

    python -m bench.chunks [--uploads 200] [--mib 1]

No byte may be lost or doubled: every stored recording is decrypted and compared with what was sent.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
from tests.journeys.media import CLIPS
from tests.journeys.product import Product, free_port

from bench.product import bank, inside, keep, percentile
from bole.cli.visitor import CandidateVisit, Visitor

KEY = "teller-complaint"
CLIP = CLIPS / "teller-complaint-strong.webm"
BARE = """
import os, sys, uvicorn, itertools
folder, count = sys.argv[1], itertools.count()
async def app(scope, receive, send):
    with open(f"{folder}/{next(count)}", "wb") as out:
        more = True
        while more:
            message = await receive()
            out.write(message.get("body", b""))
            more = message.get("more_body", False)
        out.flush()
        os.fsync(out.fileno())
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", lifespan="off")
"""


@dataclass
class Upload:
    """One recording on its way."""

    base: str
    headers: dict[str, str]
    cookies: dict[str, str]
    recording: str
    upload: str
    parts: list[bytes]
    sha256: str


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--uploads", type=int, default=200)
    options.add_argument("--mib", type=float, default=1.0)
    args = options.parse_args()
    with bank() as running:
        print(f"preparing {args.uploads} candidates …", file=sys.stderr)
        invitations = inside(running, "bench.chunks", str(args.uploads))
        with ThreadPoolExecutor(4) as pool:
            uploads = list(pool.map(lambda i: prepare(running, i, int(args.mib * 2**20)), invitations))
        print("uploading …", file=sys.stderr)
        seconds, times = asyncio.run(send_all(running.url, uploads))
        whole = inside(running, "bench.chunks", "check", *(f"{u.recording}={u.sha256}" for u in uploads))
    bare_seconds, bare_times = bare_run(uploads)
    total = sum(len(part) for upload in uploads for part in upload.parts)
    figures = {
        "uploads": len(uploads), "parts": len(times), "part_bytes": len(uploads[0].parts[0]), "bytes": total,
        "whole_recordings": whole, "seconds": round(seconds, 2),
        "p50_ms": ms(times, 0.5), "p95_ms": ms(times, 0.95),
        "bare_seconds": round(bare_seconds, 2),
        "bare_p50_ms": ms(bare_times, 0.5),
        "bare_p95_ms": ms(bare_times, 0.95),
        "p95_ratio": round(percentile(times, 0.95) / percentile(bare_times, 0.95), 2),
        "mb_per_s": round(total / seconds / 1e6, 1), "bare_mb_per_s": round(total / bare_seconds / 1e6, 1),
    }  # fmt: skip
    keep("chunks", figures)
    assert whole == len(uploads), "bytes were lost or doubled"


def prepare(running: Product, invitation: dict[str, str], size: int) -> Upload:
    """One candidate from the link to an open recording."""
    with Visitor(running.url) as visitor:
        visit = CandidateVisit(visitor, invitation["link"], lambda: read_code(running, invitation["address"]))
        visit.enter()
        visit.agree()
        page = visitor.open(f"{invitation['link']}q/1/")
        visitor.call("POST", f"{visit.api}answers/{KEY}/begin/", {})
        made = visitor.call("POST", f"{visit.api}answers/{KEY}/recordings/", {"content_type": "video/webm"})
        body = (CLIP.read_bytes() * (size // CLIP.stat().st_size + 1))[: size - 32] + os.urandom(32)
        parts = [body[at : at + made["part_bytes"]] for at in range(0, len(body), made["part_bytes"])]
        headers = {"X-CSRFToken": page.token, "Referer": page.url, "Accept": "application/json"}
        cookies = dict(visitor.http.cookies)
        digest = hashlib.sha256(body).hexdigest()
        return Upload(visit.api, headers, cookies, made["recording_id"], made["upload_id"], parts, digest)


def read_code(running: Product, address: str) -> str:
    from bole.cli.demo_interviews import Mailbox, code_in

    return Mailbox(running.var / "mail").wait_for(address, code_in, 0)


async def send_all(url: str, uploads: list[Upload]) -> tuple[float, list[float]]:
    """All uploads at the same time, each its parts in order; seconds in all and per part."""
    times: list[float] = []
    limits = httpx.Limits(max_connections=len(uploads), max_keepalive_connections=len(uploads))
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120, trust_env=False) as client:
        started = time.perf_counter()
        await asyncio.gather(*(send_one(client, upload, times) for upload in uploads))
        return time.perf_counter() - started, times


async def send_one(client: httpx.AsyncClient, upload: Upload, times: list[float]) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in upload.cookies.items())
    for index, part in enumerate(upload.parts):
        headers = upload.headers | {"X-Part-SHA256": hashlib.sha256(part).hexdigest(), "Cookie": cookie}
        began = time.perf_counter()
        address = f"{upload.base}uploads/{upload.upload}/parts/{index}/"
        answer = await client.put(address, content=part, headers=headers)
        times.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.text[:200]
    size = sum(map(len, upload.parts))
    end = {"parts": len(upload.parts), "total_bytes": size, "seconds": 50.0}
    address = f"{upload.base}recordings/{upload.recording}/finish/"
    answer = await client.post(address, json=end, headers=upload.headers | {"Cookie": cookie})
    assert answer.status_code == 200, answer.text[:200]


def bare_run(uploads: list[Upload]) -> tuple[float, list[float]]:
    """The same bytes at the same time into a server that only writes and syncs them."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([sys.executable, "-c", BARE, folder, str(port)])
        try:
            wait_for(port)
            return asyncio.run(send_bare(f"http://127.0.0.1:{port}", uploads))
        finally:
            server.terminate()
            server.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the bare server did not start")


async def send_bare(url: str, uploads: list[Upload]) -> tuple[float, list[float]]:
    times: list[float] = []
    limits = httpx.Limits(max_connections=len(uploads), max_keepalive_connections=len(uploads))

    async def one(client: httpx.AsyncClient, upload: Upload) -> None:
        for part in upload.parts:
            began = time.perf_counter()
            await client.put("/", content=part)
            times.append(time.perf_counter() - began)

    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120, trust_env=False) as client:
        started = time.perf_counter()
        await asyncio.gather(*(one(client, upload) for upload in uploads))
        return time.perf_counter() - started, times


def ms(values: list[float], share: float) -> float:
    return round(percentile(values, share) * 1000, 1)


def in_the_product(words: list[str]) -> Any:
    """Runs with the product's settings: invite many, or compare what was stored."""
    from bole.cli import installation

    installation.set_up_django()
    return compare(words[1:]) if words[0] == "check" else [invited(n) for n in range(int(words[0]))]


def invited(_number: int) -> dict[str, str]:
    from tests.journeys import inside as actions

    return actions.invite("teller")


def compare(pairs: list[str]) -> int:
    """How many recordings hold exactly the bytes that were sent."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.files import queries as files
    from bole.hiring.interviews.models import Recording

    whole = 0
    with system_scope("benchmark"):
        for pair in pairs:
            recording, _, sha256 = pair.partition("=")
            file_id = Recording.objects.get(pk=recording).file_id
            with files.open_plain(file_id) as stream:
                whole += hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    return whole


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
