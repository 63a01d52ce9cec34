"""Two factors, enrolment, lockout, and where a log-in leads."""

import time
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import ProgrammingError, connection
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.support.bank import Bank
from tests.support.database import superuser

from bole.foundation.access import throttle
from bole.foundation.access.models import Attempt, Authenticator, User
from bole.foundation.keys import rotation
from bole.foundation.keys.crypto import SealError
from bole.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse staple"


def code_of(device: Authenticator, wrong: bool = False) -> str:
    clock = TOTP(device.bin_key)
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
    device = Authenticator.objects.get(user=user)
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
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
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
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
    client = Client()
    first(client)
    client.post("/login/second/", {"code": code_of(device)})
    client.post("/logout/")
    assert client.get("/console/").headers["Location"].startswith("/login/")
    assert client.get("/logout/").status_code == 405


def test_a_code_counts_once_even_for_two_at_the_same_moment(user: User) -> None:
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
    same = Authenticator.objects.get(pk=device.pk)  # read before the first one was used
    code = code_of(device)
    assert device.verify_token(code)
    assert not same.verify_token(code)


@pytest.mark.parametrize("junk", ["", "abcdef", "12345", "1234567", "١٢٣٤٥٦", "-12345", "+12345"])
def test_odd_codes_are_wrong_codes(user: User, junk: str) -> None:
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
    assert not device.verify_token(junk)
    assert device.throttling_failure_count == 1


def test_the_key_of_a_device_is_not_in_the_table(user: User) -> None:
    """Nor does it open beside another device, and a rotation brings it along."""
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
    other = Authenticator.objects.create(user=user, name="y", confirmed=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key FROM access_authenticator")
        sealed = {pk: bytes(key) for pk, key in cursor.fetchall()}
        assert device.bin_key not in sealed[device.pk]
        assert device.key.encode() not in sealed[device.pk]
        cursor.execute(
            "UPDATE access_authenticator SET key = %s WHERE id = %s", [sealed[device.pk], other.pk]
        )
    with pytest.raises(SealError):
        _ = Authenticator.objects.get(pk=other.pk).bin_key
    assert "access_authenticator.key" in {column.name for column in rotation.sealed_columns()}


def test_nobody_writes_a_key_into_the_old_table(user: User) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        TOTPDevice.objects.create(user=user, name="x")


def test_devices_of_before_are_moved_and_still_count(user: User) -> None:
    """The migration's own step, with a device as django-otp kept it."""
    migration = import_module("bole.foundation.access.migrations.0004_move_authenticators")
    with superuser() as server:
        server.execute("GRANT INSERT, DELETE ON otp_totp_totpdevice TO bole_app")
    try:
        for name, confirmed in (("phone", True), ("half", False)):
            TOTPDevice.objects.create(user=user, name=name, confirmed=confirmed, key="ab" * 20, last_t=77)
        migration.move(apps, None)
        assert not TOTPDevice.objects.exists()
    finally:
        with superuser() as server:
            server.execute("REVOKE INSERT, DELETE ON otp_totp_totpdevice FROM bole_app")
    moved = Authenticator.objects.get(user=user)
    assert (moved.name, moved.confirmed, moved.key, moved.last_step) == ("phone", True, "ab" * 20, 77)


def test_one_address_guesses_so_often_and_no_more_whatever_names_it_tries(user: User) -> None:
    throttle.LIMITS["login"], limit = 7, throttle.LIMITS["login"]
    try:
        tries = [
            Client().post("/login/", {"username": f"name{n}", "password": "no"}, REMOTE_ADDR="10.1.1.1")
            for n in range(8)
        ]
        assert [answer.status_code for answer in tries] == [422] * 7 + [429]
        right = {"username": "qin", "password": PASSWORD}
        assert Client().post("/login/", right, REMOTE_ADDR="10.1.1.1").status_code == 429
        assert Client().post("/login/", right, REMOTE_ADDR="10.1.1.2").status_code == 302
        claimed = {"REMOTE_ADDR": "10.1.1.1", "HTTP_X_FORWARDED_FOR": "10.1.1.9"}
        assert Client().post("/login/", right, **claimed).status_code == 429
    finally:
        throttle.LIMITS["login"] = limit


def test_wrong_second_codes_count_for_the_address_too(user: User) -> None:
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
    client = Client()
    first(client)
    client.post("/login/second/", {"code": code_of(device, wrong=True)})
    assert Attempt.objects.get().count == 1


def test_counts_are_forgotten_at_night_and_hold_no_address(user: User) -> None:
    Client().post("/login/", {"username": "qin", "password": "no"}, REMOTE_ADDR="10.1.1.1")
    row = Attempt.objects.get()
    assert "10.1.1.1" not in row.subject
    assert throttle.forget(utc_now()) == 0
    assert throttle.forget(utc_now() + timedelta(days=2)) == 2
    assert not AccessAttempt.objects.exists()


def test_a_session_of_before_the_log_in_is_not_the_one_after_it(user: User) -> None:
    """Session fixation: whoever planted a session id in the browser holds nothing afterwards."""
    device = Authenticator.objects.create(user=user, name="x", confirmed=True)
    client, thief = Client(), Client()
    planted = SessionStore()
    planted["x"] = 1
    planted.save()
    for browser in (client, thief):
        browser.cookies["bole_session"] = str(planted.session_key)
    first(client)
    half = client.cookies["bole_session"].value
    client.post("/login/second/", {"code": code_of(device)})
    assert len({planted.session_key, half, client.cookies["bole_session"].value}) == 3
    assert client.get("/console/").status_code == 200
    assert thief.get("/console/").status_code == 302
    thief.cookies["bole_session"] = half
    assert thief.get("/console/").status_code == 302
