"""The words of the page: kinds of work, periods, and what each figure means."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = str | Promise

PERIODS: Mapping[str, Words] = {
    "week": lazy("This week"),
    "month": lazy("30 days"),
    "quarter": lazy("90 days"),
}
KINDS: Mapping[str, Words] = {
    "transactional": lazy("Transactional"),
    "judging": lazy("Judging and shaping"),
    "lookup": lazy("Looking up"),
    "upkeep": lazy("Upkeep of the system"),
}
# measure → (name, definition)
MEASURES: Mapping[str, tuple[Words, Words]] = {
    "transactional": (
        lazy("Transactional share"),
        lazy("Acts of people that are transactional, of all their acts (upkeep of the system left out)"),
    ),
    "automatic": (
        lazy("Done by the machine"),
        lazy("Transactional acts done without a hand, of all transactional acts"),
    ),
    "first_round": (
        lazy("By hand per application, first round"),
        lazy("Acts of people until the AI interview is decided, per application received in the period"),
    ),
    "lookups": (
        lazy("Look-ups per decision"),
        lazy("Reports and recordings opened by people, per decision of a person"),
    ),
    "way": (
        lazy("From look to decision"),
        lazy("Median from a person's first look at the report to that person's own decision"),
    ),
    "by_hand": (
        lazy("Transactional acts by hand"),
        lazy("Per application received in the period: what is repeated for every person"),
    ),
}
