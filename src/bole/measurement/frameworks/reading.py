"""Reading TOML so that a misspelt key is an error and not a silent nothing."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bole.kernel.errors import BoleError

T = TypeVar("T")


class RubricError(BoleError):
    """A rubric file that cannot be used."""

    code = "bad_rubric"


class Table:
    """One TOML table; every key must be taken before ``done``."""

    def __init__(self, raw: Any, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise RubricError(f"{where}: a table is expected")
        self._raw = dict(raw)
        self.where = where

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet taken."""
        return key in self._raw

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of ``key``, which must be of ``kind``; the default only where the key is absent."""
        if key not in self._raw:
            if default is None:
                raise RubricError(f"{self.where}: {key} is missing")
            return default
        value = self._raw.pop(key)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise RubricError(f"{self.where}: {key} must be {kind.__name__}")
        return value

    def table(self, key: str, optional: bool = False) -> "Table":
        """A table inside this one."""
        return Table(self.take(key, dict, {} if optional else None), f"{self.where}.{key}")

    def tables(self, key: str, optional: bool = False) -> list["Table"]:
        """An array of tables."""
        rows = self.take(key, list, [] if optional else None)
        return [Table(row, f"{self.where}.{key}[{i}]") for i, row in enumerate(rows)]

    def strings(self, key: str, optional: bool = False) -> tuple[str, ...]:
        """An array of texts that are not empty."""
        rows = self.take(key, list, [] if optional else None)
        if not all(isinstance(row, str) and row.strip() for row in rows):
            raise RubricError(f"{self.where}: {key} must be a list of texts")
        return tuple(rows)

    def rest(self, read: Callable[[Any], T]) -> dict[str, T]:
        """All keys not taken so far."""
        found = {key: read(value) for key, value in self._raw.items()}
        self._raw.clear()
        return found

    def done(self) -> None:
        """Refuse what nobody took."""
        if self._raw:
            raise RubricError(f"{self.where}: unknown keys {sorted(self._raw)}")
