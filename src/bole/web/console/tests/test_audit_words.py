"""Details of an audit line as read: names and values, ids cut, nothing lost that is no object."""

import re
from pathlib import Path

import pytest

import bole
from bole.web.console import audit_words

ANSWER = "a44abc8f-fe1f-4d48-9a97-d78144b5e9b2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", []),
        (f'{{"answer":"{ANSWER}","attempt":1}}', [("answer", "a44abc8f…"), ("attempt", "1")]),
        ('{"hash":"' + "0f" * 32 + '"}', [("hash", "0f0f0f0f…")]),
        ('{"codes":[],"match":null,"free":false}', [("codes", "[]"), ("match", "null"), ("free", "false")]),
        ("not JSON", [("", "not JSON")]),
        ("[1, 2]", [("", "[1, 2]")]),
    ],
)
def test_details(text: str, shown: list[tuple[str, str]]) -> None:
    assert audit_words.details(text) == shown


def test_an_unknown_kind_keeps_its_key() -> None:
    assert audit_words.kind("something_new") == "something_new"


def test_every_kind_that_is_written_has_a_word() -> None:
    written = re.compile(r'obj=\(\s*"([a-z_]+)"')
    sources = [path for path in Path(bole.__file__).parent.rglob("*.py") if "tests" not in path.parts]
    kinds = {kind for path in sources for kind in written.findall(path.read_text("utf-8"))}
    assert len(kinds) > 30, "the way audit lines are written has changed"
    assert kinds - set(audit_words.KINDS) == set()
