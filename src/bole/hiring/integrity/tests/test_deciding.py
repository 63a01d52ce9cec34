"""A person decides, with a reason, inside his own branch; the trail says so; nothing else happens."""

import pytest

from bole.foundation.access import actors
from bole.foundation.audit import queries as audit
from bole.hiring.conftest import NOW, STRONG, Cast
from bole.hiring.integrity import queries, services
from bole.hiring.integrity.tests.conftest import Writer
from bole.hiring.interviews.noticing import Note
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
WHY = "她当时接了一个医院打来的电话。"


@pytest.fixture
def finding(east: Writer) -> object:
    east.writes(STRONG, 0, Note("hidden", 1.0, 60.0))
    return east.findings()[0]


def test_hr_of_the_branch_decides_and_settles(east: Writer, finding: object, cast: Cast) -> None:
    pk = finding.pk  # type: ignore[attr-defined]
    for who, error in (("west_hr", NotFoundError), ("interviewer", DeniedError), ("auditor", DeniedError)):
        with cast.acting(who), pytest.raises(error):
            services.decide(finding_id=pk, choice="no_issue", reason=WHY, now=NOW)
    with east.taking.invited.candidate(), pytest.raises(BoleError):
        services.decide(finding_id=pk, choice="no_issue", reason=WHY, now=NOW)
    with cast.acting("hr"):
        for choice, reason in (("guilty", WHY), ("probe", "短"), ("probe", "x" * 1001)):
            with pytest.raises(InvalidError):
                services.decide(finding_id=pk, choice=choice, reason=reason, now=NOW)
        row = services.decide(finding_id=pk, choice="probe", reason=WHY, now=NOW)
        assert row.seen == {"times": 1.0, "seconds": 60.0}
        assert [f.pk for f in queries.open_for(actors.current())] == [pk]
        services.settle_decision(decision_id=row.pk, outcome="问过了，她能说清楚自己的做法。", now=NOW)
        assert queries.open_for(actors.current()) == []
        with pytest.raises(ConflictError):
            services.settle_decision(decision_id=row.pk, outcome="再写一次再写一次。", now=NOW)
        verbs = [line.verb for line in audit.trail(("integrity_finding", pk))]
    assert sorted(verbs) == ["hiring.integrity.finding.decided", "hiring.integrity.finding.settled"]


def test_a_decided_finding_stays_as_it_was_seen(east: Writer, finding: object, cast: Cast) -> None:
    pk = finding.pk  # type: ignore[attr-defined]
    with cast.acting("hr"):
        services.decide(finding_id=pk, choice="no_issue", reason=WHY, now=NOW)
    assert east.look() == 1
    assert [f.pk for f in east.findings()] == [pk]


def test_the_machine_decides_nothing(finding: object) -> None:
    from bole.foundation.access.actors import system_scope

    with system_scope("test"), pytest.raises(InvalidError):
        services.decide(finding_id=finding.pk, choice="live", reason=WHY, now=NOW)  # type: ignore[attr-defined]
