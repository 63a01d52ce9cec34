"""The part endpoint over HTTP, asked by people who mean no good."""

import hashlib
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from bole.foundation.access.actors import system_scope
from bole.foundation.files.models import Upload, UploadPart
from bole.hiring.conftest import WEBM, Taking
from bole.hiring.interviews import link
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
BODY = WEBM + b"words"
MIB = 1024 * 1024


class Browser:
    """A candidate's browser after the code, with one open upload."""

    def __init__(self, taking: Taking) -> None:
        self.token = taking.invited.token
        self.client = Client()
        ids = [str(taking.id), str(taking.invited.interview.candidate_id)]
        self.client.cookies[link.COOKIE] = signing.dumps(ids, salt=link.CANDIDATE.salt(self.token))
        taking.agree()
        taking.begin("teller-complaint")
        self.recording = taking.start("teller-complaint")
        self.upload_id = self.recording.upload_id

    def put(self, index: object = 0, body: bytes = BODY, *, upload: object = None, **headers: str) -> Any:
        digest = hashlib.sha256(body).hexdigest()
        address = f"/i/{self.token}/api/uploads/{upload or self.upload_id}/parts/{index}/"
        given = {"X-Part-SHA256": digest} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.put(address, body, content_type="application/octet-stream", headers=given)

    def received(self) -> list[int]:
        answer = self.client.get(f"/i/{self.token}/api/uploads/{self.upload_id}/")
        found: list[int] = answer.json()["received"]
        return found


@pytest.fixture
def browser(taking: Taking) -> Browser:
    return Browser(taking)


def test_an_honest_part_is_taken_twice_without_harm(browser: Browser) -> None:
    assert browser.put().json() == {"index": 0, "size": len(BODY), "duplicate": False}
    assert browser.put().json() == {"index": 0, "size": len(BODY), "duplicate": True}
    assert browser.received() == [0]


@pytest.mark.parametrize("index", [10**9, 10_000, 2**31, 2**63, 2**64])
def test_an_index_out_of_bounds(browser: Browser, index: int) -> None:
    answer = browser.put(index)
    assert (answer.status_code, answer.json()["code"]) == (422, "part_index")
    assert browser.received() == []


@pytest.mark.parametrize("index", ["-1", "x", "0x1", "1.0", "..", "%2e%2e", "0/../1", "٣"])
def test_an_index_that_is_no_number(browser: Browser, index: str) -> None:
    assert browser.put(index).status_code == 404


@pytest.mark.parametrize(
    "upload",
    [
        "../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "x" * 400,
        "6f1e3d52-1111-4222-8333-944455566677%2f..",
        "*",
    ],
)
def test_an_upload_id_that_is_a_path(browser: Browser, upload: str) -> None:
    assert browser.put(upload=upload).status_code == 404


def test_an_unknown_upload(browser: Browser) -> None:
    assert browser.put(upload=new_id()).status_code == 404


@pytest.mark.parametrize("digest", ["", "0" * 64, "z" * 64, "0" * 5000])
def test_a_wrong_hash(browser: Browser, digest: str) -> None:
    answer = browser.put(X_Part_SHA256=digest)
    assert (answer.status_code, answer.json()["code"]) == (422, "part_hash")
    assert browser.received() == []


@pytest.mark.parametrize("size", [2 * MIB + 1, 10 * MIB])
def test_junk_of_ten_megabytes(browser: Browser, size: int) -> None:
    answer = browser.put(body=os.urandom(size))
    assert answer.status_code in {413, 422}
    assert browser.received() == []


def test_an_empty_part(browser: Browser) -> None:
    assert browser.put(body=b"").status_code == 422


def test_another_content_for_a_known_index(browser: Browser) -> None:
    browser.put()
    answer = browser.put(body=WEBM + b"other")
    assert (answer.status_code, answer.json()["code"]) == (409, "part_differs")


def test_more_than_the_upload_may_hold(browser: Browser) -> None:
    with system_scope("test"):
        Upload.objects.filter(pk=browser.upload_id).update(max_bytes=len(BODY) + 10)
    assert browser.put(0).status_code == 200
    answer = browser.put(1)
    assert answer.status_code in {413, 422}
    assert answer.json()["code"] == "upload_too_large"


def test_without_the_code_nothing_is_taken(browser: Browser) -> None:
    browser.client.cookies.clear()
    assert browser.put().status_code == 401
    with system_scope("test"):
        assert not UploadPart.objects.exists()


def test_a_pass_of_another_link_is_none(browser: Browser) -> None:
    browser.client.cookies[link.COOKIE] = signing.dumps(
        [str(new_id()), str(new_id())], salt=link.CANDIDATE.salt("another-token")
    )
    assert browser.put().status_code == 401


def test_another_candidates_upload_does_not_exist(browser: Browser) -> None:
    stranger = [str(new_id()), str(new_id())]
    browser.client.cookies[link.COOKIE] = signing.dumps(stranger, salt=link.CANDIDATE.salt(browser.token))
    assert browser.put().status_code == 404
    answer = browser.client.get(f"/i/{browser.token}/api/uploads/{browser.upload_id}/")
    assert answer.status_code == 404
    with system_scope("test"):
        assert not UploadPart.objects.exists()


@pytest.mark.parametrize("method", ["get", "post", "delete", "patch"])
def test_only_put(browser: Browser, method: str) -> None:
    call: Callable[[str], Any] = getattr(browser.client, method)
    assert call(f"/i/{browser.token}/api/uploads/{browser.upload_id}/parts/0/").status_code == 405
