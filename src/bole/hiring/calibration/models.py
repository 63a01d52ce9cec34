"""What share is drawn, what was drawn, and how far people and machine were apart."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class SampleRate(models.Model):
    """The share of automatic results of one opening a person rates again, as HR set it last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.OneToOneField(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="sample_rate"
    )
    percent = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="sample_rate_percent")
        ]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.requisition_id}"


class Sample(models.Model):
    """One drawn result. Done when somebody who had not seen the machine's scores locked a card."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.OneToOneField("interviews.Interview", on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey("assessment.Report", on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()  # the share it was drawn under
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(done_at__isnull=True), name="sample_waiting")
        ]

    def __str__(self) -> str:
        return f"sample {self.interview_id}"


class Difference(models.Model):
    """Machine and one person on one competency of one report. Figures only, of nobody by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("assessment.Report", on_delete=models.CASCADE, related_name="+")
    review_id = models.UUIDField()
    job_key = models.CharField(max_length=64)
    competency = models.CharField(max_length=64)
    machine = models.FloatField()  # 0–100
    person = models.FloatField()
    blind = models.BooleanField()
    sampled = models.BooleanField()  # drawn, not chosen: no reason but chance brought it here
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job_key", "competency"], name="difference_job")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review_id", "competency"], name="difference_once")
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.machine} and {self.person}"
