"""The papers of a decision, typeset and kept encrypted. Texts travel as data, never as markup.

They are written in Chinese, the language of the law they rest on, whatever language the page had.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.foundation.access import queries as access
from bole.foundation.files import services as files
from bole.foundation.org import queries as org
from bole.foundation.ui.typesetting import typeset
from bole.workforce.performance.models import Decision, Probation
from bole.workforce.performance.rules.ending import Reason

TEMPLATE = Path(__file__).parent / "templates" / "performance" / "paper.typ"
COUNSEL = "本文件由系统按法定文本格式生成，送达前应由法律顾问审核。"
FOR_EMPLOYEE = frozenset({"confirmation", "extension", "notice"})


def confirmation(probation: Probation, decision: Decision, now: datetime) -> dict[str, str]:
    """转正通知书."""
    lines = [
        f"您自 {_day(probation.starts_on)} 起在本行{probation.unit.name_zh}担任{_job(probation)}。",
        f"经试用期考核，您符合录用条件，自 {_day(decision.day)} 起转为正式员工，劳动合同其他约定不变。",
    ]
    signs = [f"人力资源：{_name(decision.by_id)}", f"日期：{_day(decision.day)}"]
    return _kept(probation, "confirmation", "转正通知书", lines, decision.words, signs, now)


def extension(probation: Probation, decision: Decision, now: datetime) -> dict[str, str]:
    """试用期变更协议书, for the employee's consent."""
    lines = [
        f"双方原约定试用期自 {_day(probation.starts_on)} 至 {_day(probation.ends_on)}。",
        f"经协商一致，依《劳动合同法》第三十五条将试用期变更为至 {_day(decision.day)} 止，"
        f"全长 {decision.months} 个月，不超过第十九条规定的上限。",
        "员工可以不同意；不同意时原约定不变，不因此受到不利对待。",
    ]
    signs = [
        f"用人单位经办人：{_name(decision.by_id)}",
        f"员工：{probation.name}（在本人手机上以验证码确认）",
    ]
    return _kept(probation, "extension", "试用期变更协议书", lines, decision.words, signs, now, COUNSEL)


def union(probation: Probation, decision: Decision, reason: Reason, now: datetime) -> dict[str, str]:
    """通知工会函 (§43): before the employment is ended."""
    lines = [
        f"本行拟解除与员工 {probation.name}"
        f"（{probation.number}，{_job(probation)}，{probation.unit.name_zh}）"
        "的劳动合同，依《劳动合同法》第四十三条事先将理由通知贵会。",
        f"依据：《劳动合同法》{_article(reason)}——{reason.text['zh']}",
        f"拟定最后工作日：{_day(decision.day)}。如有意见，请书面提出，本行将研究并书面答复处理结果。",
    ]
    signs = [f"经办人：{_name(decision.by_id)}", "工会意见：", "工会（盖章）：", "日期："]
    return _kept(probation, "union", "通知工会函", lines, decision.words, signs, now, COUNSEL)


def notice(probation: Probation, decision: Decision, reason: Reason, now: datetime) -> dict[str, str]:
    """解除劳动合同通知书 with the reasons (§21), after the second person signed."""
    lines = [
        f"依《劳动合同法》{_article(reason)}（{reason.text['zh']}），本行决定解除与您的劳动合同，"
        f"最后工作日为 {_day(decision.day)}。",
        "本行将依第五十条出具解除劳动合同的证明，并在十五日内办理档案和社会保险关系转移手续。",
        "如有异议，您可以在手机页面上书面答复，也可以自知道之日起一年内向劳动人事争议仲裁委员会申请仲裁。",
    ]
    if reason.pay:
        lines.insert(1, "本行将依第四十六条、第四十七条支付经济补偿。")
    signs = [
        f"提出人：{_name(decision.by_id)}",
        f"批准人：{_name(decision.second_id)}",
        "员工签收：",
        "日期：",
    ]
    return _kept(probation, "notice", "解除劳动合同通知书", lines, decision.words, signs, now, COUNSEL)


def typeset_paper(
    title: str, to: str, lines: Sequence[str], words: str, signs: Sequence[str], foot: str, stamp: datetime
) -> bytes:
    """One page of A4."""
    data: dict[str, Any] = {
        "bank": _bank(),
        "title": title,
        "to": to,
        "lines": list(lines),
        "words": words,
        "signs": list(signs),
        "foot": foot,
    }
    return typeset(TEMPLATE, data, stamp)


def _kept(
    probation: Probation,
    key: str,
    title: str,
    lines: Sequence[str],
    words: str,
    signs: Sequence[str],
    now: datetime,
    foot: str = "",
) -> dict[str, str]:
    to = "本行工会委员会" if key == "union" else f"{probation.name}（{probation.number}）"
    body = typeset_paper(title, to, lines, words, signs, foot, now)
    stored = files.keep_whole(
        unit_id=probation.unit_id,
        candidate_id=probation.candidate_id,
        purpose="employment",
        body=body,
        now=now,
    )
    return {"key": key, "file_id": str(stored.pk), "name": f"{title}.pdf"}


def _bank() -> str:
    root = org.root()
    return root.name_zh if root else str(getattr(settings, "BANK_NAME", ""))


def _name(user_id: Any) -> str:
    return access.names_of([user_id]).get(user_id, "")


def _job(probation: Probation) -> str:
    return str(probation.job_title.get("zh") or probation.job_key)


def _article(reason: Reason) -> str:
    number, _, clause = reason.article.removeprefix("§").partition(" (")
    digits = {"39": "第三十九条", "40": "第四十条"}
    said = digits.get(number, f"第 {number} 条")
    return f"{said}第{'一二三四五六'[int(clause[0]) - 1]}项" if clause else said


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
