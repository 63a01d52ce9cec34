"""Offers with all their versions, who signed them, what the candidate asked for, and the signature.

Amounts lie in sealed fields only. ``about`` is frozen, because a candidate sees no other row of the bank.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.hiring.offers.rules import states
from bole.kernel.ids import new_id


class PayBand(models.Model):
    """One version of the band of a job's grade, in fen a month; never changed. The bank's, not a unit's: it
    names nobody. A grade without a row has the library's example."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", "in force"
        PAST = "past", "replaced"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job_key = models.CharField(max_length=64)
    grade = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    low = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN_FORCE)
    reason = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["job_key", "grade", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_key", "grade", "number"], name="pay_band_version_once"),
            models.UniqueConstraint(
                fields=["job_key", "grade"],
                condition=models.Q(state="in_force"),
                name="pay_band_one_in_force",
            ),
            models.CheckConstraint(condition=models.Q(high__gte=models.F("low")), name="pay_band_in_order"),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("signed_by")), name="pay_band_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_key} {self.grade} v{self.number}"


class Offer(models.Model):
    """One offer for one application; a new one only after the old has ended."""

    class State(models.TextChoices):
        PREPARING = states.PREPARING, "being prepared"
        OPEN = states.OPEN, "with the candidate"
        ASKED = states.ASKED, "the candidate asked for a change"
        SIGNED = states.SIGNED, "signed"
        DECLINED = states.DECLINED, "declined by the candidate"
        WITHDRAWN = states.WITHDRAWN, "taken back by the bank"
        EXPIRED = states.EXPIRED, "run out"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="offers")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)
    about = models.JSONField()  # {bank, unit, job: {zh, en}, number of the candidate}
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    shown = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    # [{course, quote, second, answer, state: proposed | confirmed | dropped}]
    wishes: "models.Field[Any, Any]" = EncryptedJSONField(default=list)
    decided_at = models.DateTimeField()  # the stage was entered: the clock of R82 begins
    first_sent_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # of the version shown
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # the candidate looked at it for the first time
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=32, blank=True, default="")
    note: "models.Field[Any, Any]" = EncryptedTextField(null=True)  # the words beside the reason

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "expires_at"], name="offer_pool"),
            models.Index(fields=["candidate", "-decided_at"], name="offer_candidate"),
            models.Index(fields=["state", "-decided_at"], name="offer_figures"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=("preparing", "open", "asked", "signed")),
                name="offer_one_live",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("preparing", "withdrawn"))
                | models.Q(shown__isnull=False, first_sent_at__isnull=False),
                name="offer_out_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.id}"


class Version(models.Model):
    """One wording of the terms. Once it lies before a second person it is never changed again.

    ``sources``: field → {from: template | evaluation | typed | candidate | library, what, by, at}. ``needs``:
    the levels that have to sign. ``sha256`` is of the terms, also when they were erased.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "being written"
        WAITING = "waiting", "waits for a second person"
        SENT = "sent", "shown to the candidate"
        PAST = "past", "replaced"
        DROPPED = "dropped", "never sent"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    # set when it is sent: a draft is not the candidate's row, and row-level security shows it to none of them
    candidate = models.ForeignKey(
        "candidates.Candidate", null=True, on_delete=models.PROTECT, related_name="+"
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    terms: "models.Field[Any, Any]" = EncryptedJSONField()
    sha256 = models.CharField(max_length=64)
    sources = models.JSONField(default=dict)
    needs = models.JSONField(default=list)
    writers = models.JSONField(default=list)  # ids of accounts: none of them signs it
    revision = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True, default="")  # to who signs, or why it came back
    answers = models.ForeignKey("ChangeRequest", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["offer", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_version_once"),
            models.UniqueConstraint(
                fields=["offer"],
                condition=models.Q(state__in=("draft", "waiting")),
                name="offer_one_version_in_work",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.offer_id}"


class SignOff(models.Model):
    """A second person's signature on one version, at one level."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signoffs")
    level = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "level"], name="offer_level_signed_once"),
            models.UniqueConstraint(fields=["version", "by"], name="offer_signed_by_different_people"),
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.version_id}"


class ChangeRequest(models.Model):
    """What the candidate would like otherwise, and what the bank said to it.

    ``body``: {items: [{field, wanted, why}], words}; ``answer``: {items: [{field, verdict}], words}.
    """

    class State(models.TextChoices):
        OPEN = "open", "waits for the bank"
        ANSWERED = "answered", "answered"
        TAKEN_BACK = "taken_back", "taken back by the candidate"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="requests")
    about = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="requests")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    body: "models.Field[Any, Any]" = EncryptedJSONField()
    asked_at = models.DateTimeField()
    answer: "models.Field[Any, Any]" = EncryptedJSONField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_name = models.CharField(max_length=64, blank=True, default="")  # as the candidate reads it
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer"], condition=models.Q(state="open"), name="offer_one_open_request"
            )
        ]

    def __str__(self) -> str:
        return f"request about {self.about_id}"


class Signature(models.Model):
    """The candidate's yes, once. What follows (the sealed file, the message) is done by a task that reads
    this row, so a worker that dies in between loses nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="signature")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    image: "models.Field[Any, Any]" = EncryptedTextField(null=True)  # PNG, base64
    letter: "models.Field[Any, Any]" = EncryptedTextField(null=True)  # PDF, base64; until it is sealed
    letter_sha256 = models.CharField(max_length=64)  # of the letter as the person read it
    consent = models.TextField()  # the statement as it stood on the page
    terms_sha256 = models.CharField(max_length=64)
    code_id = models.UUIDField()  # the one-time code that was used up
    signed_at = models.DateTimeField()
    document_id = models.UUIDField(null=True)  # of foundation.signing
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["signed_at"], condition=models.Q(sealed_at=None), name="offer_signature_unsealed"
            )
        ]

    def __str__(self) -> str:
        return f"signature on {self.offer_id}"
