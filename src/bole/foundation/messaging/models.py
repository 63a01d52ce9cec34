"""The outbox: every message the bank sends, written in the transaction that causes it; and the bank's own
wordings, routes and quiet hours."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Wording(models.Model):
    """One text of the bank's own for a message: a version, never changed once it was in force.

    ``form`` long goes by mail, short by phone. ``gateway_code``: the name under which the SMS gateway
    registered this text. Of a unit's versions for (key, language, form) one at most is a draft and one in
    force; a branch's goes before head office's where head office allows it.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        IN_FORCE = "in_force"
        RETIRED = "retired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=5)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField()
    gateway_code = models.CharField(max_length=40, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "key", "language", "form", "number"], name="wording_number"
            ),
            models.UniqueConstraint(
                fields=["unit", "key", "language", "form"],
                condition=Q(state="draft"),
                name="wording_one_draft",
            ),
            models.UniqueConstraint(
                fields=["unit", "key", "language", "form"],
                condition=Q(state="in_force"),
                name="wording_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language}/{self.form} version {self.number}"


class Route(models.Model):
    """Which channels an event's message takes, in order, set by head office instead of the library's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=60)
    audience = models.CharField(max_length=12)
    channels = models.JSONField(default=list)
    branch_may = models.BooleanField(default=False, help_text="whether branches may have their own wording")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "audience"], name="route_once")]

    def __str__(self) -> str:
        return f"{self.key} to {self.audience} by {', '.join(self.channels)}"


class QuietHours(models.Model):
    """When candidates are left in peace; at most one row, none means the setting QUIET_HOURS."""

    only = models.BooleanField(primary_key=True, default=True)
    hours = models.CharField(max_length=11, blank=True, default="")  # 21:00-08:00, empty: never
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hours or "never"


class Pace(models.Model):
    """The next free moment of a channel that may be handed so many a second only."""

    channel = models.CharField(max_length=10, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} from {self.next_at}"


class OutboxMessage(models.Model):
    """One message to one person. Addresses and content are sealed; a secret content (a one-time code) goes
    as soon as the message is delivered or given up."""

    class State(models.TextChoices):
        """``sent``: the outside took it over; ``delivered``: it says that it arrived; ``failed`` will be
        tried again, ``dead`` will not; ``withheld``: the person wants none of these; ``stopped`` by hand."""

        QUEUED = "queued"
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed"
        DEAD = "dead"
        WITHHELD = "withheld"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    template = models.CharField(max_length=60)
    template_version = models.PositiveIntegerField()
    template_sha256 = models.CharField(max_length=64)
    wording = models.ForeignKey(
        Wording,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="this very text, for a trial",
    )
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    fallback_from = models.CharField(
        max_length=10, blank=True, default="", help_text="the wished channel, when another was taken"
    )
    address = EncryptedTextField()
    ways = EncryptedJSONField(null=True, help_text="[[channel, address]] still to be tried after this one")
    context = EncryptedJSONField()
    attachments = EncryptedJSONField(null=True, help_text="[{name, type, body (base64)}], for mail")
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    occasion = models.CharField(max_length=60, blank=True, default="", help_text="tells wanted repeats apart")
    batch_id = models.UUIDField(null=True, help_text="the bulk run it belongs to")
    urgent = models.BooleanField(default=False, help_text="goes in quiet hours, and before the queue")
    zone = models.CharField(
        max_length=40, blank=True, default="", help_text="the recipient's; empty: no quiet"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True, default="")
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    paced = models.BooleanField(default=False, help_text="has its moment in the channel's pace")
    claim = models.UUIDField(null=True, help_text="the attempt that is handing it over")
    claimed_at = models.DateTimeField(null=True)
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
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            models.Index(
                fields=["batch_id", "state"], name="message_batch", condition=Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} by {self.channel} ({self.state})"


class Leg(models.Model):
    """What became of a message on one channel of its route, once that is known."""

    class State(models.TextChoices):
        SKIPPED = "skipped"
        SENT = "sent"
        DELIVERED = "delivered"
        UNDELIVERED = "undelivered"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="legs")
    ordinal = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=60, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    receipt = models.CharField(max_length=80, blank=True, default="", help_text="the outside's own id")
    wording_sha256 = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, help_text="when the outside was last asked or said something")

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "ordinal"], name="leg_once")]
        indexes: ClassVar = [
            models.Index(fields=["receipt"], name="leg_receipt", condition=~Q(receipt="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class OptOut(models.Model):
    """A person who wants no more messages of one kind."""

    class Via(models.TextChoices):
        PAGE = "page"
        ONE_CLICK = "one_click"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField()
    template = models.CharField(max_length=60)
    via = models.CharField(max_length=10, choices=Via.choices)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate_id", "template"], name="opt_out_once")
        ]

    def __str__(self) -> str:
        return f"no more {self.template}"
