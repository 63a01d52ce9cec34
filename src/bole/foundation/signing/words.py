"""What kinds of documents are called: on the paper in both languages, on pages in the reader's."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAPER: Mapping[str, str] = {
    "offer": "录用通知书 Offer letter",
    "contract": "劳动合同 Labour contract",
    "probation": "试用期文件 Probation paper",
}
PAGE: Mapping[str, str | Promise] = {
    "offer": _("Offer letter"),
    "contract": _("Labour contract"),
    "probation": _("Probation paper"),
}


def title(kind: str) -> str:
    """For paper, which may be read by anybody."""
    return PAPER.get(kind, "电子签署文件 Signed document")


def on_page(kind: str) -> str:
    """For a page."""
    return str(PAGE.get(kind, _("Signed document")))
