"""Model fields whose column holds ciphertext only.

The additional data is table, column and primary key, so a ciphertext moved to another row, column or
table does not open. Values are opened when read from the instance, not when the row is fetched:
``values()`` and ``values_list()`` therefore give a ``Sealed``, opened with ``unseal``.
"""

import json
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from bole.foundation.keys.current import keyring

if TYPE_CHECKING:
    from django.db.models import Model

    _Text = models.Field[str, str]
    _Json = models.Field[Any, Any]
else:
    _Text = _Json = models.Field


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

    def __get__(self, instance: "Model | None", cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None or not isinstance(value, Sealed):
            return value
        field: Any = self.field
        plain = field.open(value, instance)
        instance.__dict__[field.attname] = plain
        return plain


class _EncryptedMixin:
    """What both encrypted fields share; mixed in before ``models.Field``."""

    descriptor_class = _Opening

    def open(self, sealed: Sealed, instance: "Model") -> Any:
        """The plain value of a cell of ``instance``; raises SealError."""
        field: Any = self
        return self.loads(
            unseal(sealed, table=instance._meta.db_table, column=field.column, pk=instance.pk)
        )

    def loads(self, text: str) -> Any:
        """Text → Python value."""
        raise TypeError(f"{type(self).__name__} gives no loads()")

    def dumps(self, value: Any) -> str:
        """Python value → text."""
        raise TypeError(f"{type(self).__name__} gives no dumps()")

    def get_internal_type(self) -> str:
        """``bytea`` in PostgreSQL."""
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        """Columns stay sealed until an instance opens them."""
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: "Model", add: bool) -> Sealed | None:
        """Seal for this row; a value nobody read is written back as it was."""
        field: Any = self
        value = model_instance.__dict__.get(field.attname)
        if value is None or isinstance(value, Sealed):
            return value
        if model_instance.pk is None:
            raise FieldError(f"{field.model.__name__} needs a primary key made before it is saved")
        aad = place(model_instance._meta.db_table, field.column, model_instance.pk)
        return Sealed(keyring().seal(self.dumps(value).encode(), use="field", aad=aad))

    def get_prep_value(self, value: Any) -> bytes | None:
        """Only sealed values reach the database: filter() and update() have no row to seal for."""
        if value is None or isinstance(value, Sealed):
            return value
        self._refuse("cannot be used in filter() or update(); save the instance, or search a blind index")

    def get_lookup(self, lookup_name: str) -> Any:
        """Only IS NULL can be asked of ciphertext."""
        if lookup_name == "isnull":
            return models.lookups.IsNull
        self._refuse(f"has no lookup {lookup_name!r}; search a blind index")

    def get_transform(self, lookup_name: str) -> None:
        """Ciphertext has no parts."""
        self._refuse(f"has no part {lookup_name!r}")

    def _refuse(self, what: str) -> NoReturn:
        field: Any = self
        raise FieldError(f"{field.model.__name__}.{field.name} is encrypted: it {what}")


class EncryptedTextField(_EncryptedMixin, _Text):
    """Text, sealed with AES-256-GCM for its row."""

    def loads(self, text: str) -> str:
        """Identity."""
        return text

    def dumps(self, value: Any) -> str:
        """Only text is accepted."""
        if not isinstance(value, str):
            raise TypeError(f"text expected, not {type(value).__name__}")
        return value


class EncryptedJSONField(_EncryptedMixin, _Json):
    """Any JSON value, sealed with AES-256-GCM for its row."""

    def loads(self, text: str) -> Any:
        """Parse."""
        return json.loads(text)

    def dumps(self, value: Any) -> str:
        """Compact, Chinese unescaped."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
