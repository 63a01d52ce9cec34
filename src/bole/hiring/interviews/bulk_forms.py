"""Whom an invitation of many is for, and when."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.hiring.interviews import bulk_rules, invitable
from bole.hiring.interviews.console_forms import LANGUAGES, WindowForm, moment
from bole.kernel.errors import InvalidError

LARGEST_FILE = 2 * 1024 * 1024
BY_STAGE, BY_LIST = "stage", "list"
STAGES = [
    (invitable.BEFORE, lazy("in the stage before the AI interview")),
    (invitable.IN, lazy("in the AI interview, not invited yet")),
]


class BulkForm(WindowForm):
    """One opening, and its applicants by stage or by a list of numbers."""

    requisition = forms.ChoiceField(label=lazy("Opening"), widget=forms.Select(attrs={"class": "select"}))
    how = forms.ChoiceField(
        label=lazy("Whom"),
        choices=[(BY_STAGE, lazy("Applicants by stage")), (BY_LIST, lazy("A list of numbers"))],
        initial=BY_STAGE,
    )
    stages = forms.MultipleChoiceField(
        label=lazy("Standing in"),
        choices=STAGES,
        required=False,
        initial=[invitable.BEFORE],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checkbox checkbox-sm"}),
    )
    numbers = forms.CharField(
        label=lazy("Numbers of candidates, telephone numbers or mail addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "textarea"}),
    )
    file = forms.FileField(
        label=lazy("or a file (text or CSV, numbers in the first column)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt", "class": "file-input"}),
    )
    opens_at = moment(label=lazy("Open from"))
    language = forms.ChoiceField(
        label=lazy("Language"),
        choices=[("", lazy("each candidate's own")), *LANGUAGES],
        required=False,
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(self, *args: Any, openings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["requisition"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = openings

    def clean(self) -> dict[str, Any]:
        """The window must end after it begins; a list must hold something that looks like a number."""
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The end must be after the beginning."))
        data["words"] = None
        if data.get("how") == BY_LIST:
            data["words"] = self._words(data)
        elif not data.get("stages"):
            self.add_error("stages", _("Choose a stage."))
        return data

    def _words(self, data: dict[str, Any]) -> list[str]:
        try:
            return bulk_rules.entries(f"{data.get('numbers', '')}\n{_read(data.get('file'))}")
        except InvalidError as error:
            code = error.fields.get("numbers")
            sentence = (
                _("At most %(n)s at once.") % {"n": bulk_rules.MOST}
                if code == "too_many"
                else _("Nothing here looks like a number. Paste one per line, or choose a file.")
            )
            self.add_error("numbers", sentence)
            return []
        except UnicodeDecodeError:
            self.add_error("file", _("This file is no text. Save the list as CSV and try again."))
            return []


def _read(file: "UploadedFile[bytes] | None") -> str:
    """The first column of the file, in UTF-8 or the GB encoding of Chinese spreadsheets."""
    if file is None:
        return ""
    raw = file.read(LARGEST_FILE)
    if b"\x00" in raw:
        raise UnicodeDecodeError("utf-8", raw, 0, 1, "binary")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return bulk_rules.first_column(text.splitlines())
