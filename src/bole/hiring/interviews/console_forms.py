"""Inviting an applicant, and giving an invitation more time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.hiring.interviews import rules

LOCAL = "%Y-%m-%dT%H:%M"
EXTRA = [("1.0", lazy("None")), ("1.25", lazy("+ 25 %")), ("1.5", lazy("+ 50 %")), ("2.0", lazy("Double"))]
ZONES = [
    ("", lazy("As the bank")),
    ("Asia/Shanghai", lazy("China")),
    ("Asia/Urumqi", lazy("Ürümqi (local time)")),
    ("Asia/Hong_Kong", lazy("Hong Kong")),
    ("Asia/Singapore", lazy("Singapore")),
    ("Asia/Tokyo", lazy("Tokyo")),
    ("Asia/Dubai", lazy("Dubai")),
    ("Europe/London", lazy("London")),
    ("Europe/Berlin", lazy("Frankfurt")),
    ("America/New_York", lazy("New York")),
    ("America/Los_Angeles", lazy("Los Angeles")),
    ("Australia/Sydney", lazy("Sydney")),
]
LANGUAGES = [("zh", "中文"), ("en", "English")]


def moment(**more: Any) -> forms.DateTimeField:
    """A date and time as phones and browsers pick them."""
    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local", "class": "input"})
    return forms.DateTimeField(widget=widget, input_formats=[LOCAL], **more)


class WindowForm(forms.Form):
    """Until when the candidate may begin."""

    closes_at = moment(label=lazy("Open until"))

    def clean_closes_at(self) -> datetime:
        """A moment that is still to come."""
        closes: datetime = self.cleaned_data["closes_at"]
        if closes <= timezone.now():
            raise forms.ValidationError(_("This time has passed. Choose a later one."))
        return closes


class InviteForm(WindowForm):
    """Whom, when, in which language, with what help. No reason for help is asked for or kept."""

    application = forms.ChoiceField(label=lazy("Candidate"), widget=forms.Select(attrs={"class": "select"}))
    opens_at = moment(label=lazy("Open from"))
    language = forms.ChoiceField(
        label=lazy("Language"), choices=LANGUAGES, widget=forms.Select(attrs={"class": "select"})
    )
    zone = forms.ChoiceField(
        label=lazy("Candidate's time zone"),
        choices=ZONES,
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )
    extra_time = forms.ChoiceField(
        label=lazy("Extra time"), choices=EXTRA, widget=forms.Select(attrs={"class": "select"}), initial="1.0"
    )
    typed = forms.BooleanField(
        label=lazy("Typed answers instead of recording"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "checkbox"}),
    )
    personal = forms.MultipleChoiceField(
        label=lazy("Question from the résumé"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checkbox"}),
        error_messages={"invalid_choice": lazy("The proposals are other ones now. Look at them again.")},
    )
    # set where proposals were shown: nothing ticked then means that HR wants none
    shown = forms.BooleanField(required=False, widget=forms.HiddenInput())
    field_order = ("application", "opens_at", "closes_at", "language", "zone", "extra_time", "typed")

    def __init__(
        self,
        *args: Any,
        applications: list[tuple[str, str]],
        now: datetime,
        proposed: Sequence[tuple[str, str]] = (),
        most: int = 0,
        **kwargs: Any,
    ) -> None:
        """``proposed``: (id, words) of the questions the chosen applicant's résumé leads to; at most ``most``
        may be asked, and as many are ticked."""
        start = timezone.localtime(now)
        kwargs.setdefault("initial", {})
        ticked = [one for one, _words in proposed[:most]]
        window = {"opens_at": start, "closes_at": start + timedelta(days=3)}
        kwargs["initial"] = {**window, "personal": ticked, "shown": bool(proposed), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        choice = self.fields["application"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Choose…")), *applications]
        offered = self.fields["personal"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices, self.most = list(proposed), most

    def clean_personal(self) -> list[str]:
        """No more than the guide allows everybody."""
        chosen: list[str] = self.cleaned_data["personal"]
        if len(chosen) > self.most:
            raise forms.ValidationError(_("At most %(n)s of them.") % {"n": self.most})
        return chosen

    def clean(self) -> dict[str, Any]:
        """The window must end after it begins."""
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The end must be after the beginning."))
        return data

    @property
    def application_id(self) -> UUID:
        """The chosen application."""
        return UUID(self.cleaned_data["application"])

    @property
    def left_standing(self) -> list[str] | None:
        """What HR left standing, or None where nothing was shown: then the rules choose."""
        return self.cleaned_data["personal"] if self.cleaned_data["shown"] else None

    @property
    def accommodations(self) -> dict[str, Any]:
        """As ``services.invite`` takes them."""
        extra = rules.check_accommodations(float(self.cleaned_data["extra_time"]))
        return {"extra_time": extra, "typed": self.cleaned_data["typed"]}
