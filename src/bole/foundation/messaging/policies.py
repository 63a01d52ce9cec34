"""Who may do what with messages, and who tells where a person can be reached today."""

import uuid
from collections.abc import Callable, Mapping

from bole.foundation.access import permissions, roles

VIEW = permissions.declare("messaging.view", roles.HR, "See messages and what became of them").name
RESEND = permissions.declare("messaging.resend", roles.HR, "Send a dead message again").name
WORDING = permissions.declare("messaging.wording", roles.HR, "Write message texts").name
ROUTES = permissions.declare("messaging.routes", {roles.HEAD_OFFICE_HR}, "Set routes and quiet hours").name

AddressBook = Callable[[uuid.UUID], Mapping[str, str]]
_books: list[AddressBook] = []


def register_address_book(book: AddressBook) -> None:
    """``book(candidate_id)`` gives {kind of address: address} as it is now; from ``AppConfig.ready``."""
    if book not in _books:
        _books.append(book)


def addresses_of(candidate_id: uuid.UUID) -> dict[str, str]:
    """Where a person can be reached now, as the capabilities above know it."""
    found: dict[str, str] = {}
    for book in _books:
        found |= {kind: address for kind, address in book(candidate_id).items() if address}
    return found
