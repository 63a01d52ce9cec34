"""What goes wrong: a restarted database, a full disk, broken films, stolen links."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bole.cli.visitor import CandidateVisit, UnexpectedPageError, Visitor, path_of
from tests.journeys import media, product
from tests.journeys.product import Product
from tests.journeys.without_browser import CLIP, KEY, interviewed, visit


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.long
def test_database_restarted(bank: Product) -> None:
    """Fast restart under load: web and workers come back by themselves and nothing is lost."""
    invitation = bank.ask("invite", "teller")
    with Visitor(bank.url) as visitor:
        candidate = visit(visitor, bank, invitation)
        candidate.visitor.open(f"{invitation['link']}q/1/")
        candidate.visitor.call("POST", f"{candidate.api}answers/{KEY}/begin/", {})
        recording = candidate.visitor.call(
            "POST", f"{candidate.api}answers/{KEY}/recordings/", {"content_type": "video/webm"}
        )
        size = recording["part_bytes"]
        body = CLIP.read_bytes()
        parts = [body[at : at + size] for at in range(0, len(body), size)]
        for number, part in enumerate(parts):
            if number == len(parts) // 2:
                product.restart_database(bank.var)
            put_with_patience(candidate, recording["upload_id"], number, part)
        candidate.visitor.call(
            "POST",
            f"{candidate.api}recordings/{recording['recording_id']}/finish/",
            {"parts": len(parts), "total_bytes": len(body), "seconds": 53.7},
        )
        candidate.visitor.call("POST", f"{candidate.api}answers/{KEY}/submit/", {})
        candidate.finish()
    assert bank.wait_for("report", invitation["interview"], seconds=300)


def put_with_patience(candidate: CandidateVisit, upload: str, number: int, part: bytes) -> None:
    """As the recorder does: try again until the server takes the part."""
    deadline = time.monotonic() + 60
    while True:
        try:
            candidate.visitor.put(f"{candidate.api}uploads/{upload}/parts/{number}/", part)
            return
        except (UnexpectedPageError, httpx.TransportError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


class SmallDisk:
    """A real file system of 2 MB where uploads in progress are kept; only root may mount one."""

    def __init__(self, bank: Product) -> None:
        self.place = Path(bank.ask("staging_dir"))
        self.place.mkdir(parents=True, exist_ok=True)
        kind = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs"]
        subprocess.run([*kind, str(self.place)], check=True)

    def fill(self) -> None:
        with pytest.raises(OSError, match="No space left"), (self.place / "ballast").open("wb") as out:
            while True:
                out.write(b"0" * 65_536)
                out.flush()

    def empty(self) -> None:
        (self.place / "ballast").unlink()

    def close(self) -> None:
        subprocess.run(["umount", "-l", str(self.place)], check=True)


class SmallFiles:
    """The kernel's limit on the size of a file the web server writes; everybody may set it for his own."""

    def __init__(self, bank: Product) -> None:
        self.web = bank.children()["web"]
        self.before = resource.prlimit(self.web, resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.prlimit(self.web, resource.RLIMIT_FSIZE, (1000, self.before[1]))

    def empty(self) -> None:
        resource.prlimit(self.web, resource.RLIMIT_FSIZE, self.before)

    close = empty


@pytest.fixture(params=[SmallDisk, SmallFiles] if os.geteuid() == 0 else [SmallFiles])
def disk(bank: Product, request: pytest.FixtureRequest) -> Iterator[SmallDisk | SmallFiles]:
    """A disk that can be filled, as real as this user may have it."""
    small = request.param(bank)
    yield small
    small.close()


def test_disk_really_full_on_upload(bank: Product, disk: SmallDisk | SmallFiles) -> None:
    """507 by name, the parts that arrived stay, and with room again the same upload is finished."""
    invitation = bank.ask("invite", "teller")
    with Visitor(bank.url) as visitor:
        candidate = visit(visitor, bank, invitation)
        visitor.open(f"{invitation['link']}q/1/")
        visitor.call("POST", f"{candidate.api}answers/{KEY}/begin/", {})
        start = visitor.call(
            "POST", f"{candidate.api}answers/{KEY}/recordings/", {"content_type": "video/webm"}
        )
        body = CLIP.read_bytes()
        size = start["part_bytes"]
        parts = [body[at : at + size] for at in range(0, len(body), size)]
        where = f"{candidate.api}uploads/{start['upload_id']}/"
        visitor.put(f"{where}parts/0/", parts[0])
        disk.fill()
        with pytest.raises(UnexpectedPageError, match="storage_full"):
            visitor.put(f"{where}parts/1/", parts[1])
        assert visitor.call("GET", where)["received"] == [0]
        disk.empty()
        for number, part in enumerate(parts[1:], start=1):
            visitor.put(f"{where}parts/{number}/", part)
        visitor.call(
            "POST",
            f"{candidate.api}recordings/{start['recording_id']}/finish/",
            {"parts": len(parts), "total_bytes": len(body), "seconds": 53.7},
        )
    answer = bank.ask("answers", invitation["interview"])[0]
    assert abs(answer["decoded"][0] - media.decoded_seconds(CLIP)) < 0.05


def truncated(folder: Path) -> Path:
    """The first third of a recording: a header and some clusters, then nothing."""
    target = folder / "truncated.webm"
    target.write_bytes(CLIP.read_bytes()[: CLIP.stat().st_size // 3])
    return target


def hostile(folder: Path) -> Path:
    """A proper header followed by noise that a decoder must survive."""
    import random

    head = CLIP.read_bytes()[:4096]
    target = folder / "hostile.webm"
    target.write_bytes(head + random.Random(7).randbytes(300_000))
    return target


def test_truncated_film_is_analysed_as_far_as_it_goes(bank: Product, tmp_path: Path) -> None:
    interview = interviewed(bank, truncated(tmp_path), 17.0)
    assert bank.wait_for("report", interview)["ratings"]


def test_hostile_film_ends_as_a_named_failure(bank: Product, tmp_path: Path) -> None:
    """Not in a loop and not in a dead worker: HR sees a name, and the next candidate is analysed."""
    interview = interviewed(bank, hostile(tmp_path), 17.0)
    report = bank.wait_for("report", interview, seconds=300)
    assert report["total"] is None
    runs = bank.ask("runs", interview)
    assert all(run["state"] in {"failed", "done"} for run in runs), runs
    named = [run for run in runs if run["state"] == "failed"]
    assert all(run["error_code"] for run in named)
    assert bank.wait_for("report", interviewed(bank, CLIP))["ratings"]


def test_a_text_that_calls_itself_a_film_is_refused(bank: Product, tmp_path: Path) -> None:
    fake = tmp_path / "fake.webm"
    fake.write_text("<script>alert(1)</script>" * 4000)
    with pytest.raises(UnexpectedPageError, match=r": 4\d\d "):
        interviewed(bank, fake, 10.0)


def test_forwarded_link_opens_nothing_without_the_code(bank: Product) -> None:
    """Whoever was sent the link by a friend sees the invitation, not the interview."""
    invitation = bank.ask("invite", "teller")
    with Visitor(bank.url) as owner, Visitor(bank.url) as friend:
        visit(owner, bank, invitation)
        page = friend.open(f"{invitation['link']}q/1/")
        assert not path_of(page.url).endswith("/q/1")
        with pytest.raises(UnexpectedPageError, match=r": 40[134] "):
            friend.call("GET", f"{invitation['link']}api/state/")


def test_replayed_link_after_the_end_changes_nothing(bank: Product) -> None:
    invitation = bank.ask("invite", "teller")
    with Visitor(bank.url) as visitor:
        candidate = visit(visitor, bank, invitation)
        candidate.answer_with_clip(KEY, 1, CLIP, 53.7)
        candidate.finish()
        with pytest.raises(UnexpectedPageError, match=r": 4\d\d "):
            visitor.call("POST", f"{candidate.api}answers/teamwork-experience/begin/", {})
        with pytest.raises(UnexpectedPageError, match=r": 4\d\d "):
            visitor.call("POST", f"{candidate.api}answers/{KEY}/retake/", {})
        with pytest.raises(UnexpectedPageError, match=r": 4\d\d "):
            candidate.upload(KEY, CLIP.read_bytes(), "video/webm", 53.7)


def test_guessing_the_code_is_stopped(bank: Product) -> None:
    invitation = bank.ask("invite", "teller")
    with Visitor(bank.url) as visitor:
        page = visitor.open(invitation["link"])
        page = visitor.press(page.form("code", lambda f: f.action.endswith("/code/")))
        last = 0
        for guess in range(12):
            form = next((f for f in page.forms if f.action.endswith("/verify/")), None)
            if form is None:
                break
            answer = visitor.http.post(
                form.action, data={**form.fields, "code": f"{guess:06d}"}, headers={"Referer": page.url}
            )
            last = answer.status_code
            page = type(page)(str(answer.url), answer.text)
        assert last in {409, 422, 429, 403}, last
        with pytest.raises(UnexpectedPageError, match=r": 40[134] "):
            visitor.call("GET", f"{invitation['link']}api/state/")


def test_killed_demo_leaves_no_process(tmp_path: Path) -> None:
    """kill -9 of the supervisor: web server, workers and database end by themselves."""
    running = product.start(tmp_path / "bank", "--without-interviews")
    children = [*running.children().values(), product.database_pid(running.var)]
    assert len(children) == 5
    running.process.kill()
    running.process.wait()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and any(alive(pid) for pid in children):
        time.sleep(0.2)
    assert not [pid for pid in children if alive(pid)]
    product.forget_database(running.var)


def test_two_demos_do_not_share_a_directory(bank: Product) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bole.cli", "demo", "--once", "--port", str(product.free_port())],
        env=product.environment(bank.var), cwd=product.ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "another bole already runs the database" in done.stderr
