"""Mismatches that were found. They name jobs and counts, nobody."""

from typing import ClassVar

from django.db import models

from bole.kernel.ids import new_id


class Mismatch(models.Model):
    """Machine and panel passed different shares of a job, beyond chance. One open row per job; it is closed
    when the rates come together again. ``figures``: what was known when it was found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job_key = models.CharField(max_length=64)
    found_at = models.DateTimeField()
    figures = models.JSONField()
    told = models.PositiveSmallIntegerField(default=0)  # people who were sent a message
    proposed_at = models.DateTimeField(null=True)  # a change waits for a second person since then
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, blank=True, default="")  # taken, refused
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-found_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job_key"], condition=models.Q(closed_at__isnull=True), name="mismatch_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"mismatch of {self.job_key}"
