import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from bole.foundation.access.actors import system_scope
from bole.foundation.privacy.models import Consent
from bole.foundation.ui import formats
from bole.hiring.conftest import NOW, Cast, Invited, invite
from bole.hiring.interviews import api, link, services, standing, views
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.tests.portal import CODE, Browser
from bole.hiring.personal_links.services import codes

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the cast, and a code that is known."""
    for module in (
        views.arrival,
        views.before,
        views.consenting,
        views.answering,
        views.rights,
        views.shared,
        standing,
        api,
    ):
        monkeypatch.setattr(module, "utc_now", lambda: NOW, raising=False)
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _: int(CODE))


@pytest.fixture
def browser(invited: Invited) -> Browser:
    return Browser(invited)


def text(response: Any) -> str:
    return response.content.decode()


def test_the_link_alone_shows_the_invitation_and_nothing_personal(browser: Browser) -> None:
    page = browser.get()
    assert page.status_code == 200
    assert "综合柜员" in text(page)
    for secret in ("林小禾", "13800001111", "lin@example.org"):
        assert secret not in text(page)


@pytest.mark.parametrize(
    "page", ["consent/", "device/", "practice/", "q/1/", "done/", "rights/erase/", "result/"]
)
def test_without_the_code_every_other_page_leads_back(browser: Browser, page: str) -> None:
    response = browser.get(page)
    assert (response.status_code, response["Location"]) == (302, browser.at())


def test_the_code_opens_and_its_cookie_is_bound(browser: Browser) -> None:
    response = browser.enter()
    assert response["Location"] == browser.at("consent/")
    cookie = response.cookies[link.COOKIE]
    assert cookie["path"] == browser.at()
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert browser.get("consent/").status_code == 200


def test_a_cookie_of_one_link_does_not_open_another(browser: Browser, cast: Cast) -> None:
    cookie = browser.enter().cookies[link.COOKIE].value
    with system_scope("test"):
        Interview.objects.update(state="expired")
    other = Browser(invite(cast))
    other.client.cookies[link.COOKIE] = cookie
    assert other.get("consent/")["Location"] == other.at()
    forged = Browser(browser.invited)
    forged.client.cookies[link.COOKIE] = cookie[:-2] + ("aa" if cookie[-2:] != "aa" else "bb")
    assert forged.get("consent/")["Location"] == forged.at()


def test_a_wrong_code_is_refused_and_runs_out(browser: Browser) -> None:
    browser.post("code/")
    for _ in range(5):
        assert browser.post("verify/", code="000000").status_code == 422
    assert browser.post("verify/", code=CODE).status_code == 422
    assert browser.get("consent/").status_code == 302


def test_a_second_code_at_once_is_throttled(browser: Browser) -> None:
    browser.post("code/")
    assert browser.post("code/").status_code == 429


def test_a_code_works_once_only(browser: Browser) -> None:
    browser.enter()
    forwarded = Browser(browser.invited, Client())
    assert forwarded.post("verify/", code=CODE).status_code == 422
    assert forwarded.get("consent/").status_code == 302


def test_an_unknown_link_says_so_kindly(client: Client) -> None:
    page = client.get("/i/" + "0" * 64 + "/")
    assert page.status_code == 404
    assert "链接" in text(page)


def test_consent_one_purpose_per_screen_nothing_preselected(browser: Browser) -> None:
    browser.enter()
    first, second = browser.get("consent/"), browser.get("consent/", recording="no")
    assert 'name="recording" value="no"' in text(first)
    assert 'name="recording" value="yes"' in text(first)
    assert 'name="analysis"' in text(second)
    assert 'name="face"' not in text(second)
    last = browser.get("consent/", recording="yes", analysis="yes", face="no")
    assert 'method="post"' in text(last)
    with system_scope("test"):
        assert not Consent.objects.exists(), "looking at the screens decides nothing"


@pytest.mark.parametrize(
    ("decisions", "mode", "automated"),
    [
        ({}, "video", True),
        ({"face": "no"}, "audio", True),
        ({"analysis": "no"}, "video", False),
        ({"recording": "no"}, "typed", True),
    ],
)
def test_every_refusal_has_a_way_on(
    browser: Browser, decisions: dict[str, str], mode: str, automated: bool
) -> None:
    browser.enter()
    response = browser.agree(**decisions)
    interview = Interview.objects.filter(pk=browser.invited.id)
    with system_scope("test"):
        assert interview.values_list("mode", "automated").get() == (mode, automated)
    assert response["Location"] == browser.at("q/1/" if mode == "typed" else "device/")


def test_the_words_agreed_to_are_the_words_shown(browser: Browser) -> None:
    from bole.foundation.privacy import wordings

    browser.enter()
    page = text(browser.get("consent/"))
    for line in wordings.wording("recording").texts["zh"]["text"].strip().splitlines():
        assert line in page


def test_the_question_is_not_in_the_page_before_it_is_begun(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    page = text(browser.get("q/1/"))
    assert "排队 40 分钟" not in page
    assert '"prompt": null' in page


def test_each_consent_is_changed_by_itself_at_any_moment(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    browser.call("POST", "answers/teller-complaint/begin/")
    shown = text(browser.get("consent/"))
    for purpose in ("recording", "analysis", "face"):
        assert browser.at(f"consent/{purpose}/") in shown
    asked = text(browser.get("consent/face/"))
    assert 'name="face" value="no"' in asked
    for _tap in range(2):
        assert browser.post("consent/face/", face="no")["Location"] == browser.at("consent/")
    with system_scope("test"):
        assert Interview.objects.get(pk=browser.invited.id).mode == "audio"
    assert 'name="face" value="yes"' in text(browser.get("consent/face/"))


def test_sending_the_first_decisions_again_changes_nothing_later(browser: Browser) -> None:
    browser.enter()
    browser.agree(recording="no")
    browser.post("q/1/", begin="1")
    assert browser.agree().status_code == 200
    with system_scope("test"):
        assert Interview.objects.get(pk=browser.invited.id).mode == "typed"


def test_who_is_not_recorded_may_ask_for_a_talk_at_any_time(browser: Browser) -> None:
    browser.enter()
    browser.agree(recording="no")
    browser.post("q/1/", begin="1")
    assert browser.at("live/") in text(browser.get("consent/"))
    browser.post("live/")
    with system_scope("test"):
        assert Interview.objects.get(pk=browser.invited.id).mode == "live"


def test_a_consent_that_does_not_apply_has_no_page(browser: Browser) -> None:
    browser.enter()
    assert browser.get("consent/face/")["Location"] == browser.at("consent/")
    browser.agree(recording="no")
    assert browser.get("consent/face/").status_code == 404
    assert browser.get("consent/horoscope/").status_code == 404


def test_questions_cannot_be_skipped_by_address(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    assert browser.get("q/2/")["Location"] != browser.at("q/2/")
    assert browser.get("q/9/").status_code == 404


def test_typed_answers_without_script(browser: Browser) -> None:
    browser.enter()
    browser.agree(recording="no")
    before = text(browser.get("q/1/"))
    assert "<textarea" not in before
    browser.post("q/1/", begin="1")
    page = text(browser.get("q/1/"))
    assert "<textarea" in page
    planned, within = (re.search(words, before) for words in (r"约 (\d+) 分钟", r"(\d+) 分钟内都可以交"))
    assert planned
    assert within
    assert f"请在 {formats.when(localtime(NOW + timedelta(minutes=int(within[1]))))} 前交" in page
    assert f"约 {planned[1]} 分钟" in page
    empty = browser.post("q/1/", text="   ")
    assert empty.status_code == 422
    assert 'aria-invalid="true"' in text(empty)
    assert browser.post("q/1/", text="我会先道歉，再给办法。")["Location"] == browser.at("q/2/")


def test_a_question_whose_time_ran_out_leads_on_to_the_next(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.enter()
    browser.agree(recording="no")
    browser.post("q/1/", begin="1")
    later = NOW + timedelta(hours=3)
    for module in (views.answering, views.before, views.shared, standing, api):
        monkeypatch.setattr(module, "utc_now", lambda: later)
    assert browser.get("q/1/")["Location"] == browser.at("q/2/")
    assert browser.get("q/2/").status_code == 200
    assert "时间已过" in text(browser.get("done/"))


def test_english_is_complete(browser: Browser) -> None:
    browser.client.post("/language/", {"language": "en", "next": browser.at()})
    browser.enter()
    browser.agree()
    for page in (
        "",
        "code/",
        "device/",
        "practice/",
        "q/1/",
        "done/",
        "rights/explain/",
        "rights/erase/",
        "unsupported/",
    ):
        visible = re.sub(r"<script.*?</script>|>中文<|伯", "", text(browser.get(page)), flags=re.S)
        assert not CHINESE.search(visible), (page, CHINESE.search(visible))


def test_the_language_switch_goes_only_to_our_own_pages(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert response.cookies["bole_language"].value == "en"


def test_after_the_window_the_link_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.arrival, "utc_now", lambda: NOW + timedelta(days=8))
    page = text(browser.get())
    assert "时间已过" in page
    assert "我的资料和权利" in page


def test_erasing_asks_first_and_takes_the_pass_away(browser: Browser) -> None:
    browser.enter()
    question = browser.get("rights/erase/")
    assert "删除" in text(question)
    response = browser.post("rights/erase/")
    assert response.status_code == 200
    assert response.cookies[link.COOKIE].value == ""
    assert browser.get().status_code == 404


def test_rights_are_asked_for_once(browser: Browser) -> None:
    browser.enter()
    browser.post("rights/human_review/")
    assert "已收到你的请求" in text(browser.get("rights/human_review/"))
    assert browser.get("rights/else/").status_code == 404


def test_once_the_result_is_there_explaining_leads_to_its_reasons(browser: Browser) -> None:
    browser.enter()
    assert browser.post("rights/explain/")["Location"] == browser.at("rights/explain/")
    with system_scope("test"):
        Interview.objects.update(feedback_sent_at=NOW)
    assert browser.post("rights/explain/")["Location"] == browser.at("result/#why")
    page = text(browser.get("rights/explain/"))
    assert "每个分数的依据都写在结果里" in page
    assert "24 小时内书面答复" not in page


def test_a_live_interview_instead(browser: Browser) -> None:
    browser.enter()
    browser.post("live/")
    assert "真人面试" in text(browser.get("done/"))
    assert browser.get("device/")["Location"] == browser.at("done/")


def move(browser: Browser, **fields: Any) -> None:
    with system_scope("test"):
        Interview.objects.filter(pk=browser.invited.id).update(**fields)


@pytest.mark.parametrize("page", ["", "code/", "verify/", "unsupported/"])
def test_every_page_of_a_dead_link_says_what_to_do(client: Client, page: str) -> None:
    response = client.get(f"/i/{'0' * 64}/{page}")
    assert response.status_code == 404
    assert "最新" in text(response)


def test_a_reloaded_code_page_leads_back_to_the_field(browser: Browser) -> None:
    assert browser.get("verify/")["Location"] == browser.at("code/")


def test_a_cancelled_invitation_says_so_and_keeps_the_rights(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    move(browser, state="withdrawn")
    page = text(browser.get())
    assert "已撤回" in page
    assert browser.at("code/") in page
    for address in ("q/1/", "code/"):
        assert browser.post(address)["Location"] == browser.at("done/")
    assert browser.at("rights/erase/") in text(browser.get("done/"))
    assert browser.post("done/").status_code == 200


def test_after_the_window_the_page_says_what_still_counts(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    browser.record("teller-complaint")
    move(browser, opens_at=NOW - timedelta(days=2), closes_at=NOW - timedelta(minutes=1))
    shown = text(browser.get("done/"))
    assert "没有答完" in shown
    assert "data-unsent" in shown
    with system_scope("test"):
        services.close_window(interview_id=browser.invited.id, now=NOW + timedelta(hours=3))
    assert "时间到了" in text(browser.get("done/"))


def test_an_untouched_interview_that_expired_offers_a_new_date(browser: Browser) -> None:
    browser.enter()
    move(browser, state="expired")
    assert "新的时间" in text(browser.get("done/"))


def test_who_has_finished_is_led_on_by_his_own_link(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    move(browser, state="finished")
    assert browser.get()["Location"] in {browser.at("done/"), browser.at("result/")}


def test_who_is_early_is_told_when(browser: Browser) -> None:
    browser.enter()
    browser.agree()
    move(browser, opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=2))
    status, body = browser.call("POST", "answers/teller-complaint/begin/")
    assert (status, body["code"]) == (409, "not_yet_open")
    assert "还没" in body["message"]
