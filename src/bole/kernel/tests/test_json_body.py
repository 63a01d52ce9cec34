"""JSON from outside: whatever it holds, it can be stored afterwards or is refused."""

import pytest

from bole.kernel.errors import InvalidError
from bole.kernel.json_body import object_in


def test_half_a_sign_becomes_a_question_mark_and_whole_signs_stay():
    raw = '{"name": "李\\ud83d雷", "\\ud800": ["\\ud83d\\ude00", {"a": "\\udc00"}]}'
    assert object_in(raw) == {"name": "李?雷", "?": ["😀", {"a": "?"}]}


@pytest.mark.parametrize("raw", ["", "[]", "nothing", b"\xff", "[" * 20_000, '"text"'])
def test_anything_but_an_object_is_refused(raw):
    with pytest.raises(InvalidError) as error:
        object_in(raw)
    assert error.value.code == "bad_json"
