import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bole.cli import seed
from bole.cli.seed_bulk import seed_bulk
from bole.foundation.access.actors import acting_as
from bole.hiring.assessment import queries as assessment
from bole.hiring.conftest import NOW
from bole.hiring.interviews import queries as interviews

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_many_interviews_are_listed_and_read_in_few_queries() -> None:
    assert seed_bulk(600, NOW) == 600
    with acting_as(seed.actor_named("heqian")) as chief, CaptureQueriesContext(connection) as seen:
        page = interviews.interviews_for(chief)
        totals = assessment.latest_for_interviews(chief, [row.pk for row in page.rows])
        names = [row.candidate.name for row in page.rows]
    assert len(page.rows) == len(totals) == len(names) == 50
    assert len(seen) <= 10
    one = totals[page.rows[0].pk]["report_id"]
    with acting_as(chief), CaptureQueriesContext(connection) as seen:
        report = assessment.report_for(chief, one)
        rank = assessment.percentile(report.report)
    assert rank is not None
    assert rank.n == 400  # one of the three branches weighs otherwise: its people are a group of their own
    assert len(seen) <= 10
    with acting_as(seed.actor_named("luming")) as branch:
        assert sum(interviews.counts(branch).values()) == 200
