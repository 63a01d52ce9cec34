"""Two factors, enrolment, lockout, and where a log-in leads."""

import time
from typing import Any

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.support.bank import Bank

from bole.foundation.access.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse staple"


def code_of(device: TOTPDevice, wrong: bool = False) -> str:
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time()
    return f"{(clock.token() + wrong) % 10**6:06d}"


@pytest.fixture
def user(bank: Bank) -> User:
    return bank.user("branch_hr", bank.east, "qin")


def first(client: Client, **form: Any) -> Any:
    return client.post("/login/", {"username": "qin", "password": PASSWORD, **form})


def test_a_password_alone_opens_nothing(user: User) -> None:
    client = Client()
    assert first(client).headers["Location"] == "/login/second/"
    assert client.get("/console/").headers["Location"].startswith("/login/")


def test_the_first_log_in_enrols_a_device_and_keeps_the_way(user: User) -> None:
    client = Client()
    first(client, next="/console/board/")
    page = client.get("/login/second/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'autocomplete="one-time-code"' in page
    device = TOTPDevice.objects.get(user=user)
    assert not device.confirmed
    wrong = client.post("/login/second/", {"code": code_of(device, wrong=True)})
    assert wrong.status_code == 422
    device.refresh_from_db()
    device.throttle_reset()
    spaced = code_of(device)
    done = client.post("/login/second/", {"code": f"{spaced[:3]} {spaced[3:]}"})
    assert done.headers["Location"] == "/console/board/"
    assert client.get("/console/").status_code == 200
    assert "data:image/svg+xml;base64," not in client.get("/login/second/").content.decode()


def test_a_code_works_once_and_other_hosts_are_no_target(user: User) -> None:
    device = TOTPDevice.objects.create(user=user, name="x", confirmed=True)
    client = Client()
    first(client, next="https://elsewhere.example/")
    code = code_of(device)
    assert client.post("/login/second/", {"code": code}).headers["Location"] == "/console/"
    other = Client()
    first(other)
    assert other.post("/login/second/", {"code": code}).status_code == 422


def test_guessing_pauses_the_log_in_for_known_and_unknown_names(user: User) -> None:
    for name in ("qin", "nobody"):
        client = Client()
        answers = [
            client.post("/login/", {"username": name, "password": f"wrong {n}"}).status_code for n in range(6)
        ]
        assert answers[0] == 422
        assert answers[-1] == 429
    assert first(Client()).status_code == 429


def test_unknown_name_and_wrong_password_look_alike(user: User) -> None:
    pages = [
        Client().post("/login/", {"username": name, "password": "no"}).content.decode().count('role="alert"')
        for name in ("qin", "nobody")
    ]
    assert pages == [1, 1]


def test_leaving_ends_the_session(user: User) -> None:
    device = TOTPDevice.objects.create(user=user, name="x", confirmed=True)
    client = Client()
    first(client)
    client.post("/login/second/", {"code": code_of(device)})
    client.post("/logout/")
    assert client.get("/console/").headers["Location"].startswith("/login/")
    assert client.get("/logout/").status_code == 405
