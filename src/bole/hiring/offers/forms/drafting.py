"""The draft of an offer: its terms out of two forms. What the forms do not show stays as it was."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.ui import choices
from bole.foundation.ui.formats import SYMBOLS, say
from bole.hiring.offers import library, queries
from bole.hiring.offers.forms.fields import choice_field, money_field, number_field, text_field
from bole.hiring.offers.forms.lines import LineForm, LineSet
from bole.hiring.offers.forms.money import fen, yuan
from bole.hiring.offers.rules.terms import Terms
from bole.hiring.offers.wording import PARTS

CONTRACTS = [
    ("fixed", gettext_lazy("Fixed term")),
    ("open", gettext_lazy("Open-ended")),
    ("task", gettext_lazy("Until one task is done")),
]

MANAGERS = (roles.HIRING_MANAGER, roles.INTERVIEWER, *roles.HR)


class TermsForm(forms.Form):
    """Everything of the terms but the pay lines and the training plan."""

    revision = forms.IntegerField(widget=forms.HiddenInput())
    grade = choice_field(gettext_lazy("Grade"), [], required=False)
    currency = choice_field(gettext_lazy("Currency"), [(key, key) for key in SYMBOLS])
    starts_on = forms.DateField(
        label=gettext_lazy("Start date"),
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    place = text_field(gettext_lazy("Place of work"), 120, required=False)
    manager = choice_field(gettext_lazy("Reports to"), [], required=False)
    contract_kind = choice_field(gettext_lazy("Contract"), CONTRACTS)
    contract_months = number_field(gettext_lazy("Months of the contract"), 120, required=False)
    probation_months = number_field(gettext_lazy("Months of probation"), 24)
    probation_pay = money_field(gettext_lazy("Pay a month during probation"), required=False)
    local_minimum = money_field(gettext_lazy("Local minimum wage a month"), required=False)
    city = choice_field(gettext_lazy("City of social insurance"), [], required=False)
    base_low = money_field(gettext_lazy("Base from"), required=False)
    base_high = money_field(gettext_lazy("Base up to"), required=False)
    fund_low = money_field(gettext_lazy("Fund base from"), required=False)
    fund_high = money_field(gettext_lazy("Fund base up to"), required=False)
    fund_rate = forms.DecimalField(
        label=gettext_lazy("Housing fund, each side, %"),
        min_value=0,
        max_value=12,
        max_digits=4,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input num", "step": "0.5"}),
    )
    insurance_source = text_field(gettext_lazy("Where these figures are from"), 200, required=False)
    insurance_confirmed = forms.BooleanField(
        label=gettext_lazy("I have checked these figures against the notice"), required=False
    )
    medical_offered = forms.BooleanField(label=gettext_lazy("Supplementary medical"), required=False)
    medical_zh = text_field(gettext_lazy("In Chinese words"), 120, required=False)
    medical_en = text_field(gettext_lazy("In English words"), 160, required=False)

    def __init__(self, *args: Any, terms: Terms, **more: Any) -> None:
        super().__init__(*args, **more)
        grades = [band.grade for band in queries.bands(terms["job"]["key"])]
        known = [terms["grade"]] if terms["grade"] and terms["grade"] not in grades else []
        choices.offer(self, "grade", [(one, one) for one in (*grades, *known)] or [("", "–")])
        choices.offer(self, "manager", _managers(terms))
        cities = [(key, say(city["name"])) for key, city in library.cities().items()]
        own = terms["insurance"]["city"]
        if own and own not in library.cities():
            cities.append((own, say(terms["insurance"]["name"])))
        choices.offer(self, "city", [("", _("not listed: type the figures")), *cities])

    def clean(self) -> dict[str, Any]:
        """A fixed term has a length."""
        found = super().clean() or self.cleaned_data
        if found.get("contract_kind") == "fixed" and not found.get("contract_months"):
            self.add_error("contract_months", _("Say how many months."))
        return found


def forms_for(made: Terms, revision: int) -> tuple[TermsForm, Any]:
    """Both forms as the draft stands."""
    lines = [
        {
            "key": line["key"],
            "zh": line["label"]["zh"],
            "en": line["label"]["en"],
            "amount": yuan(line["amount"]),
            "per": line["per"],
            "months": line["months"],
            "fixed": line["fixed"],
        }
        for line in made["pay"]
    ]
    return TermsForm(initial=_initial(made, revision), terms=made), LineSet(initial=lines, prefix="pay")


def posted(data: Any, made: Terms) -> tuple[TermsForm, Any]:
    """Both forms as they were sent."""
    return TermsForm(data, terms=made), LineSet(data, prefix="pay")


def terms_from(form: TermsForm, lines: Any, made: Terms) -> dict[str, Any]:
    """The new terms out of two valid forms; what they do not show (training, job, unit) stays."""
    given = form.cleaned_data
    new = deepcopy(dict(made))
    new["grade"], new["currency"], new["place"] = given["grade"], given["currency"], given["place"].strip()
    new["starts_on"], new["manager"] = given["starts_on"].isoformat(), given["manager"] or None
    kind = given["contract_kind"]
    new["contract"] = {"kind": kind, "months": given["contract_months"] if kind == "fixed" else None}
    new["probation"] = {
        "months": given["probation_months"],
        "pay": fen(given["probation_pay"]) or 0 if given["probation_months"] else 0,
    }
    new["local_minimum"] = fen(given["local_minimum"])
    new["medical"] = {
        "offered": given["medical_offered"],
        "words": {"zh": given["medical_zh"].strip(), "en": given["medical_en"].strip()},
    }
    new["pay"] = [_line(one.cleaned_data, number) for number, one in enumerate(lines) if _is_line(one)]
    new["insurance"] = _insurance(given, made["insurance"])
    return new


def _managers(made: Terms) -> list[tuple[str, str]]:
    """Who may lead a newcomer there, the nearest first; whoever is named already stays among them."""
    found = access.holders_of(MANAGERS, UUID(made["unit"]["id"]))
    people = {str(one.pk): one.get_short_name() for one in found}
    if made["manager"] and made["manager"] not in people:
        people |= {str(key): name for key, name in access.names_of([UUID(made["manager"])]).items()}
    return [("", _("named later")), *people.items()]


def _initial(made: Terms, revision: int) -> dict[str, Any]:
    given, fund = made["insurance"], made["insurance"]["fund"]
    return {
        "revision": revision,
        "grade": made["grade"],
        "currency": made["currency"],
        "starts_on": made["starts_on"],
        "place": made["place"],
        "manager": made["manager"] or "",
        "contract_kind": made["contract"]["kind"],
        "contract_months": made["contract"]["months"],
        "probation_months": made["probation"]["months"],
        "probation_pay": yuan(made["probation"]["pay"]),
        "local_minimum": yuan(made["local_minimum"]),
        "city": given["city"],
        "base_low": yuan(given["base"]["low"]),
        "base_high": yuan(given["base"]["high"]),
        "fund_low": yuan(fund["low"]),
        "fund_high": yuan(fund["high"]),
        "fund_rate": None if fund["rate"] is None else yuan(fund["rate"]),
        "insurance_source": say(given["source"]),
        "insurance_confirmed": given["confirmed"],
        "medical_offered": made["medical"]["offered"],
        "medical_zh": made["medical"]["words"]["zh"],
        "medical_en": made["medical"]["words"]["en"],
    }


def _is_line(form: LineForm) -> bool:
    given = form.cleaned_data
    return bool(given) and not given.get("gone") and given.get("amount") is not None and bool(given.get("zh"))


def _line(given: Mapping[str, Any], number: int) -> dict[str, Any]:
    monthly = given["per"] == "month"
    return {
        "key": given["key"] or f"line{number + 1}",
        "label": {"zh": given["zh"].strip(), "en": given["en"].strip()},
        "per": given["per"],
        "amount": fen(given["amount"]),
        "months": (given["months"] or 12) if monthly else 1,
        "fixed": given["fixed"],
    }


def _insurance(given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Another city brings its own figures; the same one keeps its parts and takes what was typed."""
    city = given["city"]
    if city != before["city"]:
        return deepcopy(library.cities().get(city)) or library.empty_insurance()
    new = deepcopy(dict(before))
    new["base"] = {"low": fen(given["base_low"]), "high": fen(given["base_high"])}
    new["fund"] = {
        **before["fund"],
        "low": fen(given["fund_low"]),
        "high": fen(given["fund_high"]),
        "rate": None if given["fund_rate"] is None else fen(given["fund_rate"]),
    }
    source = given["insurance_source"].strip()
    if source != say(before["source"]):
        new["source"] = {"zh": source, "en": source}
    new["confirmed"] = given["insurance_confirmed"]
    return new


def part_names(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of a city's insurance with their names."""
    return [{**part, "name": str(PARTS.get(part["key"], part["key"]))} for part in given["part"]]
