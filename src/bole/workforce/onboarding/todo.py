"""What waits for somebody on the to-do page: documents and due tasks for HR, own tasks for managers, IT."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.ui.formats import say, short_day
from bole.foundation.ui.todo import Item, Section
from bole.foundation.workdays import bank_time
from bole.workforce.onboarding import policies, queries, words

SHOWN = 20


def documents(actor: Actor, now: datetime) -> Section | None:  # noqa: ARG001  the register's signature
    """Documents newcomers handed in."""
    if not permissions.allowed(actor, policies.MANAGE):
        return None
    rows = list(queries.waiting_materials(actor)[:SHOWN])
    items = [
        Item(
            name=one.task.onboarding.employee.name,
            number=one.task.onboarding.employee.number,
            what=str(words.MATERIALS[one.kind]),
            url=reverse("onboarding:material", args=[one.pk]),
            do=_("Have a look"),
        )
        for one in rows
    ]
    page = reverse("onboarding:list")
    return Section(
        "onboarding.documents", _("Documents of newcomers"), "doc", len(items), items, all_url=page
    )


def tasks(actor: Actor, now: datetime) -> Section | None:
    """Open tasks of onboarding that are this reader's: HR's late ones, a manager's, IT's."""
    found = [*_of_hr(actor, now), *_of_manager(actor, now), *_of_it(actor, now)]
    late = any(one.late for one in found)
    return Section("onboarding.tasks", _("Onboarding"), "people", len(found), found[:SHOWN], late=late)


def _of_hr(actor: Actor, now: datetime) -> list[Item]:
    if not permissions.allowed(actor, policies.MANAGE):
        return []
    today = bank_time.today(now)
    return [
        Item(
            name=one.onboarding.employee.name,
            number=one.onboarding.employee.number,
            what=say(one.title),
            due=short_day(one.due_on),
            late=one.due_on < today,
            url=reverse("onboarding:one", args=[one.onboarding_id]),
            do=_("Have a look"),
        )
        for one in queries.due_for_hr(actor, today)[:SHOWN]
    ]


def _of_manager(actor: Actor, now: datetime) -> list[Item]:
    today = bank_time.today(now)
    return [
        Item(
            name=one.onboarding.employee.name,
            number=one.onboarding.employee.number,
            what=say(one.title),
            due=short_day(one.due_on),
            late=one.due_on < today,
            url=reverse("onboarding:mine"),
            do=_("Have a look"),
        )
        for one in queries.managed(actor)
        if one.state == "open"
    ]


def _of_it(actor: Actor, now: datetime) -> list[Item]:
    today = bank_time.today(now)
    return [
        Item(
            name=one.staff_number,
            what=say(one.title),
            due=short_day(one.due_on),
            late=one.due_on < today,
            url=reverse("onboarding:it"),
            do=_("Have a look"),
        )
        for one in queries.for_it(actor).filter(state="open")[:SHOWN]
    ]
