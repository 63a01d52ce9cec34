"""Ratings with evidence, the rubrics behind them, and the frozen report."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField
from bole.kernel.ids import new_id


class AnswerRating(models.Model):
    """What measurement said of one answer, once per version; ``failed`` keeps the named failure instead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="ratings")
    answer = models.ForeignKey("interviews.Answer", on_delete=models.CASCADE, related_name="ratings")
    attempt = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    # observation + question + law: the same input is not rated twice
    input_sha256 = models.CharField(max_length=64)
    # the analyse object; null when the answer failed
    result: "models.Field[Any, Any]" = EncryptedJSONField(null=True)
    hash = models.CharField(max_length=64, blank=True)  # provenance.hash of the result
    error_code = models.CharField(max_length=40, blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["interview"], name="answer_rating_interview")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer", "attempt", "version"], name="answer_rating_version_once"
            ),
            models.UniqueConstraint(
                fields=["answer", "attempt", "input_sha256"], name="answer_rating_input_once"
            ),
        ]

    def __str__(self) -> str:
        return f"rating {self.version} of {self.answer_id}"


class RubricSource(models.Model):
    """The text ratings were made by, kept under its own hash, so that a frozen report can be read with the
    rubric of its day. Of no unit and no person; the database refuses a text that is not the hash's.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()  # canonical JSON: measurement.api.rubric_source
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rubric {self.sha256[:12]}"


class Report(models.Model):
    """A frozen interview report. A new compilation is a new version; nothing edits an old one."""

    class State(models.TextChoices):
        READY = "ready", "ready"
        NEEDS_REVIEW = "needs_review", "needs a person"
        FOR_HUMAN_RATING = "human", "a person rates"  # analysis was refused

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="reports")
    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey("requisitions.Requisition", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)  # with the portrait's version: the norm group
    portrait_version = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    latest = models.BooleanField(default=True)
    input_sha256 = models.CharField(max_length=64)
    body: "models.Field[Any, Any]" = EncryptedJSONField()  # format bole.report/1
    hash = models.CharField(max_length=64)
    state = models.CharField(max_length=14, choices=State.choices)
    total = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    total_sem = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    needs_review = models.BooleanField(default=False)
    recommendation = models.CharField(max_length=10)  # advance | hold
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["requisition", "-total"], condition=models.Q(latest=True), name="report_ranking"
            ),
            models.Index(
                fields=["job_key", "portrait_version", "total"],
                condition=models.Q(latest=True),
                name="report_norm_group",
            ),
            models.Index(fields=["unit", "-created_at"], name="report_unit_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(latest=True), name="report_one_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.id} v{self.version}"


class ReportView(models.Model):
    """Who has seen the machine's scores, and since when: what makes a later review no longer blind."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "user"], name="report_view_once")]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.report_id}"
