"""The store of this installation, and the names of its objects."""

import uuid
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from bole.ports.object_storage import DirectUploads, ObjectStorage

FILES, QUARANTINE = "files", "quarantine"


def storage() -> ObjectStorage:
    """Where finished files rest: the factory named by the setting FILE_STORAGE."""
    return cast(ObjectStorage, import_string(settings.FILE_STORAGE)())


def direct() -> DirectUploads | None:
    """The same store when browsers may hand parts straight to it, else None (our own part endpoint)."""
    store = storage()
    return cast(DirectUploads, store) if hasattr(store, "target") else None


def file_key(file_id: uuid.UUID) -> str:
    """Object of a finished file."""
    return f"{FILES}/{file_id.hex[:2]}/{file_id}"


def quarantine_key(upload_id: uuid.UUID) -> str:
    """Object of an unchecked upload that went past us; bucket encryption, short life."""
    return f"{QUARANTINE}/{upload_id}"
