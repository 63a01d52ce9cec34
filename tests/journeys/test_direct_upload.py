"""A bank with S3-compatible storage: the browser's parts go straight to the store, past the web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from moto.server import ThreadedMotoServer
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.journeys import conftest, people, product

BUCKET = "bole-journey"
REGION, KEY = "us-east-1", "journey"
WEBM = b"\x1a\x45\xdf\xa3"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """An object store of another origin."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def store(address: str) -> Any:
    return boto3.client(
        "s3", endpoint_url=address, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=KEY
    )


@pytest.fixture(scope="module")
def bank(address: str, store: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[product.Product]:
    """The demo bank on that store, whose bucket takes PUT from the portal's origin and no other."""
    port = product.free_port()
    store.create_bucket(Bucket=BUCKET)
    rule = {
        "AllowedOrigins": [f"http://127.0.0.1:{port}"],
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": ["*"],
    }
    store.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [rule]})
    settings = {
        "BOLE_S3_BUCKET": BUCKET, "BOLE_S3_ENDPOINT": address, "BOLE_S3_PUBLIC_ORIGIN": address,
        "BOLE_S3_REGION": REGION, "BOLE_S3_ACCESS_KEY": KEY,
        "BOLE_S3_SECRET_KEY": KEY,
    }  # fmt: skip
    var = tmp_path_factory.mktemp("bank-on-s3")
    running = product.start(var, "--without-interviews", port=port, settings=settings)
    yield running
    running.stop()


@pytest.fixture
def phone(browser: Browser, bank: product.Product) -> Iterator[BrowserContext]:
    yield from conftest._context(browser, bank, viewport=conftest.PHONE, has_touch=True, locale="zh-CN")


def keys(store: Any) -> list[str]:
    return [entry["Key"] for entry in store.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def puts(page: Page) -> list[Request]:
    """PUT requests of the page from now on, to be looked at later."""
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request) if request.method == "PUT" else None)
    return seen


@pytest.mark.long
def test_parts_go_to_the_bucket_and_end_encrypted(
    phone: BrowserContext, bank: product.Product, store: Any, address: str
) -> None:
    invitation = bank.ask("invite", "teller")
    page = people.enter(phone, bank, invitation)
    sent = puts(page)
    people.decide(page)
    people.to_first_question(page)
    people.start_answer(page)
    people.settle(6)
    people.stop_answer(page)
    page.wait_for_url(re.compile("/q/2/"), timeout=90_000)

    assert sent
    for request in sent:
        assert request.url.startswith(f"{address}/{BUCKET}/quarantine/"), "a part went through the web server"
        assert {"partNumber", "uploadId", "X-Amz-Signature"} <= parse_qs(urlsplit(request.url).query).keys()
        assert (request.response() or pytest.fail("no answer")).status == 200
    (stored,) = keys(store)
    assert stored.startswith("files/"), "the quarantine is emptied once the recording is kept"
    assert not store.list_multipart_uploads(Bucket=BUCKET).get("Uploads")
    kept = store.get_object(Bucket=BUCKET, Key=stored)["Body"].read()
    assert not kept.startswith(WEBM)
    assert b"OpusHead" not in kept, "the recording lies readable in the bucket"
    (first,) = (one for one in bank.ask("answers", invitation["interview"]) if one["decoded"])
    assert abs(sum(first["decoded"]) - sum(first["declared"])) <= 0.3, first
    assert sum(first["decoded"]) >= 5.0
    assert sum(int(request.sizes()["requestBodySize"]) for request in sent) <= len(kept)
