from datetime import timedelta

import pytest
from django.db import connection

from bole.foundation.access.actors import ANONYMOUS, acting_as, system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.conftest import NOW, Invited
from bole.hiring.interviews import services
from bole.hiring.personal_links.models import OneTimeCode
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def code_sent(invited: Invited, now: object = NOW) -> str:
    with invited.candidate():
        sent = services.send_code(interview_id=invited.id, now=now)  # type: ignore[arg-type]
    assert sent.to == "l***@example.org"
    with system_scope("test"):
        message = OutboxMessage.objects.filter(template="one-time-code").order_by("-queued_at").first()
        assert message is not None
        return str(message.context["code"])


def verify(invited: Invited, code: str, now: object = NOW) -> str:
    try:
        with invited.candidate():
            return services.verify_code(interview_id=invited.id, code=code, now=now).state  # type: ignore[arg-type]
    except ConflictError as error:
        return error.code


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_opens_once(invited: Invited) -> None:
    code = code_sent(invited)
    assert len(code) == 6
    assert verify(invited, f" {code} ") == "opened"
    assert verify(invited, code) == "code_expired"


def test_a_wrong_code_is_counted_and_the_fifth_ends_it(invited: Invited) -> None:
    code = code_sent(invited)
    assert [verify(invited, other(code)) for _ in range(5)] == ["code_wrong"] * 5
    assert verify(invited, code) == "code_used_up"
    with system_scope("test"):
        assert OneTimeCode.objects.get().tries == 5


def test_asking_for_new_codes_gives_no_more_guesses(invited: Invited) -> None:
    """An attack over a whole night: five codes an hour, five tries each, stopped by the day's limit."""
    said = []
    for hour in range(8):
        for fifth in range(5):
            now = NOW + timedelta(hours=hour, minutes=2 * fifth)
            code = code_sent(invited, now)
            said += [verify(invited, other(code), now) for _ in range(5)]
    assert said.count("code_wrong") == 25
    assert set(said[25:]) == {"too_many_attempts"}
    assert verify(invited, code, now) == "too_many_attempts"
    later = NOW + timedelta(days=1, minutes=30)
    assert verify(invited, code_sent(invited, later), later) == "opened"


def test_a_code_dies_after_ten_minutes(invited: Invited) -> None:
    code = code_sent(invited)
    assert verify(invited, code, NOW + 10 * MINUTE) == "code_expired"


def test_a_newer_code_voids_the_older_one(invited: Invited) -> None:
    first, second = code_sent(invited), code_sent(invited, NOW + MINUTE)
    if first != second:
        assert verify(invited, first, NOW + MINUTE) == "code_wrong"
    assert verify(invited, second, NOW + MINUTE) == "opened"


def test_sending_is_throttled(invited: Invited) -> None:
    code_sent(invited)
    with invited.candidate(), pytest.raises(ConflictError) as caught:
        services.send_code(interview_id=invited.id, now=NOW + timedelta(seconds=30))
    assert caught.value.code == "code_throttled"


def test_without_a_code_nothing_opens(invited: Invited) -> None:
    assert verify(invited, "000000") == "code_expired"


def test_the_table_holds_no_code(invited: Invited) -> None:
    code = code_sent(invited)
    with system_scope("test"), connection.cursor() as cursor:
        cursor.execute("SELECT code_hash FROM personal_links_onetimecode")
        assert code not in cursor.fetchone()[0]


def test_only_the_candidate_asks_for_a_code(invited: Invited) -> None:
    with invited.cast.acting("hr"), pytest.raises(DeniedError):
        services.send_code(interview_id=invited.id, now=NOW)
    with acting_as(ANONYMOUS), pytest.raises(NotFoundError):
        services.send_code(interview_id=invited.id, now=NOW)
