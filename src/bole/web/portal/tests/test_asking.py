"""«Ask» from every page behind a person's own address, and from none that proves nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, Cast, build_cast
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.intake import services as intake
from bole.hiring.intake.tests.making import begun, published, read, resume
from bole.hiring.personal_links import link, services
from bole.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
TEXT = "体检在哪家医院？"


@pytest.fixture
def cast(bank: Any, settings: Any, tmp_path: Any) -> Cast:
    settings.FILES_DIR = tmp_path / "files"
    return build_cast(bank)


def test_a_sent_application_asks_and_reads_its_answers(cast: Cast) -> None:
    started = begun(published(cast))
    page, client = reverse("portal:applicant-questions", args=[started.key]), Client()
    assert client.get(page).status_code == 404, "nobody applied yet"
    intake.attach(key=started.key, body=resume(), name="cv.txt", now=NOW)
    read(started.submission)
    intake.send(key=started.key, told={}, now=NOW)
    assert page in client.get(reverse("intake:mine", args=[started.key])).content.decode()
    assert client.post(page, {"text": " "}).status_code == 422
    assert TEXT in client.post(page, {"text": TEXT}, follow=True).content.decode()
    with system_scope("test"):
        found = Enquiry.objects.get()
    assert (found.unit_id, found.job["zh"]) == (cast.bank.east.pk, "综合柜员")


def test_who_joined_a_known_person_s_file_asks_nothing_by_that_key(cast: Cast) -> None:
    started = begun(published(cast), name="林小禾", phone="13800001111", email="lin@example.org")
    intake.attach(key=started.key, body=resume(), name="cv.txt", now=NOW)
    read(started.submission)
    assert intake.send(key=started.key, told={}, now=NOW).joined
    client = Client()
    assert client.get(reverse("portal:applicant-questions", args=[started.key])).status_code == 404
    assert "/questions/" not in client.get(reverse("intake:mine", args=[started.key])).content.decode()


def test_the_personal_page_asks_behind_the_code_only(cast: Cast) -> None:
    now, until = utc_now(), utc_now() + timedelta(days=30)
    with system_scope("test"):
        home = services.link_for(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, until=until, now=now
        )
        token = home.rstrip("/").rpartition("/")[2]
        found = services.find_by_token(token)
    page, client = reverse("portal:person-questions", args=[token]), Client()
    assert client.get(page)["Location"] == reverse("personal_links:home", args=[token])
    client.cookies[link.COOKIE.name] = signing.dumps(
        [str(found.pk), str(cast.candidate_id)], salt=link.COOKIE.salt(token)
    )
    assert page in client.get(reverse("personal_links:home", args=[token])).content.decode()
    assert TEXT in client.post(page, {"text": TEXT}, follow=True).content.decode()
    with system_scope("test"):
        assert Enquiry.objects.get().candidate_id == cast.candidate_id
