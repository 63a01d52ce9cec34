from datetime import UTC, datetime, timedelta

import pytest

from bole.hiring.personal_links import rules
from bole.kernel.errors import ConflictError

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_codes_are_throttled() -> None:
    minute = timedelta(minutes=1)
    rules.check_send([], NOW)
    with pytest.raises(ConflictError):
        rules.check_send([NOW - timedelta(seconds=59)], NOW)
    rules.check_send([NOW - minute], NOW)
    with pytest.raises(ConflictError):
        rules.check_send([NOW - n * minute for n in range(2, 7)], NOW)
    rules.check_send([NOW - timedelta(hours=1) - n * minute for n in range(9)], NOW)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"expires_at": NOW}, "code_expired"), ({"tries": 5}, "code_used_up"), ({"used": True}, "code_expired")],
)
def test_a_code_is_tried_five_times_within_ten_minutes_once(more: dict[str, object], code: str) -> None:
    fine = {"expires_at": NOW + timedelta(minutes=1), "tries": 4, "used": False, "now": NOW}
    rules.check_code(**fine)  # type: ignore[arg-type]
    with pytest.raises(ConflictError) as caught:
        rules.check_code(**{**fine, **more})  # type: ignore[arg-type]
    assert caught.value.code == code
