"""`bole up` as a bank starts it: own keys, HTTPS, a first user; what is unsafe is refused by name."""

import base64
import datetime
import email.policy
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from django_otp.oath import totp
from tests.journeys import product

from bole.cli import lan
from bole.cli.embedded_postgres import EmbeddedPostgres
from bole.integrations.mail.catcher import MailCatcher

SECRET = "k3Wz" * 16
PASSWORD = "a staple of horses, correct"
WAIT = 120


@dataclass
class Bank:
    """An installation in ``home`` with settings as in the how-to, started and stopped by hand."""

    home: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        mine = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "DATABASE_", "BOLE_"))}
        return mine | {
            "BOLE_VAR_DIR": str(self.home / "var"), "BOLE_SECRET_KEY": SECRET, "PYTHONUNBUFFERED": "1",
            "BOLE_MODELS_DIR": str(product.ROOT / "var" / "models"), "BOLE_HOSTS": "127.0.0.1",
            "BOLE_PUBLIC_URL": f"https://127.0.0.1:{self.port}", "BOLE_QUIET_HOURS": "",
            "PYTHONPATH": os.pathsep.join([str(product.ROOT / "src"), str(product.ROOT)]),
        } | self.settings  # fmt: skip

    def bole(self, *words: str, typed: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*product.BOLE, *words], env=self.environment | settings, cwd=product.ROOT, input=typed,
            capture_output=True, text=True, check=False, timeout=WAIT,
        )  # fmt: skip

    def start(self, *words: str) -> str:
        """`bole up` until it serves; what it said so far."""
        log = self.home / "up.out"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [*product.BOLE, "up", "--port", str(self.port), *words], env=self.environment,
                cwd=product.ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline and self.process.poll() is None:
            if "Ctrl-C" in log.read_text():
                return log.read_text()
            time.sleep(0.2)
        raise AssertionError(f"bole up did not start:\n{log.read_text()}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.process = None

    def sql(self, statement: str) -> list[Any]:
        """As the owner of the tables."""
        urls = json.loads((self.home / "var" / "db" / "credentials.json").read_text())["urls"]
        with psycopg.connect(urls["owner"]) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    bank = Bank(tmp_path_factory.mktemp("bank"), product.free_port())
    assert bank.bole("keys", "init").returncode == 0
    yield bank
    bank.stop()
    product.forget_database(bank.home / "var")


@pytest.fixture(scope="module")
def files(made: Bank) -> lan.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    return lan.certificate_for(["127.0.0.1"], made.home / "tls", now)


@pytest.fixture(scope="module")
def bank(made: Bank, files: lan.Certificate) -> Iterator[Bank]:
    """Serving over HTTPS, with a relay that keeps its mails."""
    with MailCatcher(made.home / "mail") as relay:
        made.settings |= {"BOLE_SMTP_PORT": str(relay.port)}
        made.start("--certificate", str(files.certificate), "--key", str(files.key))
        yield made
        made.stop()


def visitor(bank: Bank, authority: Path) -> httpx.Client:
    trust = ssl.create_default_context(cafile=str(authority))
    return httpx.Client(
        base_url=bank.settings.get("BOLE_PUBLIC_URL", f"https://127.0.0.1:{bank.port}"), verify=trust
    )


@pytest.fixture
def client(bank: Bank, files: lan.Certificate) -> Iterator[httpx.Client]:
    with visitor(bank, files.authority) as opened:
        yield opened


REFUSALS = [
    ({"DJANGO_DEBUG": "1"}, "DEBUG is refused"),
    ({"DJANGO_SETTINGS_MODULE": "bole.config.settings.demo"}, "production settings only"),
    ({"BOLE_SECRET_KEY": ""}, "BOLE_SECRET_KEY is not set"),
    ({"BOLE_SECRET_KEY": "short"}, "bole.E013"),
    ({"BOLE_HOSTS": "*"}, "bole.E014"),
    ({"BOLE_HOSTS": ""}, "bole.E019"),
    ({"BOLE_PUBLIC_URL": ""}, "bole.E018"),
    ({"BOLE_PUBLIC_URL": "http://bole.bank.example", "BOLE_HOSTS": "bole.bank.example"}, "bole.E018"),
    ({"BOLE_MASTER_KEY_FILE": "/nowhere/master.key"}, "bole keys init"),
    ({"BOLE_LAW": "mars"}, "bole.E010"),
]


@pytest.mark.parametrize(("settings", "reason"), REFUSALS)
def test_an_unsafe_start_is_refused_by_name_and_starts_nothing(
    made: Bank, tmp_path: Path, settings: dict[str, str], reason: str
) -> None:
    here = {"BOLE_PUBLIC_URL": "https://bole.bank.example", "BOLE_HOSTS": "bole.bank.example"}
    elsewhere = {"BOLE_VAR_DIR": str(tmp_path), "BOLE_MASTER_KEY_FILE": str(made.home / "var" / "master.key")}
    done = made.bole("up", "--port", str(product.free_port()), **{**here, **elsewhere, **settings})
    assert done.returncode == 1
    assert reason in done.stderr
    assert not (tmp_path / "db").exists()


def test_pages_come_with_their_guards(client: httpx.Client) -> None:
    answer = client.get("/login/")
    assert answer.status_code == 200
    head = answer.headers
    assert head["Strict-Transport-Security"].startswith("max-age=31536000")
    policy = {part.split()[0]: part for part in head["Content-Security-Policy"].split("; ")}
    assert policy["script-src"] == "script-src 'self'"
    assert policy["frame-ancestors"] == "frame-ancestors 'none'"
    assert "unsafe" not in head["Content-Security-Policy"]
    assert head["X-Frame-Options"] == "DENY"
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in head["Permissions-Policy"]
    assert "server" not in head
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("bole_csrf="))
    assert {"Secure", "SameSite=Lax"} <= set(cookie.split("; "))


def test_static_files_named_by_the_page_are_served(client: httpx.Client) -> None:
    page = client.get("/login/").text
    named = {part.split('"')[0] for part in page.split('"') if part.startswith("/static/")}
    assert len(named) >= 2
    for address in named:
        assert client.get(address).status_code == 200, address


def test_the_health_page_answers_a_probe_and_says_no_more_than_it_must(client: httpx.Client) -> None:
    answer = client.get("/health/", headers={"Host": "10.9.8.7"})
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "web": "ok"})
    assert client.get("/login/", headers={"Host": "10.9.8.7"}).status_code == 400


def test_an_error_shows_no_inside(client: httpx.Client) -> None:
    answer = client.get("/console/reports/nothing/")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "urlpatterns" not in answer.text


def test_the_first_people_come_in(bank: Bank, client: httpx.Client) -> None:
    """From nothing to a logged-in head-office HR, by the commands of the how-to."""
    assert bank.bole("staff", "found", "HO", "测试银行", "--english", "Test Bank").returncode == 0
    again = bank.bole("staff", "found", "HO2", "另一家", "--english", "Other")
    assert again.returncode == 1
    assert "already" in again.stderr
    branch = ("staff", "unit", "E", "东分行", "--english", "East", "--under", "HO")
    assert bank.bole(*branch).returncode == 0
    add = ("staff", "add", "chenlin", "陈琳", "--role", "head_office_hr", "--unit", "HO")
    weak = bank.bole(*add, typed="short\n")
    assert weak.returncode == 1
    assert "weak" in weak.stderr
    assert bank.bole(*add, typed=f"{PASSWORD}\n").returncode == 0
    listed = bank.bole("staff", "list").stdout
    assert "chenlin  陈琳  head_office_hr@HO  (no second factor yet)" in listed
    assert logged_in(client).headers["Location"] == "/console/"
    assert client.get("/console/").status_code == 200
    assert bank.bole("audit", "verify").returncode == 0


def logged_in(client: httpx.Client) -> httpx.Response:
    """Password, then the enrolment page with its key, then the code."""
    client.get("/login/")
    first = posted(client, "/login/", username="chenlin", password=PASSWORD)
    assert first.headers["Location"] == "/login/second/"
    session = next(c for c in first.headers.get_list("set-cookie") if c.startswith("bole_session="))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(session.split("; "))
    page = client.get("/login/second/").text
    key = next(word for word in groups(page) if len(word) >= 32)
    code = f"{totp(base64.b32decode(key + '=' * (-len(key) % 8))):06d}"
    return posted(client, "/login/second/", code=code)


def groups(page: str) -> list[str]:
    """Texts of the page made of base32 letters only, groups put together."""
    texts = [part.split("<")[0].replace(" ", "").strip() for part in page.split(">")]
    return [text for text in texts if text and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")]


def posted(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    token = client.cookies["bole_csrf"]
    return client.post(
        address, data={**fields, "csrfmiddlewaretoken": token}, headers={"Referer": str(client.base_url)}
    )


def test_a_lost_phone_is_replaced_at_the_terminal(bank: Bank) -> None:
    """`bole staff enrol` takes a code of the new device; the device of the first log-in no longer counts."""
    command = [*product.BOLE, "staff", "enrol", "chenlin"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=bank.environment, cwd=product.ROOT, **pipes) as enrolling:
        assert enrolling.stdin
        assert enrolling.stdout
        line = next(line for line in enrolling.stdout if line.startswith("otpauth://"))
        key = re.search(r"secret=([A-Z2-7]+)", line)
        assert key
        enrolling.stdin.write(f"{totp(base64.b32decode(key[1])):06d}\n")
        enrolling.stdin.close()
        assert "an older one no longer counts" in enrolling.stdout.read()
    assert enrolling.returncode == 0
    assert bank.sql("SELECT count(*) FROM access_authenticator") == [(1,)]


INVITE = """
from bole.cli import installation; installation.set_up_django()
import datetime
from bole.foundation.access import queries; from bole.foundation.access.actors import acting_as
from bole.foundation.access.models import User; from bole.kernel.clock import utc_now
from bole.foundation.org.models import Unit
from bole.hiring.candidates import services as candidates
from bole.hiring.interviews import services as interviews
from bole.hiring.pipeline import services as pipeline
from bole.hiring.requisitions import services as requisitions
now = utc_now()
with acting_as(queries.actor_for(User.objects.get(username="chenlin"))) as chief:
    unit = Unit.objects.get(code="E")
    need = requisitions.open_requisition(unit_id=unit.pk, job_key="teller", headcount=1, now=now)
    who = dict(name="林", email="lin@people.example", phone="13800000001", language="zh")
    person = candidates.register(unit_id=unit.pk, now=now, **who)
    entered = pipeline.apply(candidate_id=person.pk, requisition_id=need.pk, now=now)
    pipeline.advance(application_id=entered.pk, to="ai_interview", actor=chief, reason="screened",
                     expected_version=entered.version, now=now)
    interviews.invite(application_id=entered.pk, opens_at=now, closes_at=now + datetime.timedelta(days=3),
                      language="zh", accommodations={}, now=now)
"""


def test_an_invitation_leaves_by_the_relay_with_the_public_address(bank: Bank, client: httpx.Client) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INVITE], env=bank.environment, cwd=product.ROOT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    link = ""
    deadline = time.monotonic() + WAIT
    while not link and time.monotonic() < deadline:
        time.sleep(0.3)
        for mail in (bank.home / "mail").glob("*.eml"):
            text = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
            part = text.get_body(("plain",))
            found = re.search(r"https://127\.0\.0\.1:\d+/i/\S+", part.get_content() if part else "")
            link = found[0] if found else link
    assert link, "no mail with the link"
    assert client.get(link).status_code == 200


def test_demo_accounts_stop_the_start(bank: Bank) -> None:
    bank.stop()
    with_database(bank, "UPDATE access_user SET is_demo = true")
    try:
        done = bank.bole("up", "--port", str(product.free_port()))
    finally:
        with_database(bank, "UPDATE access_user SET is_demo = false")
    assert done.returncode == 1
    assert "demo accounts" in done.stderr


def with_database(bank: Bank, statement: str) -> None:
    """Run it as the owner while nothing else runs."""
    server = EmbeddedPostgres(bank.home / "var" / "db")
    server.start()
    try:
        bank.sql(statement)
    finally:
        server.stop()


@pytest.mark.long
def test_phones_of_this_network_are_served_with_a_chain_they_can_check(made: Bank) -> None:
    """`bole up --lan`: QR code, certificate for the printed address, private key, camera allowed."""
    made.stop()
    said = made.start("--lan")
    try:
        address = httpx.URL(re.findall(r"https://[\d.]+:\d+", said)[0])
        assert said.count("\u2580") + said.count("\u2584") > 50, "no QR code was printed"
        place = made.home / "var" / "lan"
        assert {path.stat().st_mode & 0o777 for path in place.glob("*.key")} == {0o600}
        trust = ssl.create_default_context(cafile=str(place / "bole-authority.crt"))
        with httpx.Client(base_url=address, verify=trust) as phone:
            answer = phone.get("/login/")
            assert answer.status_code == 200
            assert "camera=(self)" in answer.headers["Permissions-Policy"]
        with (
            httpx.Client(base_url=address) as stranger,
            pytest.raises(httpx.ConnectError, match="CERTIFICATE"),
        ):
            stranger.get("/login/")
    finally:
        made.stop()
