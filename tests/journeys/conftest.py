"""One running bank and one real headless Chromium for all journeys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.journeys import media, product

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SHOTS = Path(os.environ.get("BOLE_SCREENSHOTS") or product.ROOT / "var" / "screenshots")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[product.Product]:
    """The demo bank before anybody was interviewed."""
    yield from _bank(tmp_path_factory, "--without-interviews")


@pytest.fixture(scope="session")
def future(tmp_path_factory: pytest.TempPathFactory) -> Iterator[product.Product]:
    """A bank whose clock is moved on and on, for journeys that take weeks; the others live today."""
    yield from _bank(tmp_path_factory, "--without-interviews")


@pytest.fixture(scope="session")
def busy_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[product.Product]:
    """The demo bank with its two interviews done by the real models."""
    yield from _bank(tmp_path_factory)


def _bank(tmp_path_factory: pytest.TempPathFactory, *words: str) -> Iterator[product.Product]:
    note = os.environ.get("BOLE_JOURNEYS_NOTE")
    running = product.attach(Path(note)) if note else product.start(tmp_path_factory.mktemp("bank"), *words)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's chromium with a fake camera that plays one of the demo's clips."""
    picture, sound = media.fake_camera(tmp_path_factory.mktemp("camera"))
    program = shutil.which("chromium")
    assert program, "chromium is missing: make setup-test"
    opened = playwright.chromium.launch(executable_path=program, args=[
        "--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={picture}", f"--use-file-for-fake-audio-capture={sound}",
        "--autoplay-policy=no-user-gesture-required",
    ])  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def phone(browser: Browser, bank: product.Product) -> Iterator[BrowserContext]:
    """A candidate's phone."""
    yield from _context(browser, bank, viewport=PHONE, has_touch=True, locale="zh-CN")


@pytest.fixture
def desk(browser: Browser, bank: product.Product) -> Iterator[BrowserContext]:
    """A recruiter's screen."""
    yield from _context(browser, bank, viewport=DESK, locale="zh-CN")


def _context(browser: Browser, bank: product.Product, **options: object) -> Iterator[BrowserContext]:
    """A fresh browser session in which any policy violation or script error fails the test."""
    context = browser.new_context(base_url=bank.url, permissions=["camera", "microphone"], **options)
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(f"script: {fault.error}"))
    context.on("console", lambda line: faults.append(line.text) if is_violation(line.text) else None)
    yield context
    context.close()
    assert faults == []


def is_violation(text: str) -> bool:
    """Whether a console line tells of a broken content policy."""
    return "Content Security Policy" in text or "TrustedHTML" in text or "Trusted Type" in text
