"""`bole backup DIR` and `bole restore DIR`: every row and every encrypted file, never a master key."""

from bole.cli.backup.commands import backup, restore

__all__ = ["backup", "restore"]
