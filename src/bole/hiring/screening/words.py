"""Words of the pages: outcomes, reasons, how a point was earned, why a line does not count."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, Promise] = {
    "reject_proposed": _("A required rule is not met"),
    "hold": _("Held for a person"),
    "waiting": _("Waiting for a résumé"),
    "pass": _("Passes"),
}
TONES = {"pass": "success", "hold": "warning", "reject_proposed": "info", "waiting": ""}
CODES: dict[str, Promise] = {
    "rule_failed": _("Rule not met"),
    "rule_open": _("The résumé does not say"),
    "low_match": _("Low match"),
    "hidden_text": _("Hidden text"),
    "instruction": _("Words to the scorer"),
}
VERDICTS: dict[str, Promise] = {
    "pass": _("met"),
    "fail": _("not met"),
    "unknown": _("not known"),
    "question": _("to ask about"),
}
VERDICT_ICONS = {"pass": "ring-check", "fail": "minus", "unknown": "clock", "question": "info"}
WAYS: dict[str, Promise] = {
    "words": _("by its words"),
    "meaning": _("by its meaning"),
    "fields": _("by dates and titles"),
}
ASIDE: dict[str, Promise] = {
    "barred": _("hidden or addressed to the scorer: counts for nothing"),
    "list": _("a list of words tells nothing done"),
    "claim": _("praise or listing: no points"),
    "denied": _("says what was not done"),
}
# Why an item of a bulk decision was not done.
NOT_DONE: dict[str, Promise] = {
    "lost_race": _("somebody moved this application in the meantime"),
    "already_closed": _("the application has ended"),
    "screened_anew": _("there is a newer screening: look again"),
    "reason_needed": _("no reason was chosen"),
}
PROBLEMS: dict[str, Promise] = {
    "rule_not_permitted": _(
        "Nobody may screen by this: age, sex, family, origin, health, belief and the like. Schools need the"
        " rule with a justification."
    ),
    "justification_needed": _("A school list needs a written reason of at least 20 characters."),
    "preview_first": _("Look at what the draft would do first."),
    "lost_race": _("Somebody changed the draft in the meantime. Look again."),
    "rules_invalid": _("This rule cannot be. Check its fields."),
}
