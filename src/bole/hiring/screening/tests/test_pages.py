"""What people see and may do: rules written without script, many decided after confirming, evidence shown."""

from typing import Any

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.models import User
from bole.foundation.ui import panels
from bole.hiring.conftest import NOW, Cast
from bole.hiring.screening import queries
from bole.hiring.screening.models import Choice
from bole.hiring.screening.tests.resumes import BARE, PROGRAMMER, TELLER
from bole.hiring.screening.tests.test_screening import BACHELOR, bring, put, rules, screened

pytestmark = pytest.mark.django_db
HOME = "/console/screening/"


def browser(cast: Cast, who: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def test_rules_are_written_tried_and_put_in_force_on_a_page(cast: Cast) -> None:
    failed = screened(cast, bring(cast, PROGRAMMER, 1))
    hr, page = browser(cast, "hr"), f"{HOME}openings/{cast.requisition_id}/"

    def step(**fields: Any) -> str:
        address = fields.pop("to", "change/")
        return hr.post(page + address, fields, follow=True).content.decode()

    assert "大专及以上学历" in hr.get(page).content.decode()
    step(step="begin")
    for index in (3, 2, 1, 0):
        step(step="remove", index=index)
    step(step="add", need="required", place="own", **{**BACHELOR, "studying_counts": ""})
    joined = step(step="add", kind="major", family="金融类", need="required", place="all:0")
    assert "本科及以上学历，且金融类专业" in joined
    assert "only" not in joined
    assert "理由" in step(
        step="add", kind="school_tier", any_of="p985", justification="好", need="desired", place="own"
    )
    refused = step(step="add", kind="words", any_of="未婚，女", need="desired", place="own")
    assert "任何人不得据此筛选" in refused
    for months in ("x", "1e400", "NaN", "9" * 5000):
        assert "这条规则无效" in step(step="add", kind="gap", months=months, need="desired", place="own")
    step(step="remove", index="9" * 5000)
    assert "其间有人改过草稿" in step(step="remove", index=0, sha256="0" * 64), "a page from before"
    with cast.acting("hr"):
        draft = queries.draft_of(cast.requisition_id)
        assert draft is not None
        assert len(draft.body["rules"]) == 1
    assert "请先试算" in step(to="in-force/", sha256=draft.sha256)
    assert "会影响 1 人" in step(to="preview/")
    assert "已生效" in step(to="in-force/", sha256=draft.sha256)
    screened(cast, failed.application_id, minutes=1)
    shown = hr.get(f"{HOME}?opening={cast.requisition_id}&outcome=reject_proposed").content.decode()
    assert "应聘者1" in shown
    assert "最高学历：大专" in shown
    assert browser(cast, "west_hr").get(page).status_code == 403
    for who in ("interviewer", "auditor"):
        assert browser(cast, who).get(page).status_code == 403
        assert browser(cast, who).get(HOME).status_code == 403


def test_many_are_confirmed_with_a_reason_each(cast: Cast) -> None:
    with cast.acting("hr"):
        put(cast, rules(BACHELOR))
    found = [screened(cast, bring(cast, text, n)) for n, text in enumerate((PROGRAMMER, BARE), start=1)]
    hr = browser(cast, "hr")
    asked = hr.post(f"{HOME}confirm/", {"what": "decline", "result": [str(one.pk) for one in found]})
    page = asked.content.decode()
    assert "不再继续 2 人的应聘？" in page
    assert "感谢您应聘" in page
    done = {"what": "decline", "result": [str(one.pk) for one in found]}
    for one, reason in zip(found, ("requirements_not_met", "others_stronger"), strict=True):
        done |= {f"version-{one.pk}": "1", f"reason-{one.pk}": reason}
    for _click in range(2):
        assert "已处理 2 人" in hr.post(f"{HOME}decide/", done, follow=True).content.decode()
    with cast.acting("hr"):
        assert sorted(Choice.objects.values_list("reason", flat=True)) == [
            "others_stronger",
            "requirements_not_met",
        ]
    assert "请至少选择" in hr.post(f"{HOME}confirm/", {"what": "decline"}, follow=True).content.decode()
    west = browser(cast, "west_hr").post(f"{HOME}decide/", done)
    assert west.status_code == 404
    assert browser(cast, "interviewer").post(f"{HOME}decide/", done).status_code == 403


def test_the_resume_is_shown_with_its_evidence(cast: Cast) -> None:
    found = screened(cast, bring(cast, TELLER))
    page = browser(cast, "hr").get(f"{HOME}results/{found.pk}/").content.decode()
    for words in ("全年差错率为零", "大专及以上学历", "2022-04 至 2022-09"):
        assert words in page
    assert page.count("<mark>") >= 5
    assert browser(cast, "west_hr").get(f"{HOME}results/{found.pk}/").status_code == 403
    with cast.acting("hr"):
        panel = next(one for one in panels.registered() if one.key == "screening")
        assert panel.query(cast.hr, cast.candidate_id) is not None
        shown = panels.shown_to(cast.hr, cast.candidate_id, cast.bank.east.pk)
        assert "screening" in [one.panel.key for one in shown]
    with cast.acting("interviewer"):
        shown = panels.shown_to(cast.interviewer, cast.candidate_id, cast.bank.east.pk)
        assert "screening" not in [one.panel.key for one in shown]


def test_what_is_erased_is_shown_nowhere(cast: Cast) -> None:
    from bole.hiring.screening import holding

    found = screened(cast, bring(cast, TELLER))
    with cast.acting("chief"):
        assert holding.export(cast.candidate_id)["screenings"][0]["details"]["match"]["parts"]
        assert holding.erase(cast.candidate_id, NOW) == 1
    page = browser(cast, "hr").get(f"{HOME}results/{found.pk}/").content.decode()
    assert "差错率" not in page
