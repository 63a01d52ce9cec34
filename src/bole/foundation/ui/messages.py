"""Words for every expected failure: code → (title, what it means and what to do). Logs stay English."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from bole.kernel.errors import BoleError

UNKNOWN = (
    gettext_noop("That did not work"),
    gettext_noop("Something went wrong on our side; it has been logged. Try again in a moment."),
)

WORDS: dict[str, tuple[str, str]] = {
    "not_found": (
        gettext_noop("We cannot find this page"),
        gettext_noop("It may have been deleted, or it is outside what you may see."),
    ),
    "denied": (
        gettext_noop("You may not open this"),
        gettext_noop("Your role or branch does not include it. The attempt was written to the audit trail."),
    ),
    "logged_out": (
        gettext_noop("You have been logged out"),
        gettext_noop(
            "Nothing was changed. Go back with your browser: what you typed is still in the form. "
            "Copy it, log in again and send it from there."
        ),
    ),
    "conflict": (
        gettext_noop("Somebody was faster"),
        gettext_noop("This has changed since you opened it. Reload the page to see how it stands now."),
    ),
    "invalid": (
        gettext_noop("Please check what you entered"),
        gettext_noop("Part of it cannot be accepted as it is."),
    ),
    "csrf": (
        gettext_noop("This page was open too long"),
        gettext_noop("For your safety it has expired. Reload it and try again; nothing was changed."),
    ),
    "law_keeps": (
        gettext_noop("The law has this kept"),
        gettext_noop(
            "Who works here, or left less than two years ago, has a contract whose papers must be kept"
            " (Labour Contract Law, article 50). Nothing was erased. Consents can be taken back all the same."
        ),
    ),
    "too_large": (
        gettext_noop("That is too large"),
        gettext_noop("Choose a smaller file or a shorter recording."),
    ),
    "too_many_requests": (
        gettext_noop("Too many tries"),
        gettext_noop("Wait a few minutes, then try again."),
    ),
    "too_many_attempts": (
        gettext_noop("Too many tries"),
        gettext_noop("Wait a few minutes, then try again."),
    ),
    "locked_out": (gettext_noop("Too many tries"), gettext_noop("Wait a few minutes, then try again.")),
    "bad_request": (gettext_noop("The request could not be read"), gettext_noop("Go back and try again.")),
    "gone": (gettext_noop("This is no longer here"), gettext_noop("The link has expired or was used.")),
    "unavailable": (
        gettext_noop("The service is busy"),
        gettext_noop("Try again in a moment; nothing was lost."),
    ),
    "storage_full": (
        gettext_noop("The bank's storage is full"),
        gettext_noop(
            "Your recording is safe on your phone. Leave this page open; it is sent as soon as there is room."
        ),
    ),
}


def explain(code: str) -> tuple[str, str]:
    """Title and explanation of an error code, translated; unknown codes get general words."""
    title, body = WORDS.get(code, UNKNOWN)
    return str(_(title)), str(_(body))


def register(words: dict[str, tuple[str, str]]) -> None:
    """A capability adds the words for its own codes (msgids marked with ``gettext_noop``)."""
    WORDS.update(words)


def problem(error: BoleError) -> dict[str, str]:
    """The JSON body of an expected failure, in the reader's language."""
    title, body = explain(error.code)
    return {"code": error.code, "message": f"{title}。{body}" if "。" in body else f"{title}. {body}"}
