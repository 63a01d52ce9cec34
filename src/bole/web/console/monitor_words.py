"""What every figure of the monitor means: gate and denominator, in the words that stand beside it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = str | Promise

# key → (name, definition); a rate's definition names its gate and who is counted
MEASURES: Mapping[str, tuple[Words, Words]] = {
    "came": (
        lazy("Came to the interview"),
        lazy("Interviews finished, of invitations that have ended (finished, expired or withdrawn)"),
    ),
    "passed": (
        lazy("AI pass mark reached"),
        lazy("Total at or above the opening's pass mark, of reports with a total"),
    ),
    "advanced": (
        lazy("Moved on after the AI interview"),
        lazy("Left the AI interview for a later stage, of finished AI interviews"),
    ),
    "joined": (
        lazy("Joining rate"),
        lazy("Came to the onboarding stage, of offers that have been settled (joined or ended)"),
    ),
    "left": (
        lazy("Leaving rate"),
        lazy("Left within the period, of the people hired here who were at work in it"),
    ),
}

# gate → (name, numerator among those of the gate before, the count itself)
GATES: tuple[tuple[str, Words], ...] = (
    ("applied", lazy("Applied")),
    ("invited", lazy("Invited")),
    ("finished", lazy("Interview finished")),
    ("passed", lazy("AI pass mark reached")),
    ("advanced", lazy("Moved on")),
    ("offered", lazy("Offer")),
    ("hired", lazy("Joined the bank")),
)
STEPS: Mapping[str, str] = {
    "invited": "invited_of_applied",
    "finished": "finished_of_invited",
    "passed": "passed_of_finished",
    "advanced": "advanced_of_passed",
    "offered": "offered_of_advanced",
    "hired": "hired_of_offered",
}
PERIODS: Mapping[str, Words] = {
    "today": lazy("Today"),
    "week": lazy("This week"),
    "month": lazy("30 days"),
    "quarter": lazy("90 days"),
}
FINISHED: Mapping[str, Words] = {
    "today": lazy("AI interviews finished today"),
    "week": lazy("AI interviews finished this week"),
    "month": lazy("AI interviews finished in 30 days"),
    "quarter": lazy("AI interviews finished in 90 days"),
}
BEFORE: Mapping[str, Words] = {
    "today": lazy("at this hour a week ago"),
    "week": lazy("at this hour of last week"),
    "month": lazy("in the 30 days before"),
    "quarter": lazy("in the 90 days before"),
}
HIRE = lazy("From the application to the offer, calendar days, median of those who came to the offer stage")
