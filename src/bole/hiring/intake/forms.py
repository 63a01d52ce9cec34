"""What the pages send, in a form the services take."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.intake import rules

SPARE = 1  # empty rows at the end, for what the reader missed


def problem_words(field: str, code: str) -> str:
    """One problem of one field, in a sentence."""
    if field == "agreed":
        return _("Without your consent we may not process the application.")
    if field == "file":
        return _("Choose a file, or paste the text.")
    if field == "text":
        return _pasted_words(code)
    if field in rules.PARTS:
        return _("Dates are written as 2019-07 or 2019.")
    if code == "required":
        return _("Please fill this in.")
    return {
        "phone": _("This is no telephone number."),
        "email": _("This is no e-mail address."),
        "name": _("This name is too long."),
    }.get(field, _("This cannot be accepted."))


def _pasted_words(code: str) -> str:
    if code == "required":
        return _("Paste the text of a résumé first.")
    said = _("The text may have %(n)s characters. Shorten it, or save it as a file and upload that.")
    return said % {"n": f"{rules.MOST_PASTED:,}"}


def told(sent: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the checking page, as ``services.send`` takes them."""
    found: dict[str, Any] = {}
    for field, columns in rules.PARTS.items():
        rows = (_sent_row(sent, field, number, columns) for number in range(rules.MOST_ROWS))
        found[field] = [row for row in rows if any(row[column] for column in columns)]
    for field in rules.LISTED:
        found[field] = [line.strip() for line in sent.get(field, "").splitlines() if line.strip()]
    return found


def _sent_row(sent: Mapping[str, str], field: str, number: int, columns: Iterable[str]) -> dict[str, Any]:
    row: dict[str, Any] = {column: sent.get(f"{field}-{number}-{column}", "").strip() for column in columns}
    row["current"] = sent.get(f"{field}-{number}-current") == "yes"
    return row


def shown(body: Mapping[str, Any], sent: Mapping[str, str] | None) -> dict[str, Any]:
    """The fields of the checking page: as read, or as sent when something was wrong."""
    values = told(sent) if sent is not None else body
    parts = {
        field: [*(values.get(field) or []), *({} for _spare in range(SPARE))][: rules.MOST_ROWS]
        for field in rules.PARTS
    }
    return {**parts, **{field: "\n".join(values.get(field) or []) for field in rules.LISTED}}
