"""States, outcomes and expected failures in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from bole.foundation.ui import messages
from bole.kernel.errors import BoleError
from bole.kernel.labour_law import LabourLawError

Words = Mapping[str, str | Promise]

STATES: Words = {
    "running": lazy("on probation"),
    "confirmed": lazy("confirmed"),
    "ended": lazy("ended by the bank"),
    "left": lazy("left of their own accord"),
    "lapsed": lazy("confirmed by law"),
}
STATE_TONES = {
    "running": "info",
    "confirmed": "success",
    "ended": "error",
    "left": "",
    "lapsed": "warning",
}
TONES: dict[str, tuple[str, str, str | Promise]] = {
    "late": ("error", "alert", lazy("behind")),
    "slow": ("warning", "warn", lazy("a little behind")),
    "good": ("success", "ring-check", lazy("on track")),
    "new": ("", "clock", lazy("just begun")),
}
PROPOSALS: Words = {
    "confirm": lazy("Confirm the employee"),
    "extend": lazy("Extend the probation"),
    "end": lazy("End the employment"),
}
DECISIONS: Words = {
    "confirm": lazy("Confirmed"),
    "extend": lazy("Longer probation"),
    "end": lazy("End of employment"),
    "left": lazy("Left of their own accord"),
    "lapse": lazy("Confirmed by law"),
}
DECISION_STATES: Words = {
    "waits_person": lazy("waits for a second person"),
    "waits_employee": lazy("waits for the employee's consent"),
    "effective": lazy("in effect"),
    "refused": lazy("refused"),
    "withdrawn": lazy("taken back"),
    "void": lazy("came too late"),
}
SOURCES: Words = {
    "rule": lazy("by a rule"),
    "offer": lazy("promised in the offer"),
    "person": lazy("added by a person"),
}
PROBLEMS: Words = {
    "conflict": lazy("Nothing was changed: it has changed since you opened the page. Read it again first."),
    "probation_over": lazy("Nothing was changed: the probation is over."),
    "review_first": lazy("The review comes first: nobody is confirmed, extended or judged without it."),
    "reviewed_already": lazy("Nothing was changed: the review was handed in already."),
    "review_incomplete": lazy("Every competency needs a level with a week or a sentence it rests on."),
    "decision_waits": lazy("A decision waits already. Settle it or take it back first."),
    "week_reviewed": lazy("The review rests on this week; it cannot be changed any more."),
    "week_reported": lazy("The report of that week was sent; what was due then stays as it was."),
    "week_not_begun": lazy("That week has not begun."),
    "extension_backwards": lazy("The new last day has to be later than the present one."),
    "papers_missing": lazy("A paper this ground rests on is missing."),
    "reason_too_short": lazy("Say why, in at least twenty characters: the law asks for reasons (§21)."),
    "notice_too_short": lazy("This ground needs thirty days' notice before the last day of work (§40)."),
    "last_day_past": lazy("The last day of work lies in the past."),
    "report_invalid": lazy("Not sent: please look at the fields marked below."),
    "report_incomplete": lazy("Not sent: a figure is missing. Enter 0 where there was nothing."),
    "too_many_files": lazy("Five files are enough for one week."),
    "upload_too_large": lazy("The file is larger than 10 MB."),
    "type_not_allowed": lazy("Only pictures (PNG, JPEG) and PDF files."),
    "empty": lazy("The file is empty."),
    "said_already": lazy("That was said already."),
    "plan_given": lazy("The plan was given to the employee. Make a new draft to change it."),
    "promised_item": lazy("The signed offer promises this course; it stays in the plan."),
    "course_there": lazy("This course is in the plan."),
    "already_decided": lazy("Nothing was changed: it was decided or taken back already."),
    "already_waiting": lazy("It waits for a second person already."),
    "answered_already": lazy("You have answered this already."),
    "proposer_gone": lazy("Whoever asked for it has left the bank; HR has to ask anew."),
}
FIELDS: Words = {
    "required": lazy("Please fill this in."),
    "number": lazy("A number, please."),
    "range": lazy("A number from 0 on, please."),
    "too_long": lazy("This is too long."),
    "too_short": lazy("Say a little more, please."),
    "level": lazy("Choose a level."),
    "weeks": lazy("Choose weeks with a report."),
    "evidence": lazy("Name a week or write a sentence."),
    "unknown": lazy("Choose from the list."),
}


def problem(error: BoleError) -> str:
    """One sentence for an expected failure; for the law with its article."""
    if isinstance(error, LabourLawError):
        return law(error)
    return str(PROBLEMS.get(error.code) or messages.explain(error.code)[1])


def law(error: LabourLawError) -> str:
    """What the Labour Contract Law says about it."""
    if error.code == "probation_too_long":
        return ngettext(
            "Labour Contract Law §19: with this contract probation may last %(n)d month at most.",
            "Labour Contract Law §19: with this contract probation may last %(n)d months at most.",
            error.limit,
        ) % {"n": error.limit}
    if error.code == "probation_only_once":
        return _(
            "Labour Contract Law §19: the same employer and employee may agree on probation only once. "
            "It was extended before."
        )
    return _("Labour Contract Law §19: this contract allows no probation.")


def field(code: str) -> str:
    """What is wrong with one field."""
    return str(FIELDS.get(code) or FIELDS["required"])
