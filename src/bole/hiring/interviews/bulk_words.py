"""States and problems of bulk invitations as words. An unknown code is printed as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from bole.hiring.interviews.queries import Progress
from bole.hiring.interviews.queries.bulk import STATUSES, Line

# code → (words, tone, icon)
Words = Mapping[str, tuple[str | Promise, str, str]]
RUNS: Words = {
    "draft": (_("not sent yet"), "info", "pen"),
    "running": (_("under way"), "primary", "pulse"),
    "stopped": (_("stopped"), "warning", "stop"),
    "done": (_("finished"), "success", "ring-check"),
}
PEOPLE: Words = {
    "ready": (_("to be invited"), "info", "clock"),
    "waiting": (_("message waiting"), "info", "clock"),
    "sent": (_("message handed over"), "success", "check"),
    "delivered": (_("message arrived"), "success", "ring-check"),
    "opened": (_("opened"), "primary", "eye"),
    "answered": (_("answered"), "success", "ring-check"),
    "dead": (_("message not delivered"), "error", "alert"),
    "failed": (_("not invited"), "error", "alert"),
    "problem": (_("cannot be invited"), "warning", "warn"),
    "left_out": (_("left out"), "", "minus"),
}
PROBLEMS: Mapping[str, str | Promise] = {
    "unknown": _("nobody found under this number"),
    "no_application": _("has not applied for this opening"),
    "closed": _("the application has ended"),
    "already_closed": _("the application has ended"),
    "already_invited": _("has an open invitation"),
    "wrong_stage": _("stands in another stage"),
    "no_such_move": _("stands in another stage"),
    "lost_race": _("was moved by somebody at the same moment"),
    "no_address": _("no address known"),
    "no_account": _("who confirmed this may not invite any more"),
    "denied": _("who confirmed this may not invite here"),
    "unexpected": _("an unforeseen fault; IT was told"),
    "mail_address": _("the mail server refused the address"),
    "mail_refused": _("the mail server refused the mail"),
    "mail_down": _("the mail server does not answer"),
    "sms_address": _("the SMS gateway refused the number"),
    "sms_limit": _("too many short messages to this number"),
    "sms_undelivered": _("the phone did not get it"),
}
REFUSED: Mapping[str, str | Promise] = {
    "bulk_confirmed": _("This run was confirmed already. It is sent once."),
    "bulk_changed": _("The list has changed meanwhile. Please look at it again."),
    "bulk_empty": _("There is nobody on the list who can be invited."),
    "bulk_not_running": _("This run is not under way."),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the page."""

    id: Any
    name: str
    number: str
    chip: tuple[str, str, str]
    reason: str
    candidate_id: Any
    interview_id: Any
    message_id: Any
    may_leave_out: bool
    left_out: bool


def run_state(code: str) -> tuple[str, str, str]:
    """Words, tone, icon."""
    return _of(RUNS, code)


def line(found: Line) -> Person:
    """One person as the page shows him."""
    entry = found.entry
    person = entry.candidate
    return Person(
        id=entry.pk,
        name=person.name if person else "",
        number=person.number if person else entry.asked_for,
        chip=_of(PEOPLE, found.status),
        reason=str(PROBLEMS.get(found.reason, found.reason)),
        candidate_id=entry.candidate_id,
        interview_id=entry.interview_id,
        message_id=found.message.pk if found.message else None,
        may_leave_out=entry.state in {"ready", "left_out"},
        left_out=entry.state == "left_out",
    )


def problems(by_code: Mapping[str, int]) -> list[tuple[str, int]]:
    """What stands in the way, most frequent first."""
    named: dict[str, int] = {}
    for code, number in by_code.items():
        words = str(PROBLEMS.get(code, code))
        named[words] = named.get(words, 0) + number
    return sorted(named.items(), key=lambda item: -item[1])


def views(progress: Progress, chosen: str, here: str) -> list[dict[str, Any]]:
    """The statuses that occur, as filters."""
    every = {"label": now_("All"), "url": here, "on": not chosen, "count": progress.total}
    shown = [status for status in STATUSES if progress.by_status.get(status) or status == chosen]
    return [
        every,
        *(
            {
                "label": _of(PEOPLE, status)[0],
                "url": f"{here}?{urlencode({'status': status})}",
                "on": status == chosen,
                "count": progress.by_status.get(status, 0),
            }
            for status in shown
        ),
    ]


def refused(code: str) -> str:
    """Why something was not done."""
    return str(REFUSED.get(code, code))


def _of(known: Words, code: str) -> tuple[str, str, str]:
    text, tone, icon = known.get(code, (code, "", "minus"))
    return str(text), tone, icon
