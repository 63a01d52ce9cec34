"""The need for a person: which job, at which unit, scored by which portrait."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class Requisition(models.Model):
    """One opening at one unit, with the portrait in force; older ones stay in ``PortraitVersion``."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    # {key, version, pass_mark, weights{competency: 0-100}, labels{competency: {zh,en}}}
    portrait = models.JSONField()
    portrait_version = models.PositiveIntegerField(default=1)
    portrait_sha256 = models.CharField(max_length=64)
    guide_key = models.CharField(max_length=64)
    process_key = models.CharField(max_length=64)
    channels = models.JSONField(default=list)  # what the bank switched on, of speech, voice, face, body
    auto_advance = models.BooleanField(default=False)
    pass_mark = models.DecimalField(max_digits=4, decimal_places=1)
    headcount = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "state", "-created_at"], name="requisition_open")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=0, pass_mark__lte=100), name="requisition_pass_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_key} {self.id}"


class PortraitVersion(models.Model):
    """Every portrait that was ever in force, with who saved it. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["requisition", "version"], name="portrait_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.requisition_id} v{self.version}"
