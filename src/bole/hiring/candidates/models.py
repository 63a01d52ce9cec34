"""The person who applies, and the résumés. Personal values are sealed; equality search goes through blind
indexes."""

from typing import ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Candidate(models.Model):
    """One person, at the unit that keeps the file. An erased one keeps the row without a personal value.

    ``merged_into``: HR found that this file and that one are the same person. Both rows stay as they are, so
    that it can be undone; a chain never forms.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=16, unique=True)  # what people read aloud: C-20418
    name = EncryptedTextField()
    phone = EncryptedTextField(blank=True, default="")
    email = EncryptedTextField(blank=True, default="")
    name_index = models.CharField(max_length=64, blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, default="")
    birth_date = EncryptedTextField(null=True)  # YYYY-MM-DD, when another system told it
    birth_index = models.CharField(max_length=64, blank=True, default="")  # of name and day together
    # field → {source, as_of}: who told its value, and for when it held there; never the value itself
    provenance = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="zh")
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_index"], name="candidate_name_index"),
            models.Index(fields=["phone_index"], name="candidate_phone_index"),
            models.Index(fields=["email_index"], name="candidate_email_index"),
            models.Index(fields=["birth_index"], name="candidate_birth_index"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="candidate_not_into_itself"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Resume(models.Model):
    """What was pasted of a person's résumé, by HR or by the person; a new one takes the place of the old."""

    class Source(models.TextChoices):
        BANK = "bank", "pasted by the bank"
        PERSON = "person", "pasted by the person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="resume")
    text = EncryptedTextField()
    source = models.CharField(max_length=6, choices=Source.choices)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"résumé of {self.candidate_id}"


class Reading(models.Model):
    """What one version of the parser made of one content: kept once per unit, whoever's file it is.

    ``body`` is the object of ``bole parse-resume`` without ``file`` and ``error``; None with an error.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    parser = models.CharField(max_length=24)
    body = EncryptedJSONField(null=True)
    error_code = models.CharField(max_length=32, blank=True, default="")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "sha256", "parser"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"reading {self.id} by {self.parser}"


class ResumeFile(models.Model):
    """One résumé of one person as a file. ``as_of``: when it held at its source; the newest counts.

    ``corrections``: what the person said is wrong in the reading, by field.
    """

    class Source(models.TextChoices):
        APPLY = "apply", "sent by the person"
        UPLOAD = "upload", "uploaded by the bank"
        MAIL = "mail", "arrived by e-mail"
        API = "api", "sent by another system"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be read"
        READ = "read", "read"
        FAILED = "failed", "could not be read"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="resume_files")
    file_id = models.UUIDField(null=True, help_text="of foundation.files; None once its time is over")
    sha256 = models.CharField(max_length=64)
    name = EncryptedTextField(blank=True, default="")
    content_type = models.CharField(max_length=80)
    source = models.CharField(max_length=8, choices=Source.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    error_code = models.CharField(max_length=32, blank=True, default="")
    reading = models.ForeignKey(Reading, null=True, on_delete=models.SET_NULL, related_name="+")
    corrections = EncryptedJSONField(null=True)
    corrected_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField()
    added_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["candidate", "-as_of"], name="resume_file_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "sha256"], name="resume_file_once"),
        ]

    def __str__(self) -> str:
        return f"résumé file {self.id}"


class Duplicate(models.Model):
    """Two files that may be one person. Only a person decides; both stay whole, so that it can be undone."""

    class State(models.TextChoices):
        OPEN = "open", "waiting for a person"
        MERGED = "merged", "one person"
        APART = "apart", "two people"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="duplicates")
    other = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="duplicated_by")
    reasons = models.JSONField(default=list)  # of phone, email, birth
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "other"], name="duplicate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} and {self.other_id}: {self.state}"
