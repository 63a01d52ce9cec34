"""States, channels and reasons of messages as words. An unknown code is printed as it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bole.foundation.messaging.services import Problem

CHANNELS: Mapping[str, str | Promise] = {"mail": _("Mail"), "sms": _("SMS")}
FORMS: Mapping[str, str | Promise] = {"long": _("Mail"), "short": _("SMS")}
LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}
AUDIENCES: Mapping[str, str | Promise] = {"candidate": _("to candidates"), "staff": _("to the bank's people")}

# state → (words, tone, icon)
STATES: Mapping[str, tuple[str | Promise, str, str]] = {
    "queued": (_("waiting"), "info", "clock"),
    "sent": (_("handed over"), "success", "check"),
    "delivered": (_("arrived"), "success", "ring-check"),
    "failed": (_("failed, tried again"), "warning", "redo"),
    "dead": (_("not delivered"), "error", "alert"),
    "withheld": (_("withheld"), "", "minus"),
    "stopped": (_("stopped"), "", "stop"),
}
LEGS: Mapping[str, tuple[str | Promise, str, str]] = {
    "skipped": (_("passed over"), "", "minus"),
    "sent": (_("handed over"), "success", "check"),
    "delivered": (_("arrived"), "success", "ring-check"),
    "undelivered": (_("did not arrive"), "error", "alert"),
    "failed": (_("failed"), "error", "alert"),
}
REASONS: Mapping[str, str | Promise] = {
    "no_address": _("no address known for it"),
    "not_configured": _("not set up in this bank"),
    "no_adapter": _("not set up in this bank"),
    "no_wording": _("no text for it"),
    "mail_address": _("the mail server refused the address"),
    "mail_refused": _("the mail server refused the mail"),
    "mail_login": _("the mail server refused our log-in"),
    "mail_tls": _("no trusted connection to the mail server"),
    "mail_down": _("the mail server does not answer"),
    "sms_template": _("the text is not registered with the SMS gateway"),
    "sms_limit": _("too many short messages to this number"),
    "sms_address": _("the SMS gateway refused the number"),
    "sms_account": _("the SMS account has no balance or is closed"),
    "sms_login": _("the SMS gateway refused our key"),
    "sms_refused": _("the SMS gateway refused the message"),
    "sms_busy": _("the SMS gateway is busy"),
    "sms_down": _("the SMS gateway does not answer"),
    "sms_undelivered": _("the phone did not get it"),
    "undelivered": _("the phone did not get it"),
    "unsubscribed": _("the person wants no more of these"),
    "interrupted": _("interrupted while sending; nobody knows whether it went"),
    "template_unknown": _("the text is gone"),
    "template_fields": _("the text does not fit the message"),
}
PROBLEMS: Mapping[str, str | Promise] = {
    "place_unknown": _("There is no place called ${%(what)s} in this message."),
    "place_missing": _("The place ${%(what)s} is missing; this message cannot do without it."),
    "place_broken": _("A dollar sign stands alone at “%(what)s”. Write ${…} for a place, $$ for the sign."),
    "empty": _("Nothing is written here."),
    "too_long": _("At most %(what)s characters, and a subject is one line."),
    "familiar": _("Candidates are addressed with 您, never with 你."),
    "impolite": _("A Chinese mail to a candidate addresses the reader with 您."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A chip."""

    text: str
    tone: str
    icon: str


def state(code: str) -> Said:
    """What became of a message."""
    return _said(STATES, code)


def leg(code: str) -> Said:
    """What became of it on one channel."""
    return _said(LEGS, code)


def channel(key: str) -> str:
    """A channel's name."""
    return str(CHANNELS.get(key, key))


def reason(code: str) -> str:
    """Why."""
    return str(REASONS.get(code, code))


def problem(found: Problem) -> str:
    """Why a text is not kept, naming the place."""
    return str(PROBLEMS.get(found.code, found.code)) % {"what": found.what}


def _said(known: Mapping[str, tuple[str | Promise, str, str]], code: str) -> Said:
    text, tone, icon = known.get(code, (code, "", "minus"))
    return Said(str(text), tone, icon)
