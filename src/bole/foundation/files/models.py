"""Uploads in progress and files at rest. Bytes live in the storage, never in these tables."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bole.kernel.ids import new_id


class Upload(models.Model):
    """A file on its way in. ``file_id`` is chosen at the start, so that finishing can be repeated."""

    class State(models.TextChoices):
        """An upload ends finished or aborted."""

        OPEN = "open"
        FINISHED = "finished"
        ABORTED = "aborted"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    declared_type = models.CharField(max_length=120, help_text="what the browser said; never trusted")
    max_bytes = models.PositiveBigIntegerField()
    received_bytes = models.PositiveBigIntegerField(default=0)
    file_id = models.UUIDField(default=new_id, unique=True)
    storage_ref = models.CharField(
        max_length=1024, blank=True, default="", help_text="multipart id of the object store; empty on disk"
    )
    wrapped_key = models.BinaryField(help_text="key of the staged parts, sealed by the master key")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(received_bytes__lte=models.F("max_bytes")), name="upload_within_limit"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "started_at"])]

    def __str__(self) -> str:
        return f"upload {self.id} ({self.state})"


class UploadPart(models.Model):
    """One received piece of an upload: index from 0, size and hash of the plain bytes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    index = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["index"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "index"], name="one_part_per_index"),
        ]

    def __str__(self) -> str:
        return f"part {self.index} of {self.upload_id}"


class StoredFile(models.Model):
    """A file at rest: frames of AES-256-GCM under a key of its own.

    ``size`` and ``sha256`` are of the plain bytes. Erasing destroys ``wrapped_key`` (the bytes become
    noise in every copy of the storage) and the stored object.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    content_type = models.CharField(max_length=80, help_text="by content, not as declared")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    wrapped_key = models.BinaryField(null=True)
    next_key = models.BinaryField(null=True, help_text="wrapped; while the frames are being rewritten")
    sealed_at = models.DateTimeField(null=True, help_text="when the frames were rewritten; else created_at")
    created_at = models.DateTimeField()
    delete_after = models.DateTimeField(null=True, help_text="end of the retention period of its purpose")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["candidate_id"]),
            models.Index(fields=["delete_after"], condition=Q(erased_at=None), name="file_retention"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(erased_at=None, wrapped_key__isnull=False)
                | Q(erased_at__isnull=False, wrapped_key=None, next_key=None),
                name="erased_file_has_no_key",
            )
        ]

    def __str__(self) -> str:
        return f"file {self.id} ({self.content_type})"


class FileOpening(models.Model):
    """First use of a signed link; later range requests of the same link write no further line."""

    nonce = models.CharField(primary_key=True, max_length=32)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opening of {self.file_id}"
