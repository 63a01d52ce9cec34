"""What the law of the place makes the bank say before an interview, and how long before. No legal advice.

EU: AI Act art. 26(11), 50, 86 (told that a high-risk AI system is used; a person oversees; explanation).
NYC: Local Law 144, § 20-871(b): notice at least ten business days before, the qualifications assessed, and
another way. China: PIPL art. 24, 28–30 (automation may be refused; separate consent for sensitive data).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

NYC_DAYS = 10
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """One statement of the invitation."""

    icon: str
    title: str
    text: str


def earliest(law: str, told_on: date, days_off: Collection[date]) -> date | None:
    """The first day on which an interview told of on ``told_on`` may be analysed; None where no law says one.

    Business days are Monday to Friday without ``days_off``, those the bank keeps for the unit.
    """
    if law != "nyc":
        return None
    day, left = told_on, NYC_DAYS
    while left:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in days_off:
            left -= 1
    return day


def notices(law: str) -> list[Notice]:
    """In the reader's language; the default mode follows Chinese law."""
    return {"eu": _eu, "nyc": _nyc}.get(law, _cn)()


def _cn() -> list[Notice]:
    return [
        Notice(
            "people",
            _("You may refuse the program"),
            _(
                "You may refuse that a program analyses your answers; then people rate all of them "
                "by the same standard. Face data is asked for separately and may be refused separately."
            ),
        )
    ]


def _eu() -> list[Notice]:
    return [
        Notice(
            "info",
            _("An AI system is used"),
            _(
                "If you agree, an AI system turns your answers into text and proposes scores for this "
                "recruitment. A person oversees it and decides. It infers no emotion and looks at no face."
            ),
        ),
        Notice(
            "people",
            _("Explanation and a person"),
            _(
                "You may ask what part the system had in a decision and what it rests on, and that a person "
                "looks again. You may also refuse the system."
            ),
        ),
    ]


def _nyc() -> list[Notice]:
    return [
        Notice(
            "info",
            _("An automated employment decision tool is used"),
            _(
                "This notice comes at least ten business days before the tool is used. It rates what you "
                "say on the qualifications named in the invitation, from the recording or the text "
                "of your answers."
            ),
        ),
        Notice(
            "people",
            _("Another process or an accommodation"),
            _(
                "You may ask for another selection process or for an accommodation: choose a live "
                "interview or typed answers on the next pages, or refuse the analysis. That does "
                "not count against you."
            ),
        ),
        Notice(
            "doc",
            _("Data and bias audit"),
            _(
                "You may ask the bank in writing which data are collected, where they come from and how "
                "long they are kept. The summary of the latest bias audit is on the bank's careers page."
            ),
        ),
    ]
