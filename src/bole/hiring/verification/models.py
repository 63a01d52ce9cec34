"""Background checks of an application: the whole, each check, what sources said, papers, doubts, disputes.

What a résumé claims and what a source found is personal: those columns are sealed. States and codes are not.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Verification(models.Model):
    """One stay of an application in a stage of kind ``check``.

    The identity number is destroyed when it ends.
    """

    class State(models.TextChoices):
        CONSENT = "consent", "waits for the person's consent"
        WORK = "work", "being checked"
        REVIEW = "review", "waits for a person of the bank"
        TOLD = "told", "the person was told and may reply"
        DISPUTE = "dispute", "the person disputes"
        CLEAR = "clear", "nothing differs"
        ACCEPTED = "accepted", "accepted by a person"
        ADVERSE = "adverse", "ended by a person"
        STOPPED = "stopped", "stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="+")
    job = models.JSONField()  # {zh, en}: the opening is the bank's row, the person does not see it
    plan = models.JSONField()  # the list of checks as it was when this began
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONSENT)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    id_number = EncryptedTextField(null=True)
    stability = EncryptedJSONField(null=True)  # rules.stability.Flag, None without one
    opened_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    reply_due_at = models.DateTimeField(null=True)
    reply_left = models.DurationField(null=True)  # while a dispute is open the window stands still
    replied_at = models.DateTimeField(null=True)  # the person said there is nothing to add
    holds = models.BooleanField(default=False)  # the application is on hold because of this
    settled_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = EncryptedTextField(null=True)  # the person's reason, in words

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "opened_at"], name="verification_list"),
            models.Index(fields=["candidate", "-opened_at"], name="verification_candidate"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(settled_at__isnull=True), name="verification_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"verification {self.id}"


class Check(models.Model):
    """One question about the person. ``due_at``: by when its service level wants an answer."""

    class State(models.TextChoices):
        PENDING = "pending", "not begun"
        RUNNING = "running", "asked"
        STALLED = "stalled", "asked, and late"
        MANUAL = "manual", "checked by hand"
        UNABLE = "unable", "could not be found out"
        CLEAR = "clear", "agrees"
        CONSIDER = "consider", "differs"
        DISPUTED = "disputed", "disputed"
        CLEARED = "cleared", "cleared by a person"
        ADVERSE = "adverse", "ended by a person"
        STOPPED = "stopped", "stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    gate = models.BooleanField(default=False)
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=40)
    needs = models.JSONField(default=list)
    subject = EncryptedTextField(blank=True, default="")
    claimed = EncryptedJSONField()
    points = EncryptedJSONField(null=True)  # both sides of the newest result
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    code = models.CharField(max_length=40, blank=True, default="")  # why by hand, or how it was cleared
    foreign_id = models.CharField(max_length=200, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True, default="")
    next_try_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stalled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cost_fen = models.PositiveIntegerField(default=0)
    charged_at = models.DateTimeField(null=True)  # when the source took it
    erase_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [
            models.Index(fields=["unit", "charged_at"], name="check_costs"),
            models.Index(fields=["source", "foreign_id"], name="check_foreign"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "position"], name="check_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Finding(models.Model):
    """One result of a check, written once: by a source, by a person from papers, or a correction of it."""

    class By(models.TextChoices):
        SOURCE = "source", "the source"
        PERSON = "person", "a person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=8, choices=By.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16)
    facts = EncryptedJSONField(null=True)
    points = EncryptedJSONField(null=True)
    note = EncryptedTextField(blank=True, default="")  # who confirmed it, in a person's words
    provenance = models.JSONField(default=dict)  # source, its version, hash, nonce; nothing personal
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_of", "number"], name="finding_number_once")
        ]

    def __str__(self) -> str:
        return f"finding {self.number} of {self.check_of_id}"


class Paper(models.Model):
    """A proof: a scan the person sent, or one HR was given. The file is encrypted in ``foundation.files``."""

    class Source(models.TextChoices):
        PERSON = "person", "sent by the person"
        BANK = "bank", "added by the bank"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="papers")
    check_of = models.ForeignKey(Check, null=True, on_delete=models.SET_NULL, related_name="papers")
    source = models.CharField(max_length=8, choices=Source.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    upload_id = models.UUIDField(null=True)
    file_id = models.UUIDField(null=True, help_text="of foundation.files; None while it is on its way")
    name = EncryptedTextField(blank=True, default="")
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at"]

    def __str__(self) -> str:
        return f"paper {self.id}"


class Doubt(models.Model):
    """One line of the to-verify list: a gap, a job whose end is not said. Somebody owns it and settles it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="doubts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)  # gap, no_end
    what = EncryptedTextField()
    months = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    said = EncryptedTextField(null=True)  # the person's own words
    said_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=16, blank=True, default="")  # of rules.deciding.RESOLUTIONS
    note = EncryptedTextField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "position"], name="doubt_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.resolution or 'open'}"


class Dispute(models.Model):
    """The person says a result is wrong; one open at a time per check."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="disputes")
    text = EncryptedTextField()
    raised_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)  # None: open
    answer = EncryptedTextField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["raised_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_of"], condition=Q(upheld__isnull=True), name="dispute_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"dispute of {self.check_of_id}"


class Step(models.Model):
    """One line of the timeline, written once. ``details`` hold codes and moments, never words of a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="steps")
    check_of = models.ForeignKey(Check, null=True, on_delete=models.SET_NULL, related_name="steps")
    number = models.PositiveIntegerField(default=0)  # its place: several may happen in one moment
    what = models.CharField(max_length=32)
    details = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=16)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["verification", "-at"], name="verification_timeline")]

    def __str__(self) -> str:
        return self.what


class SeenDelivery(models.Model):
    """A callback's nonce, so that it counts once. Names nobody."""

    source = models.CharField(max_length=40)
    nonce = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "nonce"], name="check_delivery_once")
        ]

    def __str__(self) -> str:
        return self.nonce
