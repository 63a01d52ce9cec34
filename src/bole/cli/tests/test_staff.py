"""`bole staff` in this process: what an account may do changes, and the audit says so."""

import pytest
from tests.support.bank import Bank

from bole.cli import staff
from bole.foundation.access import services
from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.kernel.errors import NotFoundError


@pytest.mark.django_db
def test_a_role_comes_and_goes(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.cli.installation.set_up_django", lambda: None)
    with system_scope("test"):
        user = services.create_user(
            username="chenlin", display_name="陈琳", password="long enough and odd", unit=bank.east
        )
    role = ["role", "chenlin", "--role", "auditor", "--unit", bank.east.code]
    staff.run(role)
    staff.run(role)  # twice is once
    assert list(user.assignments.values_list("role", "unit_id")) == [("auditor", bank.east.pk)]
    staff.run([*role, "--away"])
    assert not user.assignments.exists()
    with pytest.raises(NotFoundError):
        staff.run([*role, "--away"])
    with system_scope("test"):
        verbs = AuditLine.objects.filter(verb__startswith="access.role").order_by("id")
        assert list(verbs.values_list("verb", flat=True)) == ["access.role.assigned", "access.role.revoked"]
