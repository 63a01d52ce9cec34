"""Trained raters by version, and whose answers each one learnt from."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class RaterVersion(models.Model):
    """One rater for one competency of one question. ``content`` is null once somebody in it was erased."""

    class State(models.TextChoices):
        OFF = "off", "off"
        ON = "on", "in force"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question_key = models.CharField(max_length=64)
    competency = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    rubric_sha256 = models.CharField(max_length=64)  # of the question it was trained under
    card = models.JSONField()  # format bole.trained-rater/1
    better = models.BooleanField()
    state = models.CharField(max_length=3, choices=State.choices, default=State.OFF)
    made_at = models.DateTimeField()
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    switched_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["question_key", "competency", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question_key", "competency", "version"], name="rater_version_once"
            ),
            models.UniqueConstraint(
                fields=["question_key", "competency"],
                condition=models.Q(state="on"),
                name="rater_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(state="off") | models.Q(better=True, content__isnull=False),
                name="rater_in_force_is_better",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}/{self.competency} v{self.version}"


class RaterSource(models.Model):
    """Somebody whose answer a version learnt from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    rater = models.ForeignKey(RaterVersion, on_delete=models.CASCADE, related_name="sources")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rater", "candidate"], name="rater_source_once")
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} in {self.rater_id}"
