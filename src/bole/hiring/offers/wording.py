"""Terms as people read them, in the language of this moment: for the pages, the letter and the
differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bole.foundation.ui.formats import is_chinese, long_day, money, say
from bole.hiring.offers.rules import terms as rules
from bole.hiring.offers.rules.difference import Change, changes
from bole.kernel import labour_law

FIELDS = {
    "starts_on": gettext_lazy("Start date"),
    "grade": gettext_lazy("Grade"),
    "currency": gettext_lazy("Currency"),
    "contract": gettext_lazy("Contract"),
    "probation": gettext_lazy("Probation"),
    "insurance": gettext_lazy("Social insurance and housing fund"),
    "medical": gettext_lazy("Supplementary medical"),
    "place": gettext_lazy("Place of work"),
    "local_minimum": gettext_lazy("Local minimum wage"),
    "training": gettext_lazy("Training"),
    "pay": gettext_lazy("Pay"),
}
PARTS = {
    "pension": gettext_lazy("Pension insurance"),
    "medical": gettext_lazy("Medical insurance"),
    "unemployment": gettext_lazy("Unemployment insurance"),
    "injury": gettext_lazy("Work injury insurance"),
    "maternity": gettext_lazy("Maternity insurance"),
    "housing_fund": gettext_lazy("Housing fund"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the terms: what it is, what it says, a remark below, and whether it is worth asking
    about."""

    field: str
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and now, in words."""

    field: str
    label: str
    before: str
    after: str
    weighty: bool


def share(hundredths: int | None) -> str:
    """``8%``, ``0.5%``."""
    if hundredths is None:
        return ""
    return f"{hundredths / 100:g}%"


def day(text: str) -> str:
    """«2026 年 12 月 22 日 周二» / “Tue 22 December 2026”."""
    moment = date.fromisoformat(text)
    if is_chinese():
        weekday = "一二三四五六日"[moment.weekday()]
        return f"{moment.year} 年 {moment.month} 月 {moment.day} 日 周{weekday}"
    return dateformat.format(moment, "D j F Y")


def months(number: int) -> str:
    """«3 年» where it is whole years, else «18 个月»."""
    if number and number % 12 == 0:
        years = number // 12
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d month", "%(n)d months", number) % {"n": number}


def rows(made: rules.Terms) -> list[Row]:
    """The terms in the order of the letter; what is empty is left out."""
    sums, currency = rules.totals(made), made["currency"]
    found = [Row("starts_on", label("starts_on"), day(made["starts_on"]))]
    found += [_pay(line, currency) for line in made["pay"] if line["amount"]]
    found.append(
        Row(
            "pay",
            _("A year in all"),
            _("%(fixed)s fixed, %(target)s with every target reached")
            % {"fixed": money(sums.yearly_fixed, currency), "target": money(sums.target, currency)},
            _("Before tax and your own contributions"),
        )
    )
    found += [_contract(made), _probation(made), *_cover(made)]
    if made["place"]:
        found.append(Row("place", label("place"), made["place"]))
    found += [_course(one) for one in made["training"]]
    return found


def label(field: str, made: rules.Terms | None = None) -> str:
    """What a field is called."""
    block, _dot, key = field.partition(".")
    if block == "pay" and key:
        lines = made["pay"] if made else ()
        return next((say(line["label"]) for line in lines if line["key"] == key), key)
    return str(FIELDS.get(block, block))


def differences(old: rules.Terms, new: rules.Terms) -> list[Difference]:
    """What differs between two versions, as both sides read it."""
    return [
        Difference(
            one.field,
            label(one.field, new if one.after is not None else old),
            value(one.field, one.before, old["currency"]),
            value(one.field, one.after, new["currency"]),
            one.weighty,
        )
        for one in _shown(changes(old, new))
    ]


def value(field: str, found: Any, currency: str) -> str:
    """One field's value in words; «none» where there was nothing."""
    block = field.partition(".")[0]
    if found in (None, ""):
        return _("none")
    if block == "starts_on":
        return day(found)
    if block == "pay":
        return _amount(found, currency)
    if block == "contract":
        return contract(found)
    if block == "probation":
        return probation(found, currency)
    if block == "insurance":
        return insurance(found)
    if block == "medical":
        return say(found["words"]) if found["offered"] else _("none")
    if block == "training":
        return f"{say(found['title'])} {hours(found['hours'])}"
    return money(found, currency) if block == "local_minimum" else str(found)


def contract(found: Mapping[str, Any]) -> str:
    """Kind and length."""
    if found["kind"] == "open":
        return _("open-ended")
    if found["kind"] == "task":
        return _("until one task is done")
    return months(found["months"] or 0)


def probation(found: Mapping[str, Any], currency: str) -> str:
    """Length, and what is paid meanwhile."""
    if not found["months"]:
        return _("none")
    return _("%(time)s at %(pay)s a month") % {
        "time": months(found["months"]),
        "pay": money(found["pay"], currency),
    }


def insurance(found: Mapping[str, Any]) -> str:
    """City, and the fund's share."""
    fund = found["fund"]
    parts = [say(found["name"])] if say(found["name"]) else []
    parts.append(_("the five kinds the law asks for"))
    if fund and fund["rate"]:
        parts.append(_("housing fund %(rate)s") % {"rate": share(fund["rate"])})
    return ("，" if is_chinese() else ", ").join(parts)


def hours(number: int) -> str:
    """«16 课时»."""
    return ngettext("%(n)d lesson hour", "%(n)d lesson hours", number) % {"n": number}


def legal_limit(made: rules.Terms) -> str:
    """What §19 would allow for this contract."""
    given = made["contract"]
    limit = labour_law.probation_limit_months(
        given["months"] if given["kind"] == "fixed" else None, task_bound=given["kind"] == "task"
    )
    return _("The law allows up to %(time)s") % {"time": months(limit)} if limit else _("The law allows none")


def source(found: Mapping[str, Any]) -> str:
    """Where a figure comes from."""
    kind, what = found.get("from"), found.get("what", "")
    if kind == "evaluation" and "score" in found:
        return _("evaluation: score %(score)s, %(percent)d%% up the band") % {
            "score": f"{found['score']:g}",
            "percent": found["percent"],
        }
    if kind == "evaluation":
        return _("said in the interview")
    if kind == "typed":
        return _("typed by %(who)s") % {"who": what}
    if kind == "candidate":
        return _("asked for by the candidate")
    if kind == "library":
        return _("figures of the city, checked on %(date)s") % {"date": said_day(what)}
    number = what.rpartition(" v")[2]  # «JOB vN», as it is kept with the version
    return _("this post's template, version %(n)s") % {"n": number} if what else ""


def said_day(iso: str) -> str:
    """A kept day («2026-11-22») as people say it; nothing for none."""
    return long_day(date.fromisoformat(iso)) if iso else ""


def _amount(line: Mapping[str, Any], currency: str) -> str:
    amount = money(line["amount"], currency)
    if line["per"] == "year":
        return _("%(amount)s a year") % {"amount": amount}
    if line["months"] == 12:
        return _("%(amount)s a month") % {"amount": amount}
    return _("%(amount)s a month, %(n)d times a year") % {"amount": amount, "n": line["months"]}


def _pay(line: Mapping[str, Any], currency: str) -> Row:
    note = "" if line["fixed"] else _("Depends on results; not guaranteed")
    return Row(f"pay.{line['key']}", say(line["label"]), _amount(line, currency), note)


def _contract(made: rules.Terms) -> Row:
    return Row("contract", label("contract"), contract(made["contract"]))


def _probation(made: rules.Terms) -> Row:
    words = probation(made["probation"], made["currency"])
    return Row("probation", label("probation"), words, legal_limit(made))


def _cover(made: rules.Terms) -> list[Row]:
    found = [Row("insurance", label("insurance"), insurance(made["insurance"]))]
    if made["medical"]["offered"]:
        found.append(Row("medical", label("medical"), say(made["medical"]["words"])))
    return found


def _course(one: Mapping[str, Any]) -> Row:
    quote = (one.get("quote") or {}).get("text", "")
    note = _("Because you said in the interview: “%(quote)s”") % {"quote": quote} if quote else ""
    return Row(
        f"training.{one['key']}", label("training"), f"{say(one['title'])} {hours(one['hours'])}", note
    )


def _shown(found: list[Change]) -> list[Change]:
    """The statutory minimum is a check of HR's, no part of what is offered."""
    return [one for one in found if one.field != "local_minimum"]
