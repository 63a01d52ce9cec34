"""Details of an audit line as read: names and values, ids cut, nothing lost that is no object."""

import pytest

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
