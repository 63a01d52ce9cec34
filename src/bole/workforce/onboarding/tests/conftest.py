"""Workforce tests play with the cast of the hiring tests."""

from bole.hiring.conftest import _files_in_tmp, _rate_once, cast, invited

__all__ = ["_files_in_tmp", "_rate_once", "cast", "invited"]
