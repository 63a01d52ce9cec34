"""Ratings with evidence, the frozen report, and what people say beside it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
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


class Review(models.Model):
    """A person's own rating. Machine scores stay hidden from the reviewer until it is locked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    blind = models.BooleanField()  # False: this reviewer had already seen the machine's scores
    ratings = models.JSONField(default=dict)  # competency → level 1–5 (half steps) or null
    comment = EncryptedTextField(blank=True, default="")
    total = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    started_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "reviewer"], name="review_once_per_reviewer")
        ]

    def __str__(self) -> str:
        return f"review of {self.report_id}"


class BlindRater(models.Model):
    """Somebody who rates this person elsewhere (on a panel): as with an open card of his own, the machine's
    scores stay hidden from him wherever they stand, until ``lifted_at``. ``about_id`` says what he rates in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "pipeline.Application", on_delete=models.CASCADE, related_name="blind_raters"
    )
    about_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "application"], name="blind_rater_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_id", "user"], name="blind_rater_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} rates {self.application_id}"


class Override(models.Model):
    """A person's score beside the machine's, with a reason. The report itself is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="overrides")
    competency = models.CharField(max_length=64)
    score = models.DecimalField(max_digits=4, decimal_places=1)
    reason = EncryptedTextField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=100), name="override_score_range"
            ),
        ]

    def __str__(self) -> str:
        return f"override of {self.competency}"


class SecondRaterSwitch(models.Model):
    """Whether a language model gives second opinions for one opening; off where there is no row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.OneToOneField(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="second_rater"
    )
    on = models.BooleanField(default=False)
    switched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    switched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second rater {'on' if self.on else 'off'} for {self.requisition_id}"


class SecondOpinion(models.Model):
    """What a language model said of a report a person had rated. In no score and no total."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        READY = "ready", "ready"
        VOID = "void", "void"  # it answered, and is not believed
        FAILED = "failed", "failed"  # it did not answer

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="second_opinion")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    reason = models.CharField(max_length=40, blank=True)  # why void or failed
    model_name = models.CharField(max_length=120, blank=True)
    prompt_sha256 = models.CharField(max_length=64, blank=True)
    # every run as it came, with what was believed of it
    runs: "models.Field[Any, Any]" = EncryptedJSONField(default=list)
    spread = models.JSONField(default=dict)  # competency → {levels, median, low, high}
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"second opinion on {self.report_id}"


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
