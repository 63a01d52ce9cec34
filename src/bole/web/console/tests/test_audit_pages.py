"""The auditor's pages."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in
from tests.support.database import superuser

from bole.foundation.access.models import User
from bole.hiring.conftest import Cast


def enter(cast: Cast, who: str) -> Client:
    client = Client()
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


@pytest.mark.django_db
def test_lines_with_names_filters_and_trail(cast: Cast) -> None:
    client = enter(cast, "auditor")
    page = client.get(reverse("console:audit")).content.decode()
    assert "登记候选人" in page
    assert "林小禾" not in page  # ids and codes only
    assert "13800001111" not in page
    narrowed = client.get(reverse("console:audit"), {"verb": "hiring.pipeline."}).content.decode()
    assert "进入流程" in narrowed
    assert "登记候选人" not in narrowed
    assert "没有符合的记录" in client.get(reverse("console:audit"), {"refused": "on"}).content.decode()
    trail = client.get(
        reverse("console:audit-trail", args=["application", cast.application_id])
    ).content.decode()
    assert "进入流程" in trail
    assert client.get(reverse("console:audit"), {"before": "x", "actor": "y"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["hr", "chief", "interviewer", "it_admin"])
def test_only_auditors(cast: Cast, who: str) -> None:
    client = enter(cast, who)
    assert client.get(reverse("console:audit")).status_code == 403
    assert client.post(reverse("console:audit-verify")).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_changed_line_breaks_the_chain_on_the_page(cast: Cast) -> None:
    client = enter(cast, "auditor")
    whole = client.post(reverse("console:audit-verify")).content.decode()
    assert "完整，未被改动" in whole
    assert "断开" not in whole
    with superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE audit_line SET verb = 'hiring.pipeline.application.hired' WHERE seq = 2")
    assert "断开" in client.post(reverse("console:audit-verify")).content.decode()
