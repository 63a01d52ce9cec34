"""A question from the résumé: proposed by rules, dropped or swapped by HR, kept with why it is asked."""

from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates import services as candidate_services
from bole.hiring.candidates.models import Resume
from bole.hiring.conftest import NOW, STRONG, TEAM, Answered, Cast, Taking, invite
from bole.hiring.interviews import queries, services
from bole.hiring.interviews.models import Answer, Interview
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
RESUME = """个人信息
已婚，育有一子，中共党员
工作经历
2024.03-至今 江南连锁超市 店长，带领 6 名店员
2021.07-2023.05 新风商场 服务台客服，处理顾客投诉
项目经历
三百户老客户信息核对项目
"""
STORY = (
    "去年三月有位老先生买的血压仪坏了，在服务台发火。原因是说明书没写清楚充电的方法。我先请他坐下、倒水、道歉，"
    "自己试了三遍找到毛病，当场给他换了一台，又用大字写了操作步骤。结果他写了表扬信，之后同类投诉从每月九起降到两起。"
)


def keep(cast: Cast, text: str = RESUME) -> Resume:
    with cast.acting("hr"):
        return candidate_services.keep_resume(candidate_id=cast.candidate_id, text=text, now=NOW)


def proposals(cast: Cast, who: str = "hr") -> Any:
    with cast.acting(who):
        return queries.personal_proposals(cast.application_id, NOW)


def answers(interview: Interview) -> list[tuple[str, str, int]]:
    with system_scope("test"):
        rows = Answer.objects.filter(interview=interview).order_by("ordinal")
        return [(row.question_key, row.part, row.ordinal) for row in rows]


def test_the_rules_choose_the_first_and_the_core_stays_the_same_for_all(cast: Cast) -> None:
    keep(cast)
    found, most = proposals(cast)
    assert (most, [one.rule for one in found]) == (
        1,
        ["service", "project", "leadership", "job-change", "gap"],  # two employers, nine months between them
    )
    interview = invite(cast).interview
    assert answers(interview) == [
        ("teller-complaint", "core", 1),
        ("teamwork-experience", "core", 2),
        ("personal-1", "personal", 3),
    ]
    assert (interview.personal_by, interview.question_count) == ("rule", 3)
    kept = interview.questions[2]
    assert "新风商场 服务台客服" in kept["prompt"]["zh"]
    assert kept["source"]["rule"] == "service"
    assert kept["source"]["line"]["line_no"] == 5
    assert kept["source"]["reason"]["en"]
    assert kept["rubric"] == "teller-hard-to-please"
    assert [q["key"] for q in interview.guide["questions"]] == ["teller-complaint", "teamwork-experience"]


@pytest.mark.parametrize(("wanted", "rules"), [([], []), (["project-7"], ["project"]), (["made-up"], [])])
def test_hr_drops_or_swaps_before_it_is_sent(cast: Cast, wanted: list[str], rules: list[str]) -> None:
    keep(cast)
    interview = invite(cast, personal=wanted).interview
    assert [q["source"]["rule"] for q in interview.beside] == rules
    assert interview.personal_by == "bank"
    assert interview.question_count == 2 + len(rules)


def test_never_more_than_the_guide_allows(cast: Cast) -> None:
    keep(cast)
    interview = invite(cast, personal=["service-5", "project-7", "leadership-4"]).interview
    assert len(interview.beside) == 1


def test_nothing_protected_reaches_the_interview(cast: Cast) -> None:
    keep(cast, "个人信息\n已婚，客服\n工作经历\n2019.01-2020.01 党支部书记，带领团队\n产假后回到客服岗位")
    interview = invite(cast).interview
    assert interview.beside is None
    assert proposals(cast)[0] == ()


def test_the_snapshot_stays_when_the_resume_changes(cast: Cast) -> None:
    keep(cast)
    interview = invite(cast).interview
    keep(cast, "工作经历\n柜台客服，接待顾客三年多")
    with system_scope("test"):
        assert Interview.objects.get(pk=interview.pk).questions[2] == interview.questions[2]


def test_the_candidate_may_paste_before_the_first_question(cast: Cast) -> None:
    taking = Taking(invite(cast, accommodations={"typed": True}))
    taking.agree()
    with taking.invited.candidate():
        services.add_resume(interview_id=taking.id, text=RESUME, now=NOW)
        services.add_resume(interview_id=taking.id, text=RESUME, now=NOW)  # twice is once
    state = taking.state()
    assert [(q["key"], q["kind"]) for q in state["questions"]][2] == ("personal-1", "typed")
    taking.begin("teller-complaint")
    with taking.invited.candidate(), pytest.raises(ConflictError):
        services.add_resume(interview_id=taking.id, text=RESUME + "\n更多", now=NOW)
    with taking.invited.candidate():
        kept = candidates.pasted_of(cast.candidate_id)
    assert kept is not None
    assert kept.source == "person"


def test_what_hr_dropped_does_not_come_back_through_the_candidate(cast: Cast) -> None:
    keep(cast)
    taking = Taking(invite(cast, personal=[]))
    taking.agree()
    with taking.invited.candidate():
        services.add_resume(interview_id=taking.id, text=RESUME, now=NOW)
    assert len(taking.state()["questions"]) == 2


def test_who_may_read_and_paste_a_resume(cast: Cast) -> None:
    kept = keep(cast)
    assert keep(cast).pk == kept.pk
    for who in ("interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            candidates.pasted_of(cast.candidate_id)
        with pytest.raises((DeniedError, NotFoundError)):
            proposals(cast, who)
    with cast.acting("west_hr"):
        assert not Resume.objects.exists()
        with pytest.raises(NotFoundError):
            candidate_services.keep_resume(candidate_id=cast.candidate_id, text="客服", now=NOW)
    for text in ("", " \n", "长" * 20_001):
        with cast.acting("hr"), pytest.raises(InvalidError):
            candidate_services.keep_resume(candidate_id=cast.candidate_id, text=text, now=NOW)


def test_the_answer_is_rated_by_its_rubric_and_the_report_shows_the_total_without_it(cast: Cast) -> None:
    keep(cast)
    taking = Taking(invite(cast, accommodations={"typed": True}))
    taking.agree()
    for key, text in (("teller-complaint", STRONG), ("teamwork-experience", TEAM), ("personal-1", STORY)):
        taking.type(key, text)
    taking.finish()
    done = Answered(taking)
    done.rate()
    report = done.compile()
    row = report.body["answers"][2]
    assert (row["part"], row["source"]["rule"]) == ("personal", "service")
    assert row["result"]["question"]["key"] == "teller-hard-to-please"
    assert row["result"]["question"]["asked"] == row["prompt"]
    beside = report.body["additions"]["personal"]
    assert beside["question_keys"] == ["personal-1"]
    assert beside["total_without"] != report.body["total"]
    measured = {e["question_key"] for c in report.body["competencies"] for e in c["evidence"]}
    assert "personal-1" in measured
    assert "rubric_changed" not in report.body["review_reasons"]


def test_erasing_takes_the_resume_and_the_quoted_line(cast: Cast) -> None:
    from bole.foundation.privacy import services as privacy

    keep(cast)
    interview = invite(cast).interview
    with system_scope("test"):
        privacy.erase_person(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, reason="test", now=NOW
        )
        assert not Resume.objects.exists()
        left = Interview.objects.get(pk=interview.pk).questions[2]
    assert left["prompt"] == {"zh": "", "en": ""}
    assert "source" not in left
