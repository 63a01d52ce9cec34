"""The pages HR opens all day ask the database little, whatever the capabilities add to them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.bank import log_in
from tests.support.rail import marks

from bole.cli.seed_bulk import seed_bulk
from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.ui import todo
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import NOW

pytestmark = pytest.mark.django_db

MOST = 15  # with session, person, second factor and the audit line; the rail's further marks come on top
AROUND = ("SELECT set_config", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def test_few_queries_per_page() -> None:
    seed_bulk(120, NOW)
    client = Client()
    log_in(client, User.objects.get(username="heqian"))
    with system_scope("test"):
        report = Report.objects.filter(latest=True).first()
        assert report is not None
    pages = {
        "list": "/console/",
        "by score": "/console/?sort=-score",
        "to do": "/console/todo/",
        "interview": f"/console/interviews/{report.interview_id}/",
        "report": f"/console/reports/{report.pk}/",
    }
    asked = {name: queries(client, path) for name, path in pages.items()}
    most = MOST + marks()
    allowed = {"to do": most + 2 * len(todo._queries)}  # every capability is asked what waits
    over = {name: len(sql) for name, sql in asked.items() if len(sql) > allowed.get(name, most)}
    assert over == {}, asked


def queries(client: Client, path: str) -> list[str]:
    """What a second look at the page asks."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return [query["sql"][:300] for query in seen if not query["sql"].startswith(AROUND)]
