"""How people come in: campaigns and postings, applications on their way, batches of files, mailboxes."""

from typing import ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Campaign(models.Model):
    """A hiring drive with its dates: campus, social, or single openings 校园招聘/社会招聘/散招."""

    class Kind(models.TextChoices):
        CAMPUS = "campus", "campus"
        SOCIAL = "social", "social"
        SINGLE = "single", "single"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Posting(models.Model):
    """One public page on which people apply for one opening, through one channel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(
        "requisitions.Requisition", on_delete=models.PROTECT, related_name="postings"
    )
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="postings")
    channel = models.CharField(max_length=12)
    token = models.CharField(max_length=16, unique=True)  # stands on posters: public, but not to be guessed
    about = models.TextField(blank=True, default="")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"posting {self.token}"


class Submission(models.Model):
    """One application on its way from a person's phone. What was typed stays when the upload breaks.

    ``candidate_id`` is known once it was sent; ``joined``: the person was known before. The key that opens it
    again is in the person's hands only; we keep its hash.
    """

    class State(models.TextChoices):
        STARTED = "started", "started"
        READING = "reading", "being read"
        READ = "read", "read"
        FAILED = "failed", "could not be read"
        SENT = "sent", "sent"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="submissions")
    candidate_id = models.UUIDField(null=True)
    application_id = models.UUIDField(null=True)
    number = models.CharField(max_length=16, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    name = EncryptedTextField()
    phone = EncryptedTextField(default="")
    email = EncryptedTextField(default="")
    phone_index = models.CharField(max_length=64, blank=True, default="")  # to count tries for one number
    language = models.CharField(max_length=8, default="zh")
    wording_version = models.PositiveIntegerField()
    consented_at = models.DateTimeField()
    upload_id = models.UUIDField(null=True)
    file_id = models.UUIDField(null=True)
    file_name = EncryptedTextField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    reading = models.ForeignKey("candidates.Reading", null=True, on_delete=models.SET_NULL, related_name="+")
    error_code = models.CharField(max_length=32, blank=True, default="")
    corrections = EncryptedJSONField(null=True)
    joined = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTED)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["posting", "state"], name="submission_posting"),
            models.Index(fields=["application_id", "sent_at"], name="submission_application"),
        ]

    def __str__(self) -> str:
        return self.number


class Batch(models.Model):
    """Files that came together: an archive or files of HR, the attachments of one mail."""

    class Source(models.TextChoices):
        UPLOAD = "upload", "uploaded by the bank"
        MAIL = "mail", "arrived by e-mail"

    class State(models.TextChoices):
        UPLOADING = "uploading", "on its way"
        UNPACKING = "unpacking", "being unpacked"
        READING = "reading", "being read"
        DONE = "done", "done"
        FAILED = "failed", "could not be unpacked"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(
        "requisitions.Requisition", null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    upload_id = models.UUIDField(null=True)
    file_id = models.UUIDField(null=True, help_text="of the archive; destroyed when it was read out")
    name = EncryptedTextField(default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADING)
    error_code = models.CharField(max_length=32, blank=True, default="")
    made_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "-created_at"], name="batch_newest")]

    def __str__(self) -> str:
        return f"batch {self.id}"


class Item(models.Model):
    """One file of a batch and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        MADE = "made", "new candidate"
        KNOWN = "known", "added to a known candidate"
        DUPLICATE = "duplicate", "new, perhaps known: to be decided"
        INCOMPLETE = "incomplete", "no name or no way to reach the person"
        UNREADABLE = "unreadable", "could not be read"
        REFUSED = "refused", "left out"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    candidate_id = models.UUIDField(null=True)
    name = EncryptedTextField(default="")
    file_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=32, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "position"], name="item_position_once")
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "state", "position"], name="item_waiting")]

    def __str__(self) -> str:
        return f"item {self.position} of {self.batch_id}"


class Mailbox(models.Model):
    """A mailbox of a unit to which résumés are sent; looked into once a minute."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(
        "requisitions.Requisition", null=True, on_delete=models.PROTECT, related_name="+"
    )
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, default="tls")  # tls, starttls, none (loopback only)
    user = EncryptedTextField()
    password = EncryptedTextField()
    folder = models.CharField(max_length=120, default="INBOX")
    done_folder = models.CharField(max_length=120, default="Done")
    failed_folder = models.CharField(max_length=120, default="Failed")
    active = models.BooleanField(default=True)
    checked_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=32, blank=True, default="")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mailbox {self.id}"


class Arrival(models.Model):
    """A mail or a call of another system that was taken in: the same one again makes nothing new."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=64, help_text="hash of what makes it the same one")
    candidate_id = models.UUIDField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "source", "key"], name="arrival_once")
        ]

    def __str__(self) -> str:
        return f"arrival by {self.source}"
