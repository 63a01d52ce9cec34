"""What waits for one person, in sections: only those with anything in them, the late ones first."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.approvals import kinds
from bole.foundation.approvals import queries as approvals
from bole.foundation.queue import queries as queue
from bole.foundation.ui import todo
from bole.foundation.ui.formats import say, when
from bole.foundation.ui.todo import Item, Section
from bole.hiring.assessment import queries as assessment
from bole.hiring.enquiries import queries as enquiries
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.queries import Filters
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.screening import queries as screening
from bole.web.console import policies
from bole.web.console.board import days
from bole.web.console.board_views import note_totals
from bole.web.console.requests import words_of
from bole.web.console.rows import Row, row

SHOWN = 50
STUCK = 20


def sections(actor: Actor, now: datetime) -> list[Section]:
    """Everything that waits for the actor; sections with something late before the others."""
    found = [_overdue(actor, now), _approvals(actor, now), *todo.shown_to(actor, now)]
    if permissions.allowed(actor, interview_policies.RIGHTS):
        found += _of_hr(actor, now)
    return sorted((one for one in found if one.count), key=lambda one: not one.late)


def _of_hr(actor: Actor, now: datetime) -> list[Section]:
    return [
        _requests(actor, now),
        _questions(actor, now),
        *_interviews(actor),
        _screening(actor),
        _timers(),
        _letters(actor),
    ]


def _requests(actor: Actor, now: datetime) -> Section:
    items = [_request(one, now) for one in interviews.rights_open(actor)[:SHOWN]]
    return _section("requests", _("Requests of candidates"), "clock", items)


def _request(one: Any, now: datetime) -> Item:
    what, todo = words_of(one.kind)
    owner = one.owner.get_short_name() if one.owner else ""
    return Item(
        name=one.candidate.name or _("erased"),
        number=one.candidate.number,
        what=what,
        facts=(say(one.interview.about["job"]),),
        **_due(one.due_at, now),
        todo=todo,
        note=_("%(who)s takes care of it") % {"who": owner} if owner else _("Nobody takes care of it yet"),
        url=reverse("console:request", args=[one.pk]),
        do=_("Open"),
    )


def _overdue(actor: Actor, now: datetime) -> Section:
    found = pipeline.todo_for(actor)
    shown = list(found[:SHOWN])
    items = [_late_stage(one, now) for one in shown]
    count = found.count() if len(shown) == SHOWN else len(shown)
    return Section("overdue", _("Stages beyond their time"), "clock", count, items, late=bool(items))


def _late_stage(one: Any, now: datetime) -> Item:
    application = one.application
    process = pipeline.process_of(application)
    stage = say(process.stage(one.stage).label) if process.has(one.stage) else one.stage
    job = say({"zh": application.requisition.title_zh, "en": application.requisition.title_en})
    over = days((now - one.due_at).total_seconds())
    return Item(
        name=one.candidate.name or _("erased"),
        number=one.candidate.number,
        what=stage,
        facts=(job, one.unit.name),
        due=_("over the limit by %(time)s") % {"time": over},
        late=True,
        note=_("Told upwards: nothing was done after the owner had been told") if one.level == "head" else "",
        url=reverse("console:person", args=[one.candidate_id]) + f"#application-{application.pk}",
        do=_("Open"),
    )


def _questions(actor: Actor, now: datetime) -> Section:
    due = enquiries.inbox(actor).values_list("due_at", flat=True)
    waiting = list(due[:500])  # times only; the page of questions shows the rest
    late = sum(one is not None and one < now for one in waiting)
    words = (
        ngettext("%(n)s is over its time", "%(n)s are over their time", late) % {"n": late} if late else ""
    )
    return Section(
        "questions",
        _("Questions of candidates without an answer"),
        "help",
        len(waiting),
        words=words or _("Each is answered within its time; the most urgent stands first."),
        all_url=reverse("enquiries:inbox"),
        late=late > 0,
    )


def _approvals(actor: Actor, now: datetime) -> Section:
    items = []
    for one in approvals.to_decide(actor):
        kind = kinds.get(one.kind)
        items.append(
            Item(
                name=say(one.title),
                facts=(str(kind.label), one.unit.name, one.proposer.get_short_name()),
                **_due(one.due_at, now),
                url=kind.page(one.object_id),
                do=_("Open"),
            )
        )
    return _section("approvals", _("Waits for your signature"), "pen", items, reverse("console:approvals"))


def _interviews(actor: Actor) -> tuple[Section, Section]:
    review = interviews.interviews_for(
        actor, Filters(among=assessment.needing_review(actor)), size=SHOWN
    ).rows
    failed = interviews.interviews_for(actor, Filters(failed_only=True), size=SHOWN).rows
    both = [*review, *failed]
    reports = assessment.latest_for_interviews(actor, [one.pk for one in both])
    note_totals(reports, {one.pk: one.unit_id for one in both})
    return (
        _section("review", _("Reports for a person to review"), "flag", _rows(review, reports, _report)),
        _section("failed", _("Failed analyses"), "warn", _rows(failed, reports, _failed)),
    )


def _rows(found: Sequence[Any], reports: Mapping[UUID, Any], item: Callable[[Row], Item]) -> list[Item]:
    return [item(row(one, reports)) for one in found]


def _report(one: Row) -> Item:
    facts = (one.job, one.unit)
    return Item(one.name, one.number, facts=facts, value=one.total, url=one.url, do=_("Open"))


def _failed(one: Row) -> Item:
    facts = (one.job, str(one.standing.text))
    return Item(one.name, one.number, facts=facts, url=one.detail_url, do=_("What to do"))


def _screening(actor: Actor) -> Section:
    counts = screening.counts(actor)
    said = {
        "reject_proposed": _("A required rule is not met"),
        "hold": _("Held for a person"),
        "waiting": _("Waiting for a résumé"),
        "pass": _("Passes"),
    }
    words = _(", ").join(f"{outcome} {counts[key]}" for key, outcome in said.items() if counts.get(key))
    url = reverse("screening:waiting")
    title = _("Résumés that screening left to a person")
    return Section("screening", title, "list", sum(counts.values()), words=words, all_url=url)


def _timers() -> Section:
    """Timers of the reader's own units; row-level security leaves the others out."""
    found = queue.dead_timers().order_by("dead_at").values_list("kind", "error_code", "due_at")
    rows = list(found[:STUCK])
    items = [
        Item(kind, what=code, facts=(_("was due %(at)s") % {"at": when(timezone.localtime(due))},))
        for kind, code, due in rows
    ]
    words = _("IT mends the cause and lets them run again with: bole doctor --revive")
    count = queue.dead_timers().count() if len(rows) == STUCK else len(rows)
    return Section("timers", _("Due, and failed too often"), "warn", count, items, words)


def _letters(actor: Actor) -> Section:
    """They belong to no unit."""
    count = queue.dead().count() if permissions.allowed(actor, policies.STUCK) else 0
    words = _("Tell IT: bole doctor names them and how to mend them.")
    return Section("letters", _("Background tasks that were given up"), "warn", count, words=words)


def _due(due_at: datetime, now: datetime) -> dict[str, Any]:
    late = due_at < now
    words = _("was due %(at)s") if late else _("by %(at)s")
    return {"due": words % {"at": when(timezone.localtime(due_at))}, "late": late}


def _section(key: str, title: str, icon: str, items: Sequence[Item], all_url: str = "") -> Section:
    late = any(one.late for one in items)
    return Section(key, title, icon, len(items), items, all_url=all_url, late=late)
