"""A person's decision about an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

# Codes go into the transition and the audit; the words are for the page. All are about the job.
DECLINE_REASONS = [
    ("requirements_not_met", _("Requirements of the job not met")),
    ("competency_below_pass", _("A needed competency is below the pass mark")),
    ("others_stronger", _("Others fit this opening better")),
    ("opening_filled", _("The opening is filled")),
    ("not_reachable", _("The candidate cannot be reached")),
    ("conditions_differ", _("Place, time or conditions do not fit")),
]
ADVANCE_REASON = "decided_by_person"


class AdvanceForm(forms.Form):
    """Where to, and which version of the application the person was looking at."""

    to = forms.SlugField(max_length=32)
    version = forms.IntegerField(min_value=1)


class DeclineForm(forms.Form):
    """Why, out of the list."""

    reason = forms.ChoiceField(choices=DECLINE_REASONS)
    version = forms.IntegerField(min_value=1)
