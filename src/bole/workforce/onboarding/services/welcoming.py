"""The first day: welcome in the morning, word to the team, and the evening's question whether he came."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from bole.foundation.access import actors, roles
from bole.foundation.access import queries as access
from bole.foundation.access.models import User
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.candidates import queries as candidates
from bole.workforce.onboarding import queries
from bole.workforce.onboarding.models import Onboarding
from bole.workforce.onboarding.rules import checklist
from bole.workforce.onboarding.services import clocks, steps, telling

COLLEAGUES = 8  # named in the welcome and told of the newcomer
OPEN = (Onboarding.State.PREPARING, Onboarding.State.READY)
TEAM = roles.ALL - roles.BLIND - {roles.AUDITOR}


@transaction.atomic
def welcome(*, onboarding_id: UUID, now: datetime) -> bool:
    """Mail and SMS to the newcomer: who leads, who is there, where the desk is, which courses come first;
    and a word to the manager and the colleagues. Once; False when it was said or the day is another."""
    onboarding = steps.locked(onboarding_id)
    if onboarding.state not in OPEN or onboarding.welcomed_at is not None:
        return False
    if bank_time.today(now) < onboarding.employee.starts_on:
        return False
    onboarding.welcomed_at = now
    onboarding.save(update_fields=["welcomed_at"])
    team = colleagues(onboarding)
    ways = telling.to_person_both_ways(
        onboarding, "first-day", now=now, occasion=str(onboarding.employee.starts_on),
        more=_about_the_day(onboarding, team),
    )  # fmt: skip
    told = _introduce(onboarding, team, now)
    steps.record(onboarding, "newcomer.welcomed", {"colleagues": told, "ways": ways})
    return True


@transaction.atomic
def ask_whether_there(*, onboarding_id: UUID, now: datetime) -> bool:
    """In the evening of the first day HR is asked; a working day later head office too. False when it was
    said already whether the person came."""
    onboarding = steps.locked(onboarding_id)
    first, day = onboarding.employee.starts_on, bank_time.today(now)
    if onboarding.state not in OPEN or day < first:
        return False
    people = steps.hr_of(onboarding.unit_id)
    if day > first:
        people = [*people, *access.holders_of((roles.HEAD_OFFICE_HR,), onboarding.unit_id)]
    else:
        again = checklist.workday(day, 1, steps.works(onboarding.unit_id, day))
        at = bank_time.moment(again, clocks.REMIND_AT)
        key = str(onboarding.pk)
        timers.set(kind=steps.UNCONFIRMED, key=key, due_at=at, unit_id=onboarding.unit_id)
    page = telling.hr_page(onboarding.pk)
    telling.to_staff(
        onboarding, "start-unconfirmed", {one.pk: one for one in people}.values(), now=now, page=page,
        occasion=f"there {day}",
    )  # fmt: skip
    steps.record(onboarding, "newcomer.asked_about", {"late": day > first})
    return True


def colleagues(onboarding: Onboarding) -> list[User]:
    """Who works at the unit and has an account, without the manager: the nearest first, a few."""
    leader = onboarding.employee.manager_id
    found = access.holders_of(TEAM, onboarding.unit_id)
    return [one for one in found if one.pk != leader][:COLLEAGUES]


def _about_the_day(onboarding: Onboarding, team: list[User]) -> dict[str, dict[str, str]]:
    manager, place = onboarding.employee.manager, queries.place_of(onboarding.unit_id)
    later = {"zh": "报到时告知", "en": "told when you arrive"}
    leader = f"{manager} {manager.email}".strip() if manager else ""
    names = {"zh": "、".join(map(str, team)), "en": ", ".join(map(str, team))}
    courses = onboarding.guide["courses"]
    desk = onboarding.desk
    return {
        "leader": {language: leader or later[language] for language in later},
        "colleagues": {language: names[language] or later[language] for language in later},
        "desk": {language: desk or later[language] for language in later},
        "courses": {
            "zh": "、".join(one["zh"] for one in courses) or later["zh"],
            "en": "; ".join(one["en"] for one in courses) or later["en"],
        },
        "place": {language: place["address"].get(language) or later[language] for language in later},
    }


def _introduce(onboarding: Onboarding, team: list[User], now: datetime) -> int:
    """Name, post and first day: what a team needs to know of somebody who comes."""
    manager = onboarding.employee.manager
    with actors.system_scope("introduce a newcomer"):  # the file may be kept at another unit
        name = candidates.contact(onboarding.candidate_id).name
    return telling.to_staff(
        onboarding,
        "newcomer",
        [*([manager] if manager else []), *team],
        now=now,
        page=reverse("onboarding:mine"),
        more={"newcomer": {"zh": name, "en": name}, "post": onboarding.employee.job_title},
        occasion="newcomer",
    )
