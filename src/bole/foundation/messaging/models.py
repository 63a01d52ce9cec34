"""The outbox: every message the bank sends, written in the transaction that causes it."""

from typing import ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class OutboxMessage(models.Model):
    """One message to one person. Address and content are sealed; a secret content (a one-time code) goes
    as soon as the message is delivered or given up."""

    class State(models.TextChoices):
        """``failed`` will be tried again, ``dead`` will not."""

        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        DEAD = "dead"

    class Channel(models.TextChoices):
        """Ways out of the house."""

        MAIL = "mail"
        SMS = "sms"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    template = models.CharField(max_length=60)
    template_version = models.PositiveIntegerField()
    template_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    fallback_from = models.CharField(
        max_length=10, blank=True, default="", help_text="the wished channel, when another was taken"
    )
    address = EncryptedTextField()
    spare_mail = EncryptedTextField(null=True)  # where it goes when the gateway refuses it
    context = EncryptedJSONField()
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    occasion = models.CharField(max_length=60, blank=True, default="", help_text="tells wanted repeats apart")
    receipt = models.CharField(max_length=80, blank=True, default="", help_text="the SMS gateway's own id")
    reached = models.BooleanField(null=True, help_text="whether the phone got it, as the gateway says")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True, default="")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-queued_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["template", "about_kind", "about_id", "occasion"], name="one_message_per_occasion"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["candidate_id", "queued_at"]),
            models.Index(fields=["state", "queued_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.template} by {self.channel} ({self.state})"
