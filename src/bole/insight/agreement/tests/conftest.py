"""Figures are tested with the cast of the hiring storey."""

from bole.hiring.conftest import _files_in_tmp, _rate_once, cast

__all__ = ["_files_in_tmp", "_rate_once", "cast"]
