"""Who acts, what he may do, and which rows exist for him."""

from bole.foundation.access.permissions import allowed, declare, require

__all__ = ["allowed", "declare", "require"]
