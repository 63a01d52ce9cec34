"""What the machines did with an answer: one row per stage, attempt, input and plan."""

from typing import Any, ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField
from bole.kernel.ids import new_id


class AnalysisRun(models.Model):
    """A run of one resource class (speech or vision) over one answer.

    ``result`` is the sealed ``Observation.to_json()``; the same content and plan are never computed twice.
    """

    class Stage(models.TextChoices):
        SPEECH = "speech", "speech and voice"
        VISION = "vision", "face and body"

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey("interviews.Answer", on_delete=models.CASCADE, related_name="runs")
    attempt = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=8, choices=Stage.choices)
    # hashes of the recordings in order, channels, languages, law
    input_sha256 = models.CharField(max_length=64)
    plan_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)  # how often a worker took it up
    lease = models.UUIDField(null=True)  # the worker that runs it; a later worker overwrites it
    share = models.PositiveSmallIntegerField(default=0)  # percent done, as the running child tells
    error_code = models.CharField(max_length=40, blank=True)
    result: "models.Field[Any, Any]" = EncryptedJSONField(null=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    reused = models.BooleanField(default=False)
    cpu_seconds = models.FloatField(null=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["stage", "input_sha256", "plan_sha256"],
                condition=models.Q(state="done"),
                name="analysis_run_cache",
            ),
            models.Index(fields=["interview"], name="analysis_run_interview"),
            models.Index(
                fields=["state", "queued_at"], condition=~models.Q(state="done"), name="analysis_run_open"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer", "attempt", "stage", "input_sha256", "plan_sha256"], name="analysis_run_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.answer_id}: {self.state}"
