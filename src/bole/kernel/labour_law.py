"""What the Labour Contract Law of the PRC (劳动合同法) allows in a contract: probation, pay, written form.

Sources: 劳动合同法 (2012 wording) §10, §19, §20, §82; 劳动合同法实施条例 (2008) §6, §15; for counting months
民法典 §201 and §202 (the first day does not count; the period ends on the same day of the later month, or on
that month's last day). "以上" includes the figure itself. Amounts are integers in fen.
"""

from calendar import monthrange
from datetime import date, timedelta

from bole.kernel.errors import InvalidError

LEAST_CONTRACT = 3  # months; below there is no probation at all
_LIMITS = ((12, 1), (36, 2))  # a contract below so many months: probation of at most so many months
_LONGEST = 6
_SHARE = 80  # per cent of the pay, during probation


class LabourLawError(InvalidError):
    """Something the law does not allow. ``article`` is its number; ``limit`` is what it would allow:
    months for §19, fen for §20.

    Codes: ``probation_too_long``, ``probation_not_allowed`` (contract under three months or bound to a task),
    ``probation_only_once``, ``probation_negative`` (§19);
    ``probation_pay_too_low``, ``probation_pay_below_minimum`` (§20).
    """

    def __init__(self, code: str, article: int, limit: int, field: str) -> None:
        super().__init__(
            f"Labour Contract Law §{article}: {code.replace('_', ' ')}, limit {limit}",
            code=code,
            fields={field: code},
        )
        self.article = article
        self.limit = limit


def probation_limit_months(contract_months: int | None, *, task_bound: bool = False) -> int:
    """The longest lawful probation (§19). ``contract_months`` None: an open-ended contract."""
    if task_bound:
        return 0
    if contract_months is None:
        return _LONGEST
    if contract_months < LEAST_CONTRACT:
        return 0
    return next((limit for below, limit in _LIMITS if contract_months < below), _LONGEST)


def check_probation(
    probation_months: int, contract_months: int | None, *, task_bound: bool = False, had_before: bool = False
) -> None:
    """LabourLawError where §19 forbids the probation. ``had_before``: the same employer and the same person
    already agreed on one; the whole length counts, so for an extension give the new total."""
    limit = probation_limit_months(contract_months, task_bound=task_bound)
    if probation_months < 0:
        raise LabourLawError("probation_negative", 19, limit, "probation_months")
    if probation_months == 0:
        return
    if had_before:
        raise LabourLawError("probation_only_once", 19, 0, "probation_months")
    if limit == 0:
        raise LabourLawError("probation_not_allowed", 19, 0, "probation_months")
    if probation_months > limit:
        raise LabourLawError("probation_too_long", 19, limit, "probation_months")


def probation_pay_floor(agreed: int, *, lowest_of_post: int | None = None) -> int:
    """The least monthly pay during probation in fen, without the local minimum (§20).

    §20 names 80 % of the post's lowest pay or of the agreed pay; the higher of both is lawful however one
    reads the «or», so that one is asked for.
    """
    return max(-(-pay * _SHARE // 100) for pay in (agreed, lowest_of_post or 0))


def check_probation_pay(
    pay: int, agreed: int, *, lowest_of_post: int | None = None, local_minimum: int | None = None
) -> None:
    """LabourLawError where §20 forbids the monthly pay (fen) during probation. ``local_minimum``: the minimum
    wage at the place of work, where it is known."""
    floor = probation_pay_floor(agreed, lowest_of_post=lowest_of_post)
    if pay < floor:
        raise LabourLawError("probation_pay_too_low", 20, floor, "probation_pay")
    if local_minimum is not None and pay < local_minimum:
        raise LabourLawError("probation_pay_below_minimum", 20, local_minimum, "probation_pay")


def probation_ends_on(starts_on: date, probation_months: int) -> date | None:
    """The last day of the probation, the first day of work included; None without one."""
    if probation_months <= 0:
        return None
    end = months_after(starts_on, probation_months)
    return end - timedelta(days=1) if end.day == starts_on.day else end


def written_contract_due(starts_on: date) -> date:
    """The last day on which the written contract can be signed without a breach (§10: one month)."""
    return months_after(starts_on, 1)


def double_pay_from(starts_on: date) -> date:
    """From this day each month without a written contract costs double pay (§82, 实施条例 §6)."""
    return written_contract_due(starts_on) + timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has none such (民法典 §202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
