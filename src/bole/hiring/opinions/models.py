"""Questions of the interview that candidates rated badly."""

from typing import ClassVar

from django.db import models

from bole.kernel.ids import new_id


class BadRating(models.Model):
    """Noted once per question, its version and what was asked about it. Holds no person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question_key = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    asked = models.CharField(max_length=40)
    mean = models.DecimalField(max_digits=3, decimal_places=2)
    n = models.PositiveIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-noted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question_key", "version", "asked"], name="bad_rating_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_key} {self.mean}"
