"""Three who signed at the demo bank: two on their way to the first day, one at work since three weeks.

They come through the services a real newcomer comes through, at moments of the past; documents are drawn and
say that they are samples. People and addresses are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from bole.foundation.access.actors import Actor
    from bole.workforce.onboarding.models import Onboarding


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who signed: days since then, days to the first day (negative: at work), which post."""

    name: str
    phone: str
    job: str
    title: tuple[str, str]
    signed: int
    starts: int
    handed_in: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    desk: str = ""


TELLER, MANAGER = ("综合柜员", "Teller"), ("客户经理", "Relationship manager")
PEOPLE = (
    Signed("苏晚晴", "13800000801", "teller", TELLER, 4, 8, ("degree", "photo"), ("photo",), ("contract",)),
    Signed("程砚秋", "13800000802", "relationship-manager", MANAGER, 2, 15, ("degree",)),
    Signed(
        "叶知微", "13800000803", "teller", TELLER, 30, -21, ("degree", "photo"), ("degree", "photo"),
        ("contract", "insurance", "teller_stamp", "first_week", "account", "desk", "first_talk"), "2F-16",
    ),
)  # fmt: skip
PLACES = (
    ("HO", "江州市中山路 1 号总行大厦", "1 Zhongshan Road", "地铁 1 号线市民广场站 B 口，步行 5 分钟",
     "Metro 1, Civic Square, exit B, five minutes on foot", "何倩 0571-8800 1000"),
    ("LJ", "江州市临江大道 88 号临江分行", "88 Linjiang Avenue", "地铁 2 号线临江站 C 口，出站右转 200 米",
     "Metro 2, Linjiang, exit C, 200 metres to the right", "秦岚 0571-8800 2000"),
)  # fmt: skip
CERTIFICATE = {
    "school": "江州财经大学",
    "major": "金融学",
    "degree": "bachelor",
    "certificate_number": "106031202205001234",
    "graduated_on": "2022-06-20",
}
DRAWING = """
#set page(width: {width}, height: {height}, fill: rgb("#f4f1e6"), margin: 8mm)
#set text(font: ("Noto Sans CJK SC",), lang: "zh", size: 12pt)
#align(center + horizon)[#text(size: 20pt)[{title}] #linebreak() {name} #linebreak() 样张 Sample]
"""


def arrive(now: datetime) -> int:
    """Enter who is not there yet; how many came."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.workforce.onboarding import queries

    with acting_as(seed.actor_named("heqian")) as chief:
        if queries.starting(chief).exists():
            return 0
        units = _places(now)
        for one in PEOPLE:
            _enter(one, chief, units["LJ"], now)
    return len(PEOPLE)


def _places(now: datetime) -> dict[str, UUID]:
    from bole.foundation.org.models import Unit
    from bole.workforce.onboarding import services

    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    for code, zh, en, way_zh, way_en, contact in PLACES:
        services.set_place(
            unit_id=units[code], address={"zh": zh, "en": en}, route={"zh": way_zh, "en": way_en},
            contact=contact, now=now,
        )  # fmt: skip
    return units


def _enter(one: Signed, chief: Actor, unit_id: UUID, now: datetime) -> None:
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.foundation.workdays import bank_time
    from bole.workforce.onboarding import queries, services

    signed_at = now - timedelta(days=one.signed)
    application_id = _application(one, chief, unit_id, signed_at - timedelta(days=12), signed_at)
    manager = seed.actor_named("shenli")
    with system_scope("demo: a signed offer"):
        found = services.begin(
            application_id=application_id, offer_id=None,
            terms=_terms(one, manager.id, bank_time.today(now)), signed_at=signed_at, now=signed_at,
        )  # fmt: skip
    himself = _person(found)
    for key in one.handed_in:
        material = _hand_in(found, himself, key, one.name, signed_at + timedelta(hours=20))
        if key in one.accepted:
            services.accept(material_id=material, now=signed_at + timedelta(hours=26))
    for key in one.done:
        with acting_as(chief):
            services.finish(
                task_id=_task(found, key), now=signed_at + timedelta(days=1), answer=one.desk or "–"
            )
    if one.starts < 0:
        first = bank_time.today(now) + timedelta(days=one.starts)
        with acting_as(chief):
            version = queries.get(found.pk).employee.version
            then = signed_at + timedelta(days=one.signed + one.starts, hours=2)
            services.join(onboarding_id=found.pk, on=first, expected_version=version, anyway=True, now=then)


def _application(one: Signed, chief: Actor, unit_id: UUID, applied: datetime, signed: datetime) -> UUID:
    """Through every stage as HR moves people, until the offer was signed."""
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import queries, services
    from bole.hiring.requisitions import queries as requisitions

    person, _new = candidates.enter(
        unit_id=unit_id, name=one.name, phone=one.phone, email=f"newcomer.{one.phone[-3:]}@people.example",
        source="apply", as_of=applied, now=applied,
    )  # fmt: skip
    opening = requisitions.open_for(chief).filter(job_key=one.job, unit_id=unit_id).first()
    assert opening is not None
    application = services.apply(candidate_id=person.pk, requisition_id=opening.pk, now=applied)
    process = queries.process_of(application)
    while process.stage(application.stage).kind != "onboarding":
        onward = process.stage(application.stage).leads_to[-1]
        application = services.advance(
            application_id=application.pk, to=onward, actor=chief, reason="demo",
            expected_version=application.version, now=signed,
        )  # fmt: skip
    found: UUID = application.pk
    return found


def _terms(one: Signed, manager_id: UUID | None, today: date) -> dict[str, Any]:
    """What the letter said."""
    return {
        "job_key": one.job,
        "job_title": {"zh": one.title[0], "en": one.title[1]},
        "grade": "P3",
        "starts_on": today + timedelta(days=one.starts),
        "contract_months": 36,
        "probation_months": 3,
        "manager_user_id": manager_id,
    }


def _person(found: Onboarding) -> Actor:
    from bole.foundation.access.actors import Actor

    key = found.candidate_id
    return Actor(kind="candidate", id=key, label="candidate", candidate_id=key)


def _hand_in(found: Onboarding, himself: Actor, key: str, name: str, then: datetime) -> UUID:
    """A drawn sample: a PDF of the certificate, a picture of the person who is nobody."""
    from bole.foundation.access.actors import acting_as
    from bole.workforce.onboarding import services

    with acting_as(himself):
        made = services.attach(task_id=_task(found, key), body=_drawn(key, name), now=then)
        if made.state == made.State.TO_CONFIRM:
            services.confirm(material_id=made.pk, given={**CERTIFICATE, "name": name}, now=then)
    material: UUID = made.pk
    return material


def _task(found: Onboarding, key: str) -> UUID:
    from bole.workforce.onboarding import queries

    (whole,) = queries.whole([found])
    return next(task.pk for task in whole.tasks if task.key == key)


def _drawn(key: str, name: str) -> bytes:
    import typst

    certificate = key == "degree"
    source = DRAWING.format(
        width="20cm" if certificate else "6cm",
        height="14cm" if certificate else "8cm",
        title="毕业证书" if certificate else "证件照",
        name=name,
    )
    made = typst.compile(source.encode(), format="pdf" if certificate else "png")
    assert isinstance(made, bytes)
    return made
