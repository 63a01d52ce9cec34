"""Head office starts a run with another rubric, follows it, and reads what it would change."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import services
from bole.hiring.assessment.models import Rescoring
from bole.hiring.calibration.rescoring_views import bins
from bole.hiring.conftest import NOW, Cast
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
PAGE, KEY = "/console/calibration/rescoring/", "teller-complaint"
RUBRIC = Path(__file__).resolve().parents[5] / "library" / "questions" / f"{KEY}.toml"


def upload(text: str = "") -> dict[str, Any]:
    content = (text or RUBRIC.read_text(encoding="utf-8")).encode()
    return {"question": KEY, "rubric": SimpleUploadedFile("new.toml", content)}


def test_start_follow_and_read(cast: Cast, report: Any) -> None:
    client = enter(cast, "chief")
    assert client.get(PAGE).status_code == 200
    answer = client.post(PAGE, upload())
    with system_scope("test"):
        run = Rescoring.objects.get()
    assert answer["Location"] == f"{PAGE}{run.pk}/"
    assert "hx-trigger" in client.get(answer["Location"]).content.decode()
    assert client.get(f"{PAGE}{run.pk}/report/").status_code == 404  # not finished
    with system_scope("test"):
        while services.rescore_batch(run_id=run.pk, now=NOW):
            pass
    page = client.get(answer["Location"]).content.decode()
    assert "cal-hist" in page
    assert "hx-trigger" not in page
    told = client.get(f"{PAGE}{run.pk}/report/").json()
    assert (told["format"], told["answers"]["n"]) == ("bole.rescore/1", 1)


@pytest.mark.parametrize("text", ["key = ", 'key = "other"\n'])
def test_what_is_no_rubric_starts_nothing(cast: Cast, text: str) -> None:
    client = enter(cast, "chief")
    assert client.post(PAGE, upload(text)).status_code == 302
    assert client.post(PAGE, {"question": KEY}).status_code == 302
    with system_scope("test"):
        assert not Rescoring.objects.exists()


@pytest.mark.parametrize("who", ["hr", "west_hr", "interviewer", "auditor", "it_admin"])
def test_head_office_only(cast: Cast, who: str) -> None:
    client = enter(cast, who)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, upload()).status_code == 403
    with system_scope("test"):
        assert not Rescoring.objects.exists()


def test_every_change_falls_into_one_bin() -> None:
    changes = [-90.0, -45.1, -5.0, -4.9, 0.0, 5.0, 5.1, 44.0, 77.0]
    found = bins(changes)
    assert sum(one.count for one in found) == len(changes)
    assert next(one for one in found if one.zero).count == 3
