"""What of a candidate's archive is copied into the employee's file, and by which law; nothing else is.

Sources: 劳动合同法 §7, §8 and 劳动合同法实施条例 §8 (what the roster of staff holds); 个人信息保护法 §13(2)
(needed to conclude and perform the contract); 工资支付暂行规定 §5–§6 (wages in money, with a record).
Recordings, transcripts, scores, reports, opinions, screening and what a background check found stay in the
archive and go with its own time of keeping.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Words = Mapping[str, str]

ROSTER: Final = "roster"
DIRECT: Final = "direct"
CONTRACT: Final = "contract"
WAGES: Final = "wages"

BASES: Final[Mapping[str, Words]] = {
    ROSTER: {
        "zh": "《劳动合同法》第七条、《劳动合同法实施条例》第八条：职工名册必备内容",
        "en": "Labour Contract Law §7, Implementing Regulations §8: what the roster of staff must hold",
    },
    DIRECT: {
        "zh": "《劳动合同法》第八条：与劳动合同直接相关的基本情况",
        "en": "Labour Contract Law §8: basic facts directly related to the contract",
    },
    CONTRACT: {
        "zh": "《个人信息保护法》第十三条第二项：订立、履行劳动合同所必需",
        "en": "Personal Information Protection Law §13(2): needed to conclude and perform the contract",
    },
    WAGES: {
        "zh": "《工资支付暂行规定》第五条、第六条：支付工资及书面记录",
        "en": "Provisional Regulations on Wages §5, §6: paying wages and keeping the record",
    },
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the file: what it is called, and why it may be there."""

    field: str
    label: Words
    basis: str


ENTRIES: Final = (
    Entry("name", {"zh": "姓名", "en": "Name"}, ROSTER),
    Entry("phone", {"zh": "手机号码", "en": "Phone"}, ROSTER),
    Entry("email", {"zh": "电子邮箱", "en": "E-mail"}, CONTRACT),
    Entry("id_number", {"zh": "公民身份号码", "en": "Identity number"}, ROSTER),
    Entry("sex", {"zh": "性别", "en": "Sex"}, ROSTER),
    Entry("birth_date", {"zh": "出生日期", "en": "Date of birth"}, DIRECT),
    Entry("home_address", {"zh": "户籍地址", "en": "Registered address"}, ROSTER),
    Entry("degree", {"zh": "最高学历", "en": "Highest degree"}, DIRECT),
    Entry("school", {"zh": "毕业院校", "en": "School"}, DIRECT),
    Entry("major", {"zh": "专业", "en": "Subject"}, DIRECT),
    Entry("bank_card", {"zh": "工资卡号", "en": "Card wages are paid to"}, WAGES),
    Entry("terms", {"zh": "录用条件", "en": "Terms of the signed offer"}, CONTRACT),
)
BY_FIELD: Final = {entry.field: entry for entry in ENTRIES}
