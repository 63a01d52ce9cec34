"""Workforce tests play with the cast of the hiring tests."""

from bole.hiring.conftest import _files_in_tmp, _rate_once, answered, cast, invited, taking
from bole.hiring.offers.tests.conftest import own_authority, sealer

__all__ = [
    "_files_in_tmp", "_rate_once", "answered", "cast", "invited", "own_authority", "sealer", "taking",
]  # fmt: skip
