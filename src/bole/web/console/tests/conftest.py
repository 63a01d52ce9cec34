"""The shell is tested with the cast of the hiring storey."""

from bole.hiring.conftest import cast, invited

__all__ = ["cast", "invited"]
