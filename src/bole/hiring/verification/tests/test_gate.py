"""Nobody moves an application on past open checks by a click; a person ends them with a reason, once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.together import together

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.hiring.conftest import Cast, build_cast
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.hiring.pipeline.models import Transition
from bole.hiring.verification import services
from bole.hiring.verification.models import Step, Verification
from bole.hiring.verification.tests.making import Checked, Sources, opened, sources
from bole.hiring.verification.tests.test_pages import browser
from bole.kernel.errors import ConflictError, InvalidError


@pytest.fixture
def others(settings: Any, tmp_path: Path) -> Iterator[Sources]:
    with sources(settings, tmp_path) as made:
        yield made


def onward(checked: Checked) -> Any:
    """HR clicks «on to the offer» without looking at the checks."""
    application = checked.application()
    with checked.cast.acting("hr"):
        return moves.advance(
            application_id=application.pk,
            to="offer",
            actor=checked.cast.hr,
            reason="decided_by_person",
            expected_version=application.version,
            now=checked.now,
        )


@pytest.mark.django_db
def test_open_checks_hold_the_way_on_until_a_person_ends_them(cast: Cast, others: Sources) -> None:
    others.gateways["degree"].down = True
    checked = opened(cast)
    for waiting in (lambda: None, checked.agree, checked.work):  # no consent, not asked, a source is down
        waiting()
        with pytest.raises(ConflictError) as refused:
            onward(checked)
        assert refused.value.code == "checks_open"
    application, hr = checked.application(), browser(cast, "hr")
    form = {"to": "offer", "version": str(application.version)}
    board = hr.post(f"/console/board/{application.pk}/move/", form)
    assert (board.status_code, "背景调查还没有结束" in board.json()["message"]) == (409, True)
    page = hr.post(f"/console/applications/{application.pk}/advance/", form, follow=True)
    assert "背景调查还没有结束" in page.content.decode()
    with pytest.raises(InvalidError):
        checked.hr(services.accept, verification_id=checked.found.pk, reason="")
    checked.hr(services.accept, verification_id=checked.found.pk, reason="学信网停机三天，候选人已交认证报告")
    assert checked.fresh().state == "accepted"
    assert {"degree stopped", "identity clear"} <= set(checked.states())
    with system_scope("test"):
        assert checked.application().stage == "offer"
        ended = Step.objects.get(verification=checked.found, what="ended_accepted")
        assert ended.user_id == cast.hr.id
        assert pipeline.path_line(checked.application(), "zh").endswith("背景调查有待核实项，已由人确认")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_about_a_risk_one_does(bank: Any, others: Sources) -> None:
    """One accepts, a colleague tells the person: whichever comes first stands, the application moves at most
    once, and nobody is told of something that was accepted."""
    others.gateways["degree"].answering = lambda check: ("not_found", {})
    cast = build_cast(bank)
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    assert found.state == "review"
    second: Any = cast
    second.second = actor_for(bank.user("head_office_hr", bank.head, "second"))
    names = [User.objects.get(pk=getattr(second, who).id).pk for who in ("hr", "chief", "second")]
    assert len(set(names)) == 3

    def act(who: str, what: str, text: str) -> Any:
        client = browser(second, who)
        form = {"what": what, "text": text}
        return lambda: client.post(f"/console/verification/{found.pk}/decide/", form, follow=True)

    answers = together(
        act("hr", "accept", "院校已更名，档案可查"),
        act("chief", "accept", "与学校电话核实过"),
        act("second", "tell", ""),
    )
    said = [one.content.decode() for one in answers]
    assert sum("已接受，申请进入录用阶段" in page for page in said) == 1
    assert sum("已经处理完毕，没有改动" in page for page in said) >= 1  # whoever accepted second is told
    with system_scope("test"):
        settled = Verification.objects.get()
        assert settled.state == "accepted"
        assert Step.objects.filter(what="ended_accepted").count() == 1
        assert Step.objects.filter(what="told").count() <= 1  # only when it came before the acceptance
        assert settled.decided_by_id in names[:2]
        assert (
            Transition.objects.filter(from_stage="background_check")
            .exclude(to_stage="background_check")
            .count()
            == 1
        )
