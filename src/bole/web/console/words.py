"""States of interviews as HR reads them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

STATES: dict[str, str | Promise] = {
    "invited": lazy("Invited"),
    "opened": lazy("Opened"),
    "in_progress": lazy("Answering"),
    "finished": lazy("Finished"),
    "expired": lazy("Expired"),
    "withdrawn": lazy("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One chip: what it says, how it looks, and how far along (percent, or None for no bar)."""

    text: str
    tone: str
    icon: str
    percent: int | None = None


def standing(
    state: str, *, submitted: int, questions: int, progress: int, failed: int, reported: bool
) -> Standing:
    """What a row says about an interview; a finished one goes on through analysis to its report."""
    if state == "invited":
        return Standing(_("Invited"), "", "mail")
    if state == "opened":
        return Standing(_("Opened, not begun"), "info", "eye")
    if state == "in_progress":
        words = _("Answering, %(done)s of %(all)s") % {"done": submitted, "all": questions}
        return Standing(words, "info", "live", round(100 * submitted / questions) if questions else 0)
    if state == "expired":
        return Standing(_("Expired"), "warning", "clock")
    if state == "withdrawn":
        return Standing(_("Withdrawn"), "", "minus")
    if failed:
        return Standing(_("Analysis failed for %(n)s") % {"n": failed}, "error", "warn", progress)
    if reported:
        return Standing(_("Report ready"), "success", "ring-check")
    return Standing(_("Analysing"), "info", "clock", progress)


@dataclass(frozen=True, slots=True)
class View:
    """A ready-made set of filters, shown as a tab with its count."""

    label: str
    url: str
    on: bool
    count: int | None


# What a failed analysis means and what to do about it; the code stays visible beside the words.
FAILURES: dict[str, tuple[str | Promise, str | Promise]] = {
    "unreadable": (
        lazy("The recording cannot be decoded."),
        lazy("Watch it if you can, or ask the candidate to answer this question again."),
    ),
    "no_audio": (
        lazy("The recording has no sound."),
        lazy("Ask the candidate to answer this question again, or rate the picture by hand."),
    ),
    "empty": (lazy("The recording is empty."), lazy("Ask the candidate to answer this question again.")),
    "too_large": (
        lazy("The recording is longer or larger than the analysis may take."),
        lazy("A person must watch it and rate it by hand."),
    ),
    "limit_exceeded": (
        lazy("The analysis needed more memory or time than it may take."),
        lazy("Try again; if it fails again, a person must rate the answer."),
    ),
    "child_died": (
        lazy("The analysis ended unexpectedly."),
        lazy("Try again; if it fails again, tell IT the code."),
    ),
    "worker_died": (
        lazy("The machine that analysed it stopped several times."),
        lazy("Ask IT to look at the workers, then try again."),
    ),
    "model_missing": (
        lazy("A model is not installed."),
        lazy("IT installs it with “bole models install”, then try again."),
    ),
    "model_changed": (
        lazy("A model is not the one it should be."),
        lazy("IT installs it anew with “bole models install”, then try again."),
    ),
    "runtime_missing": (
        lazy("A program of the analysis is not installed."),
        lazy("IT looks at “bole doctor”, then try again."),
    ),
    "plan_invalid": (
        lazy("The analysis is not set up rightly."),
        lazy("IT looks at “bole doctor”, then try again."),
    ),
    "too_long": (
        lazy("The recording is longer or larger than the analysis may take."),
        lazy("A person must watch it and rate it by hand."),
    ),
    "rubric_changed": (
        lazy("The question's rubric was changed after the invitation."),
        lazy("A person must rate it; a changed rubric is never applied to an old invitation."),
    ),
}


def failure(code: str) -> tuple[str, str]:
    """What happened and what to do."""
    what, todo = FAILURES.get(
        code, (_("The analysis failed."), _("Try again; if it fails again, a person must rate the answer."))
    )
    return str(what), str(todo)
