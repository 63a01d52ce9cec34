"""What every figure of the page means, in the words beside it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = str | Promise

PERIODS: Mapping[str, Words] = {
    "week": lazy("This week"),
    "month": lazy("30 days"),
    "quarter": lazy("90 days"),
}
# measure → (name, definition: numerator, denominator, and what puts it into the period)
MEASURES: Mapping[str, tuple[Words, Words]] = {
    "participation": (
        lazy("Participation"),
        lazy("Interviews finished, of invitations that have ended; applications received in the period"),
    ),
    "reply": (
        lazy("Reply rate"),
        lazy("Questions answered by the FAQ or a person, of questions asked in the period"),
    ),
    "reply_in_time": (
        lazy("Replied in time"),
        lazy(
            "Answered by a person by the limit, of questions for a person that were answered or are over it"
        ),
    ),
    "letters": (
        lazy("Feedback within 24 hours"),
        lazy("Feedback letters sent by the limit, of letters due in the period"),
    ),
    "survey": (
        lazy("Survey answered"),
        lazy("Survey sheets that came back, of sheets sent in the period"),
    ),
}
SATISFACTION: tuple[Words, Words] = (
    lazy("Satisfaction"),
    lazy("Mean of 1 to 5 of the first scale question, of sheets answered in the period"),
)
