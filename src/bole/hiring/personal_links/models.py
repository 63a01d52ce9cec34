"""The address a person is reached under, and the codes that prove who holds it."""

from typing import ClassVar

from django.db import models

from bole.kernel.ids import new_id


class PersonalLink(models.Model):
    """The one address of a person. ``about`` is frozen, because a person sees no other row of the bank."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.OneToOneField(
        "candidates.Candidate", on_delete=models.PROTECT, related_name="personal_link"
    )
    about = models.JSONField()  # {bank{zh,en}, unit{zh,en}}
    serial = models.PositiveSmallIntegerField(default=1)  # raised when the address is renewed
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)  # last successful one-time code

    def __str__(self) -> str:
        return f"personal link {self.id}"


class OneTimeCode(models.Model):
    """Six digits sent to the person's own address; only a keyed hash is kept. ``kind`` and ``about_id`` say
    what it opens: this link, an interview, a signature."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    about_id = models.UUIDField()
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "about_id", "-sent_at"], name="one_time_code_of_newest")
        ]

    def __str__(self) -> str:
        return f"code for {self.kind} {self.about_id}"
