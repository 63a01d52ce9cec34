"""The person who applies. Name, phone and address are sealed; equality search goes through blind indexes."""

from typing import ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.kernel.ids import new_id


class Candidate(models.Model):
    """One person, at the unit that keeps the file. An erased one keeps the row without a personal value."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=16, unique=True)  # what people read aloud: C-20418
    name = EncryptedTextField()
    phone = EncryptedTextField(blank=True, default="")
    email = EncryptedTextField(blank=True, default="")
    name_index = models.CharField(max_length=64, blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=8, default="zh")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_index"], name="candidate_name_index"),
            models.Index(fields=["phone_index"], name="candidate_phone_index"),
            models.Index(fields=["email_index"], name="candidate_email_index"),
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
