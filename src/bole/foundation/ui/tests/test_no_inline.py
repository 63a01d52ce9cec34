"""The content policy allows no inline script or style; a template that tries is found here first."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.S),
    "style element": re.compile(r"<style[\s>]"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.S),
    "javascript address": re.compile(r"javascript:"),
    "htmx evaluation": re.compile(r"hx-on|hx-vals=['\"]js:|hx-headers=['\"]js:|hx-trigger=['\"][^'\"]*\["),
    "raw html by Alpine": re.compile(r"x-html"),
    "left and right": re.compile(r'class="[^"]*\b(?:[mp][lr]-|text-left|text-right|float-)'),
}


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_template_is_clean(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found
