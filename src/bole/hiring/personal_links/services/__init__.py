"""The writes of personal links: the address, its renewal, and codes for whatever needs one."""

from bole.hiring.personal_links.services.codes import CodeSent, Door, accept_code, send_code
from bole.hiring.personal_links.services.links import (
    enter,
    find_by_token,
    link_for,
    renew,
    send_entry_code,
    send_new_address,
)

__all__ = [
    "CodeSent",
    "Door",
    "accept_code",
    "enter",
    "find_by_token",
    "link_for",
    "renew",
    "send_code",
    "send_entry_code",
    "send_new_address",
]
