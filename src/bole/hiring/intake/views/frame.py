"""The tabs above the bank's pages of intake: those the reader may open."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of
from bole.foundation.ui import messages as problems
from bole.hiring.candidates import policies as candidate_policies
from bole.hiring.intake import policies, words
from bole.kernel.errors import InvalidError

problems.register(words.WORDS)

PAGE = 100
PAGES = "intake/console/"

TABS = (
    ("postings", _("Postings"), policies.POST),
    ("uploads", _("Uploads and mails"), policies.UPLOAD),
    ("duplicates", _("Duplicates"), candidate_policies.MERGE),
    ("mailboxes", _("Mailboxes"), policies.MAILBOX),
    ("keeping", _("Time of keeping"), policies.RETAIN),
)


def frame(request: HttpRequest, tab: str) -> dict[str, Any]:
    """What every page of these needs."""
    actor = actor_of(request)
    open_tabs = [(key, label) for key, label, permission in TABS if permissions.allowed(actor, permission)]
    return {"tab": tab, "tabs": [(f"intake-console:{k}", k, w) for k, w in open_tabs], "nav_key": "intake"}


def chosen(value: Any) -> UUID:
    """The id somebody chose in a form; InvalidError for anything else."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise InvalidError("no such choice", fields={"choice": "required"}) from error


def in_words(table: Any, code: str) -> Any:
    """The words of a code, or the code."""
    return table.get(code, code)
