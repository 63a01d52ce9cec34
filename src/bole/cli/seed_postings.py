"""Campaigns and public postings of the demo bank, and the applicants who came through them.

They fill in the page a real applicant fills in: consent, résumé, sending. Tokens of posters are drawn anew in
every demo, as in a bank.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bole.cli.seed_crowd import Past
    from bole.foundation.access.actors import Actor
    from bole.foundation.org.models import Unit
    from bole.hiring.intake.models import Posting

OPENED = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Page:
    """A posting with the campaign it belongs to."""

    unit: str
    job: str
    kind: str
    title: str
    channel: str
    about: str


PAGES = {
    "campus": Page("LJ", "teller", "campus", "临江分行校园招聘", "fair",
                   "面向应届毕业生。入职后有三个月带教，先在大堂实习，再上柜面。"),
    "social": Page("LJ", "teller", "social", "临江分行社会招聘", "site",
                   "欢迎有服务经验的同事加入。工作地点在临江市内网点。"),
    "wealth": Page("NH", "wealth-manager", "social", "南湖分行社会招聘", "wechat",
                   "需要讲得清产品风险、愿意长期陪伴客户的理财经理。"),
}  # fmt: skip


def publish(chief: Actor, units: dict[str, Unit], now: datetime) -> dict[str, Posting]:
    """The posting of each way, made when it is not there yet."""
    from bole.hiring.intake import queries

    known = {row.campaign.title: row for row in queries.published(chief) if row.campaign}
    return {way: known.get(page.title) or _publish(page, chief, units, now) for way, page in PAGES.items()}


def _publish(page: Page, chief: Actor, units: dict[str, Unit], now: datetime) -> Posting:
    from bole.hiring.intake import services
    from bole.hiring.requisitions import queries as requisitions

    unit, then = units[page.unit], now - OPENED
    opening = requisitions.open_for(chief).filter(job_key=page.job, unit=unit).first()
    assert opening is not None
    campaign = services.open_campaign(
        unit_id=unit.pk, kind=page.kind, title=page.title, starts_on=then.date(), ends_on=None, now=then
    )
    return services.publish(
        requisition_id=opening.pk, channel=page.channel, opens_at=then, campaign_id=campaign.pk,
        about=page.about, now=then,
    )  # fmt: skip


def apply(
    one: Past, resume: bytes, phone: str, number: int, posting: Posting, chief: Actor, now: datetime
) -> bool:
    """Apply through a posting's page at a moment of the past; False when he did before."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.candidates import queries as candidates
    from bole.hiring.intake import services

    then = now - timedelta(days=one.days_ago)
    known = candidates.visible_to(chief).filter(unit_id=posting.unit_id)
    if known.filter(phone_index=candidates.phone_index(phone)).exists():
        return False
    begun = services.begin(
        token=posting.token, name=one.name, phone=phone, email=f"applicant.{number}@people.example",
        language="zh", agreed=True, now=then,
    )  # fmt: skip
    services.attach(key=begun.key, body=resume, name=f"{one.name}.txt", now=then)
    with system_scope("demo: the applicant waits for his résumé", posting.unit_id):
        services.read_submission(submission_id=begun.submission.pk, clock=lambda: then)
    services.send(key=begun.key, told={}, now=then)
    return True
