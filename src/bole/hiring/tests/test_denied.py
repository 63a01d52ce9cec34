"""Over HTTP: another branch is told no, a stranger nothing; both leave a line."""

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import Answered
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def addresses(report: Report) -> list[str]:
    return [
        f"/console/reports/{report.pk}/",
        f"/console/reports/{report.pk}/pdf/",
        f"/console/interviews/{report.interview_id}/",
    ]


def as_user(username: str) -> Client:
    client = Client()
    log_in(client, User.objects.get(username=username))
    return client


def refusals() -> int:
    with system_scope("test"):
        return AuditLine.objects.filter(verb="access.request.denied").count()


@pytest.mark.parametrize("who", ["branch_hr-W", "it_admin-HO", "auditor-HO"])
def test_a_bank_user_without_the_right_gets_403_and_a_line(
    answered: Answered, report: Report, who: str
) -> None:
    client = as_user(who)
    for number, address in enumerate(addresses(report), start=1):
        assert client.get(address).status_code == 403, address
        assert refusals() == number


def test_the_branch_itself_reads(answered: Answered, report: Report) -> None:
    client = as_user("branch_hr-E")
    assert client.get(addresses(report)[0]).status_code == 200
    assert refusals() == 0


def test_what_does_not_exist_is_not_found(answered: Answered, report: Report) -> None:
    assert as_user("branch_hr-W").get(f"/console/reports/{new_id()}/").status_code == 404
    assert refusals() == 0


def test_a_stranger_cannot_tell_what_exists(answered: Answered, report: Report) -> None:
    nothing = Client().get(f"/console/reports/{new_id()}/").status_code
    for address in addresses(report):
        answer = Client().get(address)
        assert answer.status_code == nothing == 404
        assert "林小禾" not in answer.content.decode()
    assert refusals() == len(addresses(report))


def test_a_candidate_does_not_reach_the_console(answered: Answered, report: Report) -> None:
    invitation = answered.taking.invited
    client = Client()
    assert client.get(f"/i/{invitation.token}/").status_code == 200
    assert client.get(addresses(report)[0]).status_code in {302, 404}
