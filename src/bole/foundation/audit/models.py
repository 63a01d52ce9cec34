"""Lines nobody can change, chained by hash per branch. Written by a function of the database only."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditLine(models.Model):
    """Who did what to which thing. Ids, codes and field names only, never a personal value.

    ``details`` is canonical JSON as text, because the hash covers its bytes.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.UUIDField()
    seq = models.BigIntegerField(null=True)  # until the writing transaction commits
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_reason = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=120)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    fields = ArrayField(models.CharField(max_length=80), default=list)
    details = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_line"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["chain", "seq"], name="audit_line_place_in_chain"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_kind", "object_id", "at"], name="audit_line_object"),
            models.Index(fields=["unit", "-at"], name="audit_line_unit"),
            models.Index(fields=["actor_id", "-at"], name="audit_line_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class AuditChain(models.Model):
    """The newest line of each chain; its row lock puts writers of one branch in a queue."""

    chain = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_chain"

    def __str__(self) -> str:
        return f"{self.chain}:{self.seq}"
