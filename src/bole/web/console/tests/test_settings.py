"""Whether candidates see figures is head office's decision, written down, and followed at once."""

from typing import Any

import pytest
from django.utils import translation

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.audit import queries as audit
from bole.hiring.assessment import queries
from bole.hiring.assessment.models import ResultRule
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.interviews import queries as interview_queries
from bole.hiring.interviews import services as interviews
from bole.web.console.tests.people import enter
from bole.web.portal import presenting

pytestmark = pytest.mark.django_db
PAGE = "/console/settings/result/"


def seen(report: Any) -> dict[str, Any]:
    """What the candidate's result page is given."""
    with system_scope("test"):
        interviews.send_feedback(interview_id=report.interview_id, now=NOW)
        interview = interview_queries.get(report.interview_id)
    with acting_as(interview_queries.candidate_actor(interview)), translation.override("zh-hans"):
        return presenting.page(queries.candidate_result(report.interview_id))


def test_everything_is_shown_as_long_as_nobody_decided(answered: Answered, report: Any) -> None:
    page = seen(report)
    assert page["total"] == float(report.total)
    assert page["pass_mark"] is not None
    assert all(row["score"] is not None for row in page["measures"])
    assert answered.taking.id == report.interview_id


def test_hidden_figures_leave_words_sentences_and_reasons(report: Any, cast: Cast) -> None:
    before = seen(report)
    enter(cast, "chief").post(PAGE, {"process": "bank-standard"})
    page = seen(report)
    assert (page["total"], page["pass_mark"], page["percentile"], page["human"]) == (None, None, None, [])
    for row, known in zip(page["measures"], before["measures"], strict=True):
        assert (row["score"], row["band"], row["level"]) == (None, None, None)
        assert (row["word"], row["quotes"]) == (known["word"], known["quotes"])


def test_the_pass_mark_alone_can_be_hidden(report: Any, cast: Cast) -> None:
    enter(cast, "chief").post(PAGE, {"process": "bank-standard", "show_score": "on"})
    page = seen(report)
    assert (page["total"], page["pass_mark"]) == (float(report.total), None)


def test_a_decision_leaves_one_line_in_the_audit(cast: Cast) -> None:
    client = enter(cast, "chief")
    for _ in range(2):  # a double click
        page = client.post(PAGE, {"process": "bank-standard", "show_score": "on"}, follow=True)
    assert cast.chief.label in page.content.decode()
    with system_scope("test"):
        rule = ResultRule.objects.get()
        lines = list(audit.trail(("result_rule", rule.pk)))
    assert [(line.verb, line.actor_id) for line in lines] == [
        ("hiring.assessment.result.changed", cast.chief.id)
    ]


@pytest.mark.parametrize("who", ["hr", "west_hr", "interviewer", "auditor", "it_admin"])
def test_only_head_office_decides(cast: Cast, who: str) -> None:
    client = enter(cast, who)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"process": "bank-standard"}).status_code == 403
    with system_scope("test"):
        assert not ResultRule.objects.exists()


def test_a_process_nobody_knows_is_refused(cast: Cast) -> None:
    assert enter(cast, "chief").post(PAGE, {"process": "no-such-process"}).status_code == 404
