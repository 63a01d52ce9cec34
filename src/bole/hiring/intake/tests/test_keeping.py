"""How long files stay: the dry list changes nothing, consent begins the time anew, only who is due goes."""

from datetime import timedelta

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import queries, services
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import DeniedError, NotFoundError

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=731)


def erase(cast: Cast, who: str = "chief") -> int:
    with cast.acting(who):
        return services.erase_due(candidate_ids=[cast.candidate_id], now=LATER)


def listed(cast: Cast, who: str = "chief") -> list[tuple[object, bool]]:
    with cast.acting(who):
        return [(one.candidate.pk, one.due) for one in queries.endings(getattr(cast, who), LATER)]


def test_who_still_has_an_open_application_is_listed_but_not_due(cast: Cast) -> None:
    assert listed(cast) == [(cast.candidate_id, False)]
    assert erase(cast) == 0
    with system_scope("test"):
        pipeline.withdraw(application_id=cast.application_id, now=NOW)
    assert listed(cast) == [(cast.candidate_id, True)]
    with system_scope("test"):
        assert Candidate.objects.get().erased_at is None  # a list is only a list
    assert erase(cast) == 1
    assert erase(cast) == 0
    assert listed(cast) == []


def test_a_person_is_asked_once_and_yes_begins_the_time_anew(cast: Cast) -> None:
    with system_scope("test"):
        pipeline.withdraw(application_id=cast.application_id, now=NOW)
    with cast.acting("chief"):
        assert services.ask_again(candidate_id=cast.candidate_id, now=LATER)
        assert not services.ask_again(candidate_id=cast.candidate_id, now=LATER + timedelta(hours=1))
    with system_scope("test"):
        link = str(OutboxMessage.objects.get(template="consent-renewal").context["link"])
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert services.renew(token=token, language="zh", now=LATER) == LATER + timedelta(days=730)
    assert listed(cast) == []
    assert erase(cast) == 0
    with pytest.raises(NotFoundError):
        services.renew(token=token[:-2] + "xx", language="zh", now=LATER)


@pytest.mark.parametrize("who", ["hr", "west_hr", "interviewer", "auditor", "it_admin"])
def test_only_head_office_erases_and_asks(cast: Cast, who: str) -> None:
    assert listed(cast, who) == []
    with pytest.raises((DeniedError, NotFoundError)):
        erase(cast, who)
    with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
        services.ask_again(candidate_id=cast.candidate_id, now=LATER)
