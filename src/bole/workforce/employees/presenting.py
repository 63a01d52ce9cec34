"""Records in words, for pages."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access import queries as access
from bole.foundation.ui.formats import is_chinese, say
from bole.kernel import labour_law
from bole.workforce.employees import policies
from bole.workforce.employees.models import Employee, Step
from bole.workforce.employees.queries import Field

STATES = {
    "joining": (lazy("Not begun yet"), "info"),
    "probation": (lazy("On probation"), "primary"),
    "confirmed": (lazy("Confirmed"), "success"),
    "ended": (lazy("Ended"), ""),
}
VERBS = {
    "created": lazy("Record made from the signed offer"),
    "postponed": lazy("First day moved"),
    "started": lazy("Began to work"),
    "confirmed": lazy("Confirmed after the probation"),
    "extended": lazy("Probation extended"),
    "ended": lazy("Record ended"),
    "contract_signed": lazy("Written contract signed"),
    "manager_named": lazy("Manager named"),
}
KINDS = {"open_ended": lazy("open-ended"), "task": lazy("until a task is done")}
SOURCES = {
    "candidate": lazy("application"),
    "resume": lazy("résumé"),
    "offer": lazy("signed offer"),
    "material": lazy("document, checked by HR"),
}


def row(one: Employee) -> dict[str, Any]:
    """One line of the list."""
    words, tone = STATES[one.state]
    return {
        "id": one.pk,
        "name": one.name,
        "number": one.number,
        "job": say(one.job_title),
        "unit": one.unit.name,
        "state": words,
        "tone": tone,
        "starts_on": one.starts_on,
        "probation_ends_on": one.probation_ends_on,
        "manager": one.manager.get_short_name() if one.manager else "",
    }


def contract(one: Employee, today: date) -> dict[str, Any]:
    """The contract's facts, and what is missing of it by when."""
    missing = one.contract_signed_on is None and one.state != Employee.State.ENDED
    due, double = labour_law.written_contract_due(one.starts_on), labour_law.double_pay_from(one.starts_on)
    return {
        "kind": KINDS.get(one.contract_kind) or _("%(months)d months") % {"months": one.contract_months},
        "signed_on": one.contract_signed_on,
        "missing": missing,
        "due": due,
        "double_from": double,
        "late": missing and one.state != Employee.State.JOINING and today >= double,
    }


def log(steps: list[Step]) -> list[dict[str, Any]]:
    """The changes, with who made them and why."""
    names = access.names_of(step.actor_user_id for step in steps)
    reasons = dict([*policies.END_REASONS, *policies.POSTPONE_REASONS])
    return [
        {
            "what": VERBS.get(step.verb, step.verb),
            "why": reasons.get(step.reason, ""),
            "who": names.get(step.actor_user_id, "") if step.actor_user_id else _("the program"),
            "at": step.at,
            "facts": step.facts,
        }
        for step in steps
    ]


def file(fields: list[Field]) -> list[dict[str, Any]]:
    """The file: what, value, where from, by which law."""
    return [
        {
            "label": say(field.label),
            "value": shown(field),
            "source": SOURCES.get(field.source, field.source),
            "basis": say(field.basis),
            "at": field.copied_at,
        }
        for field in fields
    ]


def shown(field: Field) -> str:
    """A value as text. The number of a card is shown by its last four digits only."""
    value = field.value
    if field.field == "bank_card":
        return f"•••• {str(value)[-4:]}"
    if field.field == "terms":
        return _terms(value)
    if isinstance(value, dict):
        return say(value)
    return str(value)


def _terms(value: dict[str, Any]) -> str:
    """The main points; pay and insurance are read in the signed letter."""
    months, probation = value.get("contract_months"), value.get("probation_months")
    found = [
        _("grade %(grade)s") % {"grade": value["grade"]} if value.get("grade") else "",
        _("contract of %(n)s months") % {"n": months} if months else "",
        _("probation of %(n)s months") % {"n": probation} if probation else "",
        _("pay and insurance as in the signed letter") if value.get("pay") else "",
    ]
    return "，".join(part for part in found if part) if is_chinese() else ", ".join(filter(None, found))
