"""What an opening asks of a résumé, what came of asking, what people decided, and surges."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField
from bole.kernel.ids import new_id


class RuleSet(models.Model):
    """One version of an opening's rules. A draft can be changed; one that was in force never is again.

    ``preview``: what the draft would do to today's applicants, counted for ``preview_sha256``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_FORCE = "in_force", "in force"
        RETIRED = "retired", "retired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="screening_rules"
    )
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    body = models.JSONField()  # see rules.building
    sha256 = models.CharField(max_length=64)
    preview = models.JSONField(null=True)
    preview_sha256 = models.CharField(max_length=64, blank=True, default="")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["requisition", "version"], name="screening_rules_version_once"),
            models.UniqueConstraint(
                fields=["requisition"], condition=models.Q(state="draft"), name="screening_rules_one_draft"
            ),
            models.UniqueConstraint(
                fields=["requisition"],
                condition=models.Q(state="in_force"),
                name="screening_rules_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"rules {self.version} of {self.requisition_id}"


class Result(models.Model):
    """One screening of one application. New rules or a new résumé make a new one; old ones stay.

    ``details``: verdicts with their lines, the match with its lines, the reasons, the questions to ask.
    """

    class Outcome(models.TextChoices):
        PASS = "pass", "passes"
        HOLD = "hold", "held for a person"
        REJECT = "reject_proposed", "rejection proposed to a person"
        WAITING = "waiting", "waiting for a résumé"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "pipeline.Application", on_delete=models.CASCADE, related_name="screenings"
    )
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey("requisitions.Requisition", on_delete=models.CASCADE, related_name="+")
    current = models.BooleanField(default=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)  # match, 0–100
    core_score = models.DecimalField(max_digits=4, decimal_places=1, null=True)  # core competencies only
    codes = models.JSONField(default=list)  # of the reasons, for filters
    details: "models.Field[Any, Any]" = EncryptedJSONField(default=dict)
    resume_id = models.UUIDField(null=True)
    rules_version = models.PositiveIntegerField()  # 0: the library's
    rules_sha256 = models.CharField(max_length=64)
    portrait_version = models.PositiveIntegerField()
    inputs_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "outcome", "-made_at"],
                condition=models.Q(current=True),
                name="screening_to_look_at",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(current=True), name="screening_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.application_id}"


class Choice(models.Model):
    """What a person decided about a screening. ``override``: the machine had said something else."""

    class What(models.TextChoices):
        ADVANCE = "advance", "advance"
        DECLINE = "decline", "do not go on"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="+")
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="choices")
    version = models.PositiveIntegerField()  # of the application the person was looking at
    what = models.CharField(max_length=8, choices=What.choices)
    reason = models.CharField(max_length=64)
    override = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "version"], name="screening_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} for {self.application_id}"


class SurgePlan(models.Model):
    """From how many applicants on an opening gets a quick screening; the defaults hold without a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.OneToOneField(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="surge_plan"
    )
    enabled = models.BooleanField()
    threshold = models.PositiveIntegerField()
    window_hours = models.PositiveIntegerField()
    advance_from = models.PositiveSmallIntegerField()
    core_share = models.PositiveSmallIntegerField(default=60)
    calm_percent = models.PositiveSmallIntegerField(default=50)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"surge plan of {self.requisition_id}"


class Surge(models.Model):
    """One surge: what set it off, and how it ended. ``told``: candidates who were sent word."""

    class Ended(models.TextChoices):
        RUNNING = "", "running"
        CALM = "calm", "the crowd has gone"
        STOPPED = "stopped", "a person stopped it"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="surges"
    )
    threshold = models.PositiveIntegerField()
    window_hours = models.PositiveIntegerField()
    advance_from = models.PositiveSmallIntegerField()
    counted = models.PositiveIntegerField()
    told = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, default=Ended.RUNNING, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-began_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["requisition"], condition=models.Q(ended_at=None), name="surge_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"surge of {self.requisition_id}"
