"""A real signature: its task, a worker that dies in the middle, and exactly one record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.access.actors import system_scope
from bole.foundation.workdays import bank_time
from bole.hiring.conftest import NOW, Cast
from bole.hiring.offers.tests import cast as acting
from bole.hiring.pipeline import queries as pipeline
from bole.workforce.employees.models import Employee, FileEntry
from bole.workforce.onboarding import services, tasks
from bole.workforce.onboarding.models import Onboarding, Task
from bole.workforce.onboarding.services import beginning


class KilledError(RuntimeError):
    """The worker is gone."""


@pytest.mark.django_db
@pytest.mark.usefixtures("soon")
def test_a_worker_killed_between_signature_and_record_leaves_exactly_one(
    cast: Cast, sealer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = acting.sent(cast, NOW)
    acting.sign(cast, offer, NOW + timedelta(hours=2))
    (arguments,) = ProcrastinateJob.objects.filter(task_name=services.BEGIN).values_list("args", flat=True)
    assert arguments["application_id"] == str(cast.application_id)

    def killed(*_given: Any) -> None:
        raise KilledError

    with monkeypatch.context() as dying, system_scope("test"), pytest.raises(KilledError):
        dying.setattr(beginning.clocks, "set_all", killed)  # record and checklist are written by then
        with transaction.atomic():
            tasks.begin(cast.application_id)
    with system_scope("test"):
        assert (Employee.objects.count(), Onboarding.objects.count()) == (0, 0)
        for _again in range(2):
            tasks.begin(cast.application_id)
        (employee,), (onboarding,) = Employee.objects.all(), Onboarding.objects.all()
        assert employee.offer_id == offer.pk
        assert employee.state == "joining"
        assert (employee.contract_months, employee.probation_months) == (36, 3)
        assert onboarding.signed_at == NOW + timedelta(hours=2)
        assert Task.objects.filter(key="teller_stamp").count() == 1
        terms = FileEntry.objects.get(field="terms").value
        assert terms["pay"]
    with cast.acting("hr"):
        services.join(
            onboarding_id=onboarding.pk,
            on=employee.starts_on,
            expected_version=1,
            anyway=True,
            now=bank_time.moment(employee.starts_on, 10),
        )
        line = pipeline.path_line(pipeline.get(cast.application_id), "zh")
    assert line.endswith("offer 签署完成 → 已入职")
