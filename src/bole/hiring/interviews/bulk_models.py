"""An invitation of many at once: the run, and each person's line in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.kernel.ids import new_id


class BulkRun(models.Model):
    """``draft`` is looked at, ``running`` works through its entries, ``stopped`` can go on."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        RUNNING = "running", "running"
        STOPPED = "stopped", "stopped"
        DONE = "done", "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey("requisitions.Requisition", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    language = models.CharField(max_length=8, blank=True, default="")  # empty: each candidate's own
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="bulk_run_window"),
        ]

    def __str__(self) -> str:
        return f"bulk run {self.id} ({self.state})"


class BulkEntry(models.Model):
    """One person of a run. ``asked_for`` is what stood in the list where nobody was found: a candidate's
    number as it is, of anything else the last four characters."""

    class State(models.TextChoices):
        READY = "ready", "ready"
        PROBLEM = "problem", "problem"
        LEFT_OUT = "left_out", "left out"
        INVITED = "invited", "invited"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="entries")
    ordinal = models.PositiveIntegerField()
    asked_for = models.CharField(max_length=20, blank=True, default="")
    candidate = models.ForeignKey(
        "candidates.Candidate", null=True, on_delete=models.PROTECT, related_name="+"
    )
    application = models.ForeignKey(
        "pipeline.Application", null=True, on_delete=models.PROTECT, related_name="+"
    )
    interview = models.ForeignKey(
        "interviews.Interview", null=True, on_delete=models.PROTECT, related_name="bulk_entries"
    )
    state = models.CharField(max_length=8, choices=State.choices)
    problem = models.CharField(max_length=40, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "ordinal"], name="bulk_entry_place"),
            models.UniqueConstraint(fields=["run", "application"], name="bulk_entry_once"),
            models.UniqueConstraint(fields=["interview"], name="bulk_entry_interview_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "state", "ordinal"], name="bulk_entry_next")]

    def __str__(self) -> str:
        return f"entry {self.ordinal} of {self.run_id} ({self.state})"
