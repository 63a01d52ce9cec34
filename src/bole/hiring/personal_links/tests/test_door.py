import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.conftest import NOW, Invited
from bole.hiring.personal_links import services
from bole.hiring.personal_links.models import OneTimeCode, PersonalLink
from bole.kernel import clock
from bole.kernel.errors import DeniedError, NotFoundError

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def address(invited: Invited, until: object = NOW + 30 * DAY) -> str:
    with system_scope("test"):
        return services.link_for(
            candidate_id=invited.interview.candidate_id,
            unit_id=invited.interview.unit_id,
            until=until,  # type: ignore[arg-type]
            now=NOW,
        )


def path_of(url: str) -> str:
    return "/me/" + url.rsplit("/me/", 1)[1]


def last_code() -> str:
    with system_scope("test"):
        row = OutboxMessage.objects.filter(template="one-time-code").latest("queued_at")
        return str(row.context["code"])


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "utc_now", lambda: NOW)
    for module in ("views", "link"):
        monkeypatch.setattr(f"bole.hiring.personal_links.{module}.utc_now", lambda: NOW)


def entered(client: Client, url: str) -> str:
    door = path_of(url)
    assert client.post(door + "code/").status_code == 302
    assert client.post(door + "enter/", {"code": last_code()}).status_code == 302
    return door


def test_one_address_per_person_kept_open_by_the_latest(invited: Invited) -> None:
    first, second = address(invited), address(invited, NOW + DAY)
    assert first == second
    assert address(invited, NOW + 90 * DAY) == first
    with system_scope("test"):
        link = PersonalLink.objects.get()
        assert link.expires_at == NOW + 90 * DAY
        assert first.rstrip("/").rsplit("/", 1)[1] not in link.token_hash


@pytest.mark.usefixtures("frozen")
def test_the_door_shows_nothing_personal_and_the_code_opens_it(invited: Invited, client: Client) -> None:
    door = path_of(address(invited))
    page = client.get(door).content.decode()
    assert "林晓" not in page
    assert client.get(door + "enter/").status_code == 302
    client.post(door + "code/")
    assert client.post(door + "enter/", {"code": "000000"}).status_code == 422
    assert client.post(door + "enter/", {"code": last_code()}).status_code == 302
    home = client.get(door)
    assert home.status_code == 200
    assert "one-time" not in home.content.decode()
    assert "no-store" in home.headers["Cache-Control"]


@pytest.mark.usefixtures("frozen")
def test_a_renewed_address_kills_the_old_one_and_its_cookie(invited: Invited, client: Client) -> None:
    door = entered(client, address(invited))
    page = f"/console/people/{invited.interview.candidate_id}/address/"
    recruiter = Client()
    log_in(recruiter, User.objects.get(pk=invited.cast.hr.id))
    assert recruiter.post(page).status_code == 302
    with system_scope("test"):
        fresh = str(OutboxMessage.objects.get(template="new-address").context["link"])
    assert path_of(fresh) != door
    assert client.get(door).status_code == 404
    assert client.get(path_of(fresh)).status_code == 200
    with invited.cast.acting("interviewer"), pytest.raises((DeniedError, NotFoundError)):
        services.renew(candidate_id=invited.interview.candidate_id, now=NOW)


@pytest.mark.usefixtures("frozen")
def test_a_cookie_opens_no_other_address(invited: Invited, client: Client) -> None:
    door = entered(client, address(invited))
    forged = client.cookies["bole_person"].value
    assert re.fullmatch(r"[\w\-:.]+", forged)
    other = "/me/" + "A" * len(door.strip("/").split("/")[1]) + "/"
    client.cookies["bole_person"]["path"] = "/"
    assert client.get(other).status_code == 404


@pytest.mark.usefixtures("frozen")
def test_when_it_ran_out_it_says_so(invited: Invited, client: Client) -> None:
    door = path_of(address(invited, NOW))
    page = client.get(door)
    assert page.status_code == 410
    assert client.post(door + "code/").status_code == 410


def test_erasure_takes_address_and_codes(invited: Invited) -> None:
    from bole.hiring.personal_links import holding

    address(invited)
    with system_scope("test"):
        assert holding.export(invited.interview.candidate_id)["personal_links"]
        assert holding.erase(invited.interview.candidate_id, NOW) >= 1
        assert not PersonalLink.objects.exists()
        assert not OneTimeCode.objects.exists()
