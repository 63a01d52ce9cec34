"""Feedback is tested on the hiring cast; here openings never advance by themselves unless a test says so."""

from typing import Any

import pytest

from bole.hiring.conftest import Cast


@pytest.fixture
def undecided(cast: Cast) -> None:
    """No rule of the opening moves anybody."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.requisitions.models import Requisition

    with system_scope("test"):
        Requisition.objects.update(auto_advance=False)


@pytest.fixture
def feedback(undecided: None, report: Any) -> Any:
    """Drafted, with its clocks, not sent."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.conftest import NOW
    from bole.hiring.feedback import services

    with system_scope("test"):
        return services.prepare(interview_id=report.interview_id, now=NOW)
