"""What scores are set beside: the result rule, norm groups, measured errors; and the archive scored anew."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.hiring.assessment.models.ratings import AnswerRating
from bole.kernel.ids import new_id


class ResultRule(models.Model):
    """What candidates of one process see of their result, as head office set it last. No row: everything."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    process_key = models.CharField(max_length=64)
    show_score = models.BooleanField(default=True)
    show_pass_mark = models.BooleanField(default=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "process_key"], name="result_rule_once")
        ]

    def __str__(self) -> str:
        return f"result of {self.process_key}"


class NormTable(models.Model):
    """A norm group as it stood one night: how many people had which total. It names nobody, so everybody may
    read it; a group below 30 people gets none. Never changed: a later night makes a later version.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job_key = models.CharField(max_length=64)
    portrait_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    n = models.PositiveIntegerField()
    totals = models.JSONField()  # "73.4" → people
    sha256 = models.CharField(max_length=64)  # of everything above
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job_key", "portrait_version", "version"], name="norm_table_version_once"
            ),
            models.CheckConstraint(condition=models.Q(n__gte=30), name="norm_table_large_enough"),
        ]

    def __str__(self) -> str:
        return f"norms {self.version} of {self.job_key}"


class ErrorTable(models.Model):
    """The standard error of a competency's score as double ratings measured it, one row per new figure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competency = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    sem = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competency", "version"], name="error_table_version_once")
        ]

    def __str__(self) -> str:
        return f"error {self.version} of {self.competency}"


class Rescoring(models.Model):
    """The archive of one question rated once more with another rubric. Reports stay as they are."""

    class State(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question_key = models.CharField(max_length=64)
    version = models.PositiveIntegerField()  # of the run; the same question again is a new one
    rubric = models.TextField()  # the TOML, for workers on any machine
    rubric_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    difference = models.JSONField(null=True)  # format bole.rescore/1, when done
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question_key", "version"], name="rescoring_version_once"),
            models.UniqueConstraint(
                fields=["question_key", "rubric_sha256"],
                condition=models.Q(state="running"),
                name="rescoring_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"rescoring {self.version} of {self.question_key}"


class RescoredAnswer(models.Model):
    """One answer of a run; waiting until ``rated_at``. Only figures: no words leave the first rating."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Rescoring, on_delete=models.CASCADE, related_name="answers")
    rating = models.ForeignKey(AnswerRating, on_delete=models.CASCADE, related_name="+")  # what stands
    input_sha256 = models.CharField(max_length=64, blank=True)
    scores = models.JSONField(default=dict)  # competency → 0–100 or null
    hash = models.CharField(max_length=64, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["run"], condition=models.Q(rated_at__isnull=True), name="rescored_answer_waiting"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "rating"], name="rescored_answer_once")
        ]

    def __str__(self) -> str:
        return f"rescored {self.rating_id}"
