"""Re-interviews of the demo bank: one waits for cards, in one all have submitted, one is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bole.foundation.access.actors import Actor

LEAD = "qinlan"
MEMBERS = ("heqian", "zhoumingyuan")
WAY = ("ai_interview", "deep_assessment", "panel")
EVIDENCE = {
    1: "两次追问都没有说出自己做了什么。",
    2: "只说“按规定办”，没有讲怎样安抚客户。",
    3: "讲了一次真实经历，做法清楚，结果没有数字。",
    4: "先问清客户急用钱的原因，再给出两个能当天办的办法。",
    5: "说清分歧怎样解决：先复述同事的理由，再一起列出三个方案比较。",
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A panel on one of the crowd: hours since it was opened, and who gave what (by weight of the
    portrait)."""

    name: str
    opened: float
    cards: dict[str, tuple[int, ...]]
    agreed: tuple[int, str] | None = None
    closed: bool = False
    guest: str = ""  # from another branch, asked by head office


SITTINGS = (
    Sitting("乔安然", 5, {"qinlan": (4, 3, 3, 4)}, guest="tangwei"),
    Sitting(
        "夏雨桐",
        20,
        {"heqian": (4, 4, 3, 4), "qinlan": (4, 3, 3, 4), "zhoumingyuan": (2, 3, 3, 3)},
    ),
    Sitting(
        "方若溪",
        60,
        {
            "heqian": (4, 4, 4, 3, 4, 4),
            "qinlan": (5, 4, 4, 4, 4, 4),
            "zhoumingyuan": (3, 4, 4, 3, 4, 4),
        },
        agreed=(4, "第二个例子有客户名单和成交时间，三人同意四级。"),
        closed=True,
    ),
)


def arrive(now: datetime) -> int:
    """Hold those that were not held yet; how many were."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.panels import queries

    people = {name: seed.actor_named(name) for name in (LEAD, *MEMBERS)}
    with acting_as(people[LEAD]) as lead:
        if queries.visible_to(lead).exists():
            return 0
    return sum(_hold(one, people, now) for one in SITTINGS)


def _hold(one: Sitting, people: dict[str, Actor], now: datetime) -> int:
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import queries as candidates
    from bole.hiring.panels import services
    from bole.hiring.pipeline import queries as pipeline

    opened = now - timedelta(hours=one.opened)
    lead = people[LEAD]
    with acting_as(lead):
        found = pipeline.visible_to(lead).filter(candidate__in=candidates.ids_matching(one.name)).first()
        if found is None or not _bring(found, lead, opened):
            return 0
        _keep_resume(found.candidate_id, one.name, opened)
        services.build_guide(application_id=found.pk, now=opened)
        panel = services.open_panel(
            application_id=found.pk,
            user_ids=[actor.id for actor in people.values() if actor.id],
            lead_id=lead.id,  # type: ignore[arg-type]  # an account's actor has its id
            expected_guide=0,
            now=opened,
        )
    if one.guest:
        with acting_as(people["heqian"]):
            guest = seed.actor_named(one.guest)
            assert guest.id is not None
            services.add_member(panel_id=panel.pk, user_id=guest.id, now=opened)
    for number, (who, levels) in enumerate(one.cards.items(), 1):
        with acting_as(people[who]):
            _rate(panel, levels, opened + timedelta(minutes=40 * number))
    if one.closed:
        with acting_as(lead):
            _close(panel, one, opened + timedelta(hours=4))
    return 1


def _keep_resume(candidate_id: Any, name: str, now: datetime) -> None:
    """The lines of the résumé he sent: a worker reads the file only when the demo runs."""
    from bole.cli import seed_crowd
    from bole.hiring.candidates import services

    for number, past in enumerate(seed_crowd.CROWD):
        if past.name == name:
            text = seed_crowd.resume(past, seed_crowd.phone_of(number))
            services.keep_resume(candidate_id=candidate_id, text=text, now=now)


def _bring(found: Any, lead: Actor, now: datetime) -> bool:
    """Through the stages before the panel, as HR does; False where somebody stands elsewhere already."""
    from bole.hiring.pipeline import queries, services

    for stage in WAY:
        application = queries.get(found.pk)
        if application.stage == WAY[-1] or stage not in [way.key for way in queries.ways_on(application)]:
            continue  # an earlier call came this far
        services.advance(
            application_id=application.pk,
            to=stage,
            actor=lead,
            reason="decided_by_person",
            expected_version=application.version,
            now=now,
        )
    return bool(queries.get(found.pk).stage == WAY[-1])


def _rate(panel: Any, levels: tuple[int, ...], now: datetime) -> None:
    from bole.hiring.panels import queries, services

    keys = queries.ordered(panel.portrait["weights"])
    given = dict(zip(keys, [*levels, *[3] * len(keys)], strict=False))
    services.look(panel_id=panel.pk, now=now - timedelta(minutes=35))
    services.submit(
        panel_id=panel.pk,
        entries={key: {"level": level, "evidence": EVIDENCE[level]} for key, level in given.items()},
        comment="回答具体，和简历对得上。" if min(levels) > 2 else "客户沟通的例子不够具体，想再听一个。",
        recommendation="advance" if min(levels) > 2 else "unsure",
        now=now,
    )


def _close(panel: Any, one: Sitting, now: datetime) -> None:
    from bole.hiring.panels import queries, services

    found = queries.together(queries.get(panel.pk))
    assert found is not None
    if one.agreed:
        level, reason = one.agreed
        for key in found.open_ones:
            services.agree(panel_id=panel.pk, competency=key, level=level, reason=reason, now=now)
    version = queries.get(panel.pk).application.version
    services.close(panel_id=panel.pk, passed=True, expected_version=version, now=now)
