"""The secret of an address: recomputed when needed, stored only as a keyed hash."""

from bole.foundation.keys.current import blind_index
from bole.hiring.personal_links.models import PersonalLink


def token_of(link: PersonalLink) -> str:
    """A keyed signature of id and serial, so nobody without the bank's key can make it."""
    return blind_index(f"{link.pk}/{link.serial}", "person/link")


def hashed(token: str) -> str:
    """What is stored of an address, useless without the bank's key."""
    return blind_index(token, "person/token")
