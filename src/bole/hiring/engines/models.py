"""Interviews held elsewhere, their cards, and the deliveries that were seen."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class ForeignInterview(models.Model):
    """One interview asked of an engine; its id is the reference the engine is given."""

    class State(models.TextChoices):
        ASKED = "asked", "asked for"
        CREATED = "created", "waits for the candidate"
        DONE = "done", "result arrived"
        FAILED = "failed", "failed"
        EXPIRED = "expired", "its time is over"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    foreign_id = models.CharField(max_length=120, blank=True, default="")
    link = EncryptedTextField(null=True)
    portrait = models.JSONField()  # of the requisition, as it stood when it was asked for
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    error_code = models.CharField(max_length=40, blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "id"]
        indexes: ClassVar = [models.Index(fields=["candidate", "-asked_at"], name="foreign_candidate")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "engine"],
                condition=models.Q(state__in=("asked", "created")),
                name="foreign_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.foreign_id or self.id}"


class ForeignCard(models.Model):
    """What the engine said, converted; a later complete result replaces a partial one. Never in a norm."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.OneToOneField(ForeignInterview, on_delete=models.CASCADE, related_name="card")
    card = EncryptedJSONField()  # rules.card
    provenance = models.JSONField()  # engine and its version, scale, conversion, hash, nonce, time
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"card of {self.interview_id}"


class SeenDelivery(models.Model):
    """A callback's nonce, so that it counts once."""

    engine = models.CharField(max_length=40)
    nonce = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engine", "nonce"], name="engine_delivery_once")
        ]

    def __str__(self) -> str:
        return self.nonce
