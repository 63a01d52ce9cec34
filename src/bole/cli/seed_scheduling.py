"""Rooms, hours and appointments of the demo bank: one time arranged, one still to be chosen."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

ROOMS = (
    # unit, name, name in English, address and way, the same in English, seats
    ("HO", "云杉厅", "Spruce Room", "江州市中山路 1 号总行大厦 12 楼", "1 Zhongshan Road, floor 12", 12),
    ("LJ", "三楼洽谈室", "Meeting room 3", "临江大道 88 号临江分行 3 楼", "88 Linjiang Avenue, floor 3", 6),
    ("LJ", "一楼小间", "Small room", "临江大道 88 号临江分行 1 楼", "88 Linjiang Avenue, ground floor", 3),
    ("BC", "会议室 A", "Room A", "北城路 5 号北城分行 2 楼", "5 Beicheng Road, floor 2", 8),
    ("NH", "湖景会议室", "Lake room", "南湖街 20 号南湖分行 4 楼", "20 Nanhu Street, floor 4", 8),
)
INTERVIEWER = "zhoumingyuan"
TALKS = (("闻野", True), ("顾盼", False))  # name, whether a time is chosen already
TITLE = {"zh": "现场交流", "en": "Conversation at the branch"}


def arrive(now: datetime) -> int:
    """Enter what is not there yet; how many appointments came."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.scheduling import queries

    with acting_as(seed.actor_named("heqian")) as chief:
        if queries.all_rooms():
            return 0
        _rooms(now)
        attends = seed.actor_named(INTERVIEWER).id
        assert attends is not None
        with acting_as(seed.actor_named(INTERVIEWER)):
            _hours(attends, now)
        return sum(_talk(chief, name, attends, now, chosen=chosen) for name, chosen in TALKS)


def _rooms(now: datetime) -> None:
    from bole.foundation.org.models import Unit
    from bole.hiring.scheduling import services

    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    for code, zh, en, place_zh, place_en, seats in ROOMS:
        services.save_room(
            unit_id=units[code],
            label_zh=zh,
            label_en=en,
            place_zh=place_zh,
            place_en=place_en,
            capacity=seats,
            now=now,
        )


def _hours(user_id: UUID, now: datetime) -> None:
    """No Friday afternoons, and one day away."""
    from bole.hiring.scheduling import services

    usual = [["09:00", "12:00"], ["13:30", "17:30"]]
    week: dict[str, Any] = {**{str(day): usual for day in range(4)}, "4": usual[:1]}
    services.set_week(user_id=user_id, week=week, now=now)
    away = (now + timedelta(days=6)).date()
    services.set_special(user_id=user_id, day=away, begins=time(9), ends=time(17, 30), free=False, now=now)


def _talk(chief: Any, name: str, attends: UUID, now: datetime, *, chosen: bool) -> int:
    from bole.foundation.access.actors import Actor, acting_as
    from bole.hiring.pipeline import queries as pipeline
    from bole.hiring.scheduling import services

    rows = pipeline.visible_to(chief).filter(outcome="")
    found = next((row for row in rows if row.candidate.name == name), None)
    if found is None:
        return 0
    made = services.offer_slots(
        application_id=found.pk, user_ids=[attends], kind="talk", minutes=30, title=TITLE, now=now
    )
    if chosen:
        person = found.candidate_id
        starts = [one.starts_at for one in made.slots.all()]
        with acting_as(Actor(kind="candidate", id=person, label="candidate", candidate_id=person)):
            services.confirm(appointment_id=made.pk, starts_at=starts[len(starts) // 2], now=now)
    return 1
