"""Two who build the first guide of an applicant at the same moment make one."""

import threading
from typing import Any

import pytest
from django.db import connection

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, build_cast
from bole.hiring.panels import services
from bole.hiring.panels.models import Guide
from bole.hiring.panels.tests.cast import to_panel


@pytest.mark.django_db(transaction=True)
def test_worker_and_hr_build_one_guide(bank: Any) -> None:
    cast = build_cast(bank)
    to_panel(cast)
    together, failures = threading.Barrier(2), []

    def build() -> None:
        together.wait(timeout=20)
        try:
            with system_scope("test"):
                services.build_guide(application_id=cast.application_id, now=NOW)
        except Exception as error:  # whatever it is, the test names it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=build) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert failures == []
    with system_scope("test"):
        assert Guide.objects.count() == 1
