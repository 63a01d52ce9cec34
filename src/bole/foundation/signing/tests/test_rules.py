"""Codes and differences."""

from hypothesis import given
from hypothesis import strategies as st

from bole.foundation.signing import rules


@given(st.binary(max_size=300), st.integers(0, 299), st.binary(max_size=5))
def test_a_difference_is_where_it_is(sealed: bytes, at: int, more: bytes) -> None:
    found = sealed[:at] + more + sealed[at + len(more) :]
    told = rules.difference(found, sealed, document=100, sheet=200)
    if found == sealed:
        assert told is None
        return
    assert told is not None
    assert found[: told.at] == sealed[: told.at]
    assert found[told.at : told.at + 1] != sealed[told.at : told.at + 1]
    if told.place == "after":
        assert (told.at, told.appended) == (len(sealed), len(found) - len(sealed))
    else:
        assert told.place == ("document" if told.at < 100 else "sheet" if told.at < 200 else "seal")


def test_a_code_is_read_as_people_type_it() -> None:
    code = rules.new_code()
    assert rules.normalised(rules.printed(code)) == code
    assert rules.normalised(f" {rules.printed(code).lower()} ") == code
    assert rules.normalised("oIl0 oIl0-OIL0 OIL0") == "0110" * 4
    for wrong in ("", code[:-1], code + "A", "U" * 16, "9" * 10_000):
        assert rules.normalised(wrong) == ""
    assert len({rules.new_code() for _ in range(200)}) == 200
