"""Consent as it was given, and the mark that a person was erased."""

from typing import ClassVar

from django.db import models

from bole.kernel.ids import new_id


class Consent(models.Model):
    """One decision of one person for one purpose, with the words he or she was shown.

    Rows are never changed but for ``withdrawn_at``; a new decision is a new row, the latest counts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField()
    about_id = models.UUIDField(null=True, help_text="the interview the decision was made for")
    purpose = models.CharField(max_length=40)
    granted = models.BooleanField()
    wording_key = models.CharField(max_length=80)
    wording_version = models.PositiveIntegerField()
    wording_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    decided_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]
        indexes: ClassVar = [models.Index(fields=["candidate_id", "purpose", "decided_at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {'granted' if self.granted else 'refused'}"


class ErasureRecord(models.Model):
    """A tombstone: ids, counts and a reason code, nothing a person could be known by.

    The same line is appended to a file outside the database, so that a restore of an older backup
    erases the person again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(unique=True)
    reason = models.CharField(max_length=40)
    erased_at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["erased_at", "id"]

    def __str__(self) -> str:
        return f"erased {self.candidate_id}"
