"""Two at the same moment, on two connections: one guide, one end of a panel."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in
from tests.support.together import together

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.panels import services
from bole.hiring.panels.models import Guide, Panel
from bole.hiring.panels.tests.cast import opened, revealed, to_panel
from bole.hiring.pipeline.models import Transition


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_guide_and_one_end(answered: Answered) -> None:
    """Worker and HR make one guide. The lead advances in one window and declines in the other: one decision
    stands and moves the application once; the other window says that somebody was faster."""
    answered.reported()
    cast = answered.cast
    one_guide(cast)
    panel = revealed(answered, opened(cast))
    with cast.acting("hr"):
        services.agree(
            panel_id=panel.pk, competency="service_orientation", level=4, reason="第二段说得具体", now=NOW
        )
        version = panel.application.version
    lead = User.objects.get(pk=cast.hr.id)
    windows = [Client(), Client()]
    for window in windows:
        log_in(window, lead)

    def click(window: Client, **typed: str) -> Callable[[], Any]:
        form = {"to": "", "reason": "", "version": str(version), **typed}
        return lambda: window.post(reverse("panels:close", args=[panel.pk]), form, follow=True)

    found = together(
        click(windows[0], decision="advance"),
        click(windows[1], decision="decline", reason="competency_below_pass"),
    )
    said = [answer.content.decode() for answer in found]
    won = ["已用您的名字结束复试" in page for page in said]
    assert sorted(won) == [False, True]
    assert sum("没有结束：该申请已被移动" in page for page in said) == 1
    with system_scope("test"):
        closed = Panel.objects.get()
        ended = "advanced" if won[0] else "declined"
        assert (closed.state, closed.decision) == ("closed", ended)
        assert AuditLine.objects.filter(verb="hiring.panels.panel.closed").count() == 1
        assert Transition.objects.filter(version__gt=version).count() == 1


def one_guide(cast: Cast) -> None:
    """Two who build the first guide of an applicant at the same moment make one."""
    to_panel(cast)

    def build() -> Any:
        with system_scope("test"):
            return services.build_guide(application_id=cast.application_id, now=NOW)

    found = together(build, build)
    assert [type(one) for one in found] == [Guide, Guide]
    with system_scope("test"):
        assert Guide.objects.count() == 1
