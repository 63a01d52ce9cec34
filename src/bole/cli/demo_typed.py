"""The demo's third candidate: she types, is asked about her résumé, and adds a detail when asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bole.cli.demo_interviews import (
    ANALYSIS_SECONDS,
    RECRUITER,
    Invited,
    Mailbox,
    Report,
    code_in,
    invite,
)
from bole.cli.visitor import CandidateVisit, Visitor
from bole.kernel.errors import NotFoundError

if TYPE_CHECKING:
    from bole.cli.seed import Planted

JOB = "teller"
RESUME = """教育背景
2018.09-2022.06 江州大学 金融学 本科
工作经历
2022.07-2024.08 新风商场 服务台客服，接待顾客并处理投诉
2024.10-至今 江南连锁超市 会员服务
"""
ANSWERS = {
    "teller-complaint": (
        "我会先向客户道歉，请他坐下，听他把话说完，再问清楚他要办什么业务、缺哪一份材料。能用手机银行补的我马上帮他办，补不了的"
        "我写下清单，给他预约第二天上午的优先号。该审核的证件一样不能少，我会把原因讲明白。"
    ),
    "teamwork-experience": "我们团队合作得很好，大家互相帮助，有问题一起商量，最后完成了任务，领导也很满意。",
    "personal-1": (
        "前年三月有位老先生买的血压仪不能用，在服务台发火。原因是说明书没有写清楚怎么充电。我先请他坐下、道歉，自己试了三遍"
        "找到毛病，当场给他换了一台，又用大字写了操作步骤。结果他写了表扬信，这类投诉从每月九起降到两起。"
    ),
}
MORE = {
    "teller-complaint": "前年我在服务台就这样做过：一天三位顾客缺小票，我查了会员记录，二十分钟里都办好了。",
    "teamwork-experience": (
        "去年十月盘点，我负责会员资料那一块，每天下班前自己核对三百户，和小周意见不一样就请店长定。我找出十二处错误，当天改完，"
        "比计划提前两天。"
    ),
}


def invite_second(applications: Iterable[Planted], mailbox: Mailbox, now: datetime) -> Invited:
    """The second applicant for the teller's job, with lines of her résumé, typing by agreement."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import services as candidates

    second = [one for one in applications if one.job_key == JOB][1]
    with acting_as(seed.actor_named(RECRUITER)):
        candidates.keep_resume(candidate_id=second.candidate_id, text=RESUME, now=now)
    return invite(second.application_id, mailbox, now, {"typed": True})


def take(invited: Invited, base_url: str, mailbox: Mailbox, report: Report) -> None:
    """From the link to "I am finished", with whatever is asked in between."""

    def code() -> str:
        return mailbox.wait_for(invited.address, code_in, since)

    with Visitor(base_url, verify=False) as visitor:
        visit = CandidateVisit(visitor, invited.link, code)
        since = mailbox.last()
        visit.enter()
        visit.agree()
        for question in visit.state()["questions"]:
            visit.answer_typed(question["key"], question["ordinal"], words_for(question["key"], ANSWERS))
        report(f"{invited.name}: typed answers sent, one of them to a question from the résumé")
        for probe in visit.probes(ANALYSIS_SECONDS):
            visit.answer_typed(probe["key"], probe["ordinal"], words_for(probe["about"], MORE))
            report(f"{invited.name}: asked for one more detail, and answered")
        visit.finish()
        report(f"{invited.name}: handed in")


def words_for(key: str, words: dict[str, str]) -> str:
    """What she says to this question."""
    if key not in words:
        raise NotFoundError(f"the demo has no words for {key}")
    return words[key]
