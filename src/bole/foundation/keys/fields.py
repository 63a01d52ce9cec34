"""Model fields whose column holds ciphertext only.

The additional data is table, column and primary key, so a ciphertext moved to another row, column or
table does not open. Values are opened when read from the instance, not when the row is fetched:
``values()`` and ``values_list()`` therefore give a ``Sealed``, opened with ``unseal``.
"""

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from bole.foundation.keys.current import keyring

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


class Sealed(bytes):
    """A ciphertext as it stands in the column."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<sealed, {len(self)} bytes>"

    __str__ = __repr__


def place(table: str, column: str, pk: object) -> bytes:
    """Additional data of one cell."""
    return f"{table}|{column}|{pk}".encode()


def unseal(sealed: bytes, *, table: str, column: str, pk: object) -> str:
    """Open a cell read by ``values_list`` or raw SQL; raises SealError."""
    return keyring().unseal(bytes(sealed), use="field", aad=place(table, column, pk)).decode()


class _Opening(DeferredAttribute):
    """Opens the sealed value at first access and keeps the plain one on the instance."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        plain = self.field.open(value, instance)
        instance.__dict__[self.field.attname] = plain
        return plain

    def __set__(self, instance: models.Model, value: Any) -> None:
        """With a setter Python asks the descriptor first, not the instance's dictionary."""
        instance.__dict__[self.field.attname] = value


class EncryptedField(AnyField):
    """What encrypted fields share; a subclass turns values into text and back."""

    descriptor_class = _Opening

    def loads(self, text: str) -> Any:
        """Text → Python value."""
        return text

    def dumps(self, value: Any) -> str:
        """Python value → text."""
        if not isinstance(value, str):
            raise TypeError(f"{self.name}: text expected, not {type(value).__name__}")
        return value

    def open(self, sealed: Sealed, instance: models.Model) -> Any:
        """The plain value of a cell of ``instance``; raises SealError."""
        table = instance._meta.db_table
        return self.loads(unseal(sealed, table=table, column=str(self.column), pk=instance.pk))

    def get_internal_type(self) -> str:
        """``bytea`` in PostgreSQL."""
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        """Columns stay sealed until an instance opens them."""
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal for this row; a value nobody read is written back as it was."""
        del add
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        if model_instance.pk is None:
            raise FieldError(f"{self.model.__name__} needs a primary key made before it is saved")
        aad = place(model_instance._meta.db_table, str(self.column), model_instance.pk)
        return Sealed(keyring().seal(self.dumps(value).encode(), use="field", aad=aad))

    def get_prep_value(self, value: Any) -> Any:
        """Only sealed values reach the database: filter() and update() have no row to seal for."""
        if value is None or isinstance(value, Sealed):
            return value
        raise self._refusal("cannot be used in filter() or update(); save the instance")

    def get_lookup(self, lookup_name: str) -> Any:
        """Only IS NULL can be asked of ciphertext."""
        if lookup_name == "isnull":
            return models.lookups.IsNull
        raise self._refusal(f"has no lookup {lookup_name!r}; search a blind index")

    def get_transform(self, lookup_name: str) -> Any:
        """Ciphertext has no parts."""
        raise self._refusal(f"has no part {lookup_name!r}")

    def _refusal(self, what: str) -> FieldError:
        return FieldError(f"{self.model.__name__}.{self.name} is encrypted: it {what}")


class EncryptedTextField(EncryptedField):
    """Text, sealed with AES-256-GCM for its row."""


class EncryptedJSONField(EncryptedField):
    """Any JSON value, sealed with AES-256-GCM for its row."""

    def loads(self, text: str) -> Any:
        """Parse."""
        return json.loads(text)

    def dumps(self, value: Any) -> str:
        """Compact, Chinese unescaped."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
