"""Systems of the bank that may call, and the answers they got."""

from typing import ClassVar

from django.db import models

from bole.kernel.ids import new_id


class ApiClient(models.Model):
    """One calling system of one unit. Of its key only a hash is kept; ``code`` names it in records."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class ApiCall(models.Model):
    """The answer to one Idempotency-Key: ids and codes only. The same key again gets the same answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64)
    payload_sha256 = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "key"], name="api_call_once")]

    def __str__(self) -> str:
        return f"call of {self.client_id}"
