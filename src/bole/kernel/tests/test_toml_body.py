"""Files in TOML: read, or refused in words, whatever is in them."""

import pytest

from bole.kernel.toml_body import UnreadableTomlError, table_in


def test_a_table_is_read() -> None:
    assert table_in('a = 1\n[b]\nc = "字"') == {"a": 1, "b": {"c": "字"}}


@pytest.mark.parametrize(
    "text",
    [
        "a = ",
        "a=" + "[" * 40_000,
        "a=" + "9" * 20_000,
        'a = "\\u0000"',
        '[[a]]\nb = {c = "x\\u0000"}',
        "a=2026-13-45",
    ],
)
def test_what_nobody_can_keep_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTomlError):
        table_in(text)
