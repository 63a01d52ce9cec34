"""More applicants for the demo bank, with résumés: what the product makes of them, it makes by itself.

They come through the services a real applicant comes through, at moments of the last days; their résumés are
read, screened and moved by the demo's own workers. People, numbers, schools and firms are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from bole.foundation.access.actors import Actor
    from bole.foundation.org.models import Unit

OPENINGS = (("teller", "BC"), ("wealth-manager", "NH"))
FINANCE, LITERATURE, COMPUTING = "金融学", "汉语言文学", "计算机科学与技术"


@dataclass(frozen=True, slots=True)
class Past:
    """Somebody of the crowd. ``work``: start, end ("" = still there), employer, title, what he did."""

    name: str
    unit: str
    job: str
    days_ago: float
    school: str
    major: str
    degree: str
    graduated: int
    work: tuple[tuple[str, str, str, str, str], ...]
    certificates: str = ""
    outcome: str = ""  # declined, withdrawn: what became of it already
    way: str = ""  # the posting he applied through, see seed_postings; without one HR entered him


BANK_HALL = (
    "2022-07",
    "",
    "青山农村商业银行",
    "大堂经理",
    "接待客户、教老年客户用手机银行，处理投诉 60 余起",
)
BANK_DESK = (
    "2021-07",
    "2024-08",
    "青山农村商业银行",
    "综合柜员",
    "办理现金和开户业务，连续两年无差错",
)
SHOP = ("2022-03", "", "江南连锁超市", "会员服务主管", "带 5 人小组接待顾客、处理退货和投诉")
SALES = ("2020-08", "", "云帆保险代理公司", "客户经理", "维护 220 户客户，续保率 91%")
SECURITIES = (
    "2019-07",
    "2023-03",
    "和风证券营业部",
    "理财顾问",
    "做客户风险测评和资产配置",
)
WEALTH = ("2023-04", "", "青山农村商业银行", "理财经理", "为 180 户客户做资产检视，讲清产品风险")
CODE = ("2022-07", "", "星河软件公司", "测试工程师", "维护支付接口的自动化测试")
INTERN = (
    "2025-03",
    "2025-08",
    "青山农村商业银行",
    "大堂实习生",
    "引导客户，写过一份排队时间的小调查",
)
EXAM = "银行业专业人员职业资格（个人理财、法律法规）"

CROWD = (
    Past("沈清和", "LJ", "teller", 0.2, "江州大学", FINANCE,
         "本科", 2022, (BANK_HALL,), EXAM, way="social"),
    Past("陆知远", "LJ", "teller", 0.5, "江州师范学院", LITERATURE, "本科", 2021, (SHOP,), way="social"),
    Past("夏雨桐", "LJ", "teller", 0.9, "江州大学", "会计学",
         "本科", 2025, (INTERN,), "初级会计", way="campus"),
    Past("孟凡", "LJ", "teller", 1.2, "临江职业学院", "市场营销", "大专", 2020, (SHOP,)),
    Past("乔安然", "LJ", "teller", 1.6, "江州大学", FINANCE,
         "硕士", 2021, (BANK_DESK,), EXAM, way="social"),
    Past("白露", "LJ", "teller", 4, "江州理工大学", COMPUTING, "本科", 2022, (CODE,), "", "withdrawn"),
    Past("季明", "LJ", "teller", 6, "临江职业学院", "物流管理", "大专", 2019, (), "", "declined"),
    Past("方若溪", "LJ", "relationship-manager", 0.3, "江州财经大学", "市场营销",
         "本科", 2020, (SALES,), EXAM),
    Past("程一诺", "LJ", "relationship-manager", 0.7, "江州财经大学", FINANCE,
         "本科", 2019, (SECURITIES, WEALTH), EXAM),
    Past("谭思源", "LJ", "relationship-manager", 1.1, "江州理工大学", COMPUTING, "本科", 2022, (CODE,)),
    Past("温如玉", "LJ", "relationship-manager", 5, "江州大学", "法学",
         "本科", 2020, (SALES,), "", "declined"),
    Past("宁远", "BC", "teller", 0.4, "北城大学", FINANCE, "本科", 2021, (BANK_DESK,), EXAM),
    Past("苏晚晴", "BC", "teller", 0.8, "北城大学", LITERATURE, "本科", 2023, (SHOP,)),
    Past("邵平", "BC", "teller", 1.3, "北城职业学院", "会计", "大专", 2021, (SHOP,), "初级会计"),
    Past("罗嘉", "BC", "teller", 1.9, "北城大学", "国际经济与贸易", "本科", 2025, (INTERN,)),
    Past("钟灵", "BC", "teller", 5, "北城大学", "英语", "本科", 2022, (), "", "withdrawn"),
    Past("岳川", "NH", "wealth-manager", 0.3, "南湖大学", "投资学",
         "硕士", 2019, (SECURITIES, WEALTH), EXAM + "；AFP", way="wealth"),
    Past("姚思齐", "NH", "wealth-manager", 0.6, "南湖大学", FINANCE,
         "本科", 2020, (SALES,), EXAM, way="wealth"),
    Past("梁书言", "NH", "wealth-manager", 1.4, "江州财经大学", "保险学", "本科", 2019, (SECURITIES,)),
    Past("范晓", "NH", "wealth-manager", 6, "南湖职业学院", "旅游管理",
         "大专", 2018, (SHOP,), "", "declined"),
    Past("顾盼", "LJ", "teller", 0.6, "临江职业学院", "会计", "大专", 2026, (), "初级会计", way="campus"),
    Past("闻野", "LJ", "teller", 1.1, "江州大学", "统计学", "本科", 2026, (INTERN,), way="campus"),
)  # fmt: skip


def arrive(now: datetime) -> int:
    """Enter everybody who is not there yet; how many came."""
    from django.db import transaction

    from bole.cli import seed, seed_postings, seed_voices
    from bole.foundation.access.actors import acting_as
    from bole.foundation.org.models import Unit

    arrived = 0
    with acting_as(seed.actor_named("heqian")) as chief:
        units = {unit.code: unit for unit in Unit.objects.filter(code__in={one.unit for one in CROWD})}
        _open(chief, units, now)
        pages = seed_postings.publish(chief, units, now)
        for number, one in enumerate(CROWD):
            if one.way:
                phone = phone_of(number)
                body = resume(one, phone).encode()
                arrived += seed_postings.apply(one, body, phone, number, pages[one.way], chief, now)
                continue
            with transaction.atomic():
                arrived += _enter(one, number, chief, units, now)
        if arrived:
            seed_voices.speak(chief, now)
    return arrived


def phone_of(number: int) -> str:
    """The invented number of one of the crowd."""
    return f"1390000{number:04d}"


def _open(chief: Actor, units: dict[str, Unit], now: datetime) -> None:
    from bole.hiring.requisitions import queries, services

    for job, unit in OPENINGS:
        if not queries.open_for(chief).filter(job_key=job, unit=units[unit]).exists():
            services.open_requisition(unit_id=units[unit].pk, job_key=job, headcount=4, now=now)


def _enter(one: Past, number: int, chief: Actor, units: dict[str, Unit], now: datetime) -> bool:
    from bole.foundation.access.actors import system_scope
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions

    then, unit = now - timedelta(days=one.days_ago), units[one.unit]
    phone = phone_of(number)
    person, new = candidates.enter(
        unit_id=unit.pk, name=one.name, phone=phone, email=f"applicant.{number}@people.example",
        source="apply", as_of=then, now=then,
    )  # fmt: skip
    if not new:
        return False
    opening = requisitions.open_for(chief).filter(job_key=one.job, unit=unit).first()
    assert opening is not None
    application = pipeline.apply(candidate_id=person.pk, requisition_id=opening.pk, now=then)
    later = then + timedelta(hours=20)
    if one.outcome == "withdrawn":
        with system_scope("demo: the applicant withdrew"):
            pipeline.withdraw(application_id=application.pk, now=later)
    elif one.outcome == "declined":
        pipeline.decline(
            application_id=application.pk, actor=chief, reason="requirements_not_met",
            expected_version=application.version, now=later,
        )  # fmt: skip
    else:
        _hand_in(one, phone, person.pk, unit.pk, then, now)
    return True


def _hand_in(one: Past, phone: str, candidate_id: UUID, unit_id: UUID, then: datetime, now: datetime) -> None:
    from bole.hiring.candidates import services as candidates

    body = resume(one, phone).encode()
    stored = candidates.store_file(unit_id=unit_id, candidate_id=candidate_id, body=body, now=now)
    candidates.add_resume(
        candidate_id=candidate_id, stored=stored, name=f"{one.name}.txt", source="apply", as_of=then,
        now=now,
    )  # fmt: skip


def resume(one: Past, phone: str) -> str:
    """His résumé as he would type it."""
    work = "\n".join(
        f"{start.replace('-', '.')}-{end.replace('-', '.') or '至今'} {employer} {title}\n{did}"
        for start, end, employer, title, did in one.work
    )
    parts = [
        f"{one.name}\n电话：{phone}",
        f"教育背景\n{one.graduated - 4}.09-{one.graduated}.06 {one.school} {one.major} {one.degree}",
        f"工作经历\n{work}" if work else "",
        f"证书\n{one.certificates}" if one.certificates else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
