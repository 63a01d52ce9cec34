"""What is said when something about an offer does not go, with the article where a law says so."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from bole.foundation.ui.formats import money
from bole.hiring.offers.wording import label
from bole.kernel.errors import BoleError, InvalidError
from bole.kernel.labour_law import LabourLawError

WORDS: dict[str, tuple[str, str]] = {
    "offer_expired": (
        gettext_noop("This offer has run out"),
        gettext_noop("If you would still like to say yes, write to your recruiter: it can be opened again."),
    ),
    "offer_ended": (
        gettext_noop("This offer is closed"),
        gettext_noop("Nothing can be changed about it any more."),
    ),
    "version_replaced": (
        gettext_noop("There is a newer version"),
        gettext_noop("Nothing was signed. Read the newer version first; what changed is marked."),
    ),
    "terms_differ": (
        gettext_noop("These are not the terms we sent"),
        gettext_noop("Nothing was signed. Reload the page and read it again."),
    ),
    "already_asked": (
        gettext_noop("Your question is with the bank"),
        gettext_noop("As soon as it is answered you can ask again, or take the question back."),
    ),
    "asked_too_often": (
        gettext_noop("Let us talk instead"),
        gettext_noop("There were many requests about this offer. Please call your recruiter."),
    ),
    "nothing_asked": (
        gettext_noop("There is no open request"),
        gettext_noop("It was answered or taken back in the meantime."),
    ),
    "second_person_needed": (
        gettext_noop("Somebody else has to sign"),
        gettext_noop("Who wrote these terms does not sign them."),
    ),
    "another_person_needed": (
        gettext_noop("Another person has to sign"),
        gettext_noop("You signed this version already; the next level needs somebody else."),
    ),
    "nothing_new": (
        gettext_noop("Nothing was changed"),
        gettext_noop("This version says the same as the one the candidate has."),
    ),
    "in_work": (
        gettext_noop("A version is being written already"),
        gettext_noop("Finish that one, or throw it away."),
    ),
    "no_draft": (
        gettext_noop("There is no draft"),
        gettext_noop("It was handed in or thrown away in the meantime."),
    ),
    "wrong_state": (
        gettext_noop("That does not go at this point"),
        gettext_noop("Reload the page to see how the offer stands."),
    ),
}
FAULTS = {
    "out_of_range": gettext_noop("outside what is possible"),
    "doubled": gettext_noop("named twice, or too many"),
    "nothing_fixed": gettext_noop("at least one guaranteed amount a month is needed"),
    "unnamed": gettext_noop("a name in both languages is needed"),
    "limits_crossed": gettext_noop("the lower limit lies above the upper one"),
    "unknown": gettext_noop("choose one of the list"),
    "required": gettext_noop("this is needed"),
    "too_long": gettext_noop("too long"),
    "too_large": gettext_noop("too large"),
    "invalid": gettext_noop("this cannot be read"),
}


def law(error: LabourLawError) -> str:
    """What the article says, in the reader's language."""
    months = ngettext("%(n)d month", "%(n)d months", error.limit) % {"n": error.limit}
    if error.code == "probation_too_long":
        return _("For this contract the probation may last %(time)s at most (Labour Contract Law §19).") % {
            "time": months
        }
    if error.code == "probation_not_allowed":
        return _(
            "No probation can be agreed on for a contract of less than three months or for one task "
            "(Labour Contract Law §19)."
        )
    if error.code == "probation_only_once":
        return _(
            "The same employer and the same person agree on a probation once only (Labour Contract Law §19)."
        )
    if error.code == "probation_pay_too_low":
        return _(
            "During probation at least 80 %% of the agreed pay and of the post's lowest pay is due: "
            "%(amount)s a month (Labour Contract Law §20)."
        ) % {"amount": money(error.limit)}
    if error.code == "probation_pay_below_minimum":
        return _(
            "The pay during probation lies below the local minimum wage of %(amount)s "
            "(Labour Contract Law §20)."
        ) % {"amount": money(error.limit)}
    return _("The probation cannot be negative (Labour Contract Law §19).")


def faults(error: BoleError) -> list[str]:
    """One sentence per field of a refusal; empty for other errors."""
    if isinstance(error, LabourLawError):
        return [law(error)]
    if not isinstance(error, InvalidError):
        return []
    return [f"{label(field)}: {_(FAULTS.get(code, code))}" for field, code in error.fields.items()]
