"""Tests of onboarding play with the cast of hiring; offers are sealed by the test authority of a bank."""

from bole.hiring.conftest import _files_in_tmp, _rate_once, cast, invited, soon
from bole.hiring.offers.tests.conftest import own_authority, sealer

__all__ = ["_files_in_tmp", "_rate_once", "cast", "invited", "own_authority", "sealer", "soon"]
