"""One feedback per interview: its clock, its words before and after people touched them, what was sent."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class FeedbackRule(models.Model):
    """When feedback of one opening goes; where there is no row, with the decision."""

    class Mode(models.TextChoices):
        DECISION = "decision", "with the decision"
        AUTOMATIC = "automatic", "by itself, so many hours after the last answer"
        RELEASED = "released", "only when a person released it"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.OneToOneField(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="feedback_rule"
    )
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.DECISION)
    hours = models.PositiveSmallIntegerField(default=20)  # of ``automatic``
    next_days = models.PositiveSmallIntegerField(default=3)  # working days to the next step
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=1, hours__lte=24, next_days__gte=1, next_days__lte=30),
                name="feedback_rule_ranges",
            )
        ]

    def __str__(self) -> str:
        return f"feedback {self.mode} for {self.requisition_id}"


class Feedback(models.Model):
    """What one candidate is told of one interview. ``letter`` is written once, when it goes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.OneToOneField(
        "interviews.Interview", on_delete=models.CASCADE, related_name="feedback"
    )
    report_hash = models.CharField(max_length=64, blank=True)  # of the report the draft rests on
    wording_sha256 = models.CharField(max_length=64, blank=True)
    draft: "models.Field[Any, Any]" = EncryptedJSONField(null=True)  # bole.feedback/1; null before the report
    due_at = models.DateTimeField()  # 24 hours after the last answer
    planned_at = models.DateTimeField(null=True)  # when it goes by itself
    warned_at = models.DateTimeField(null=True)  # HR heard that the clock is in danger
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    letter: "models.Field[Any, Any]" = EncryptedJSONField(null=True)
    letter_sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, blank=True)  # as it stood when it went
    next_on = models.DateField(null=True)
    decision_told_at = models.DateTimeField(null=True)  # a decision that came after the feedback

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at__isnull=True), name="feedback_waiting")
        ]

    def __str__(self) -> str:
        return f"feedback on {self.interview_id}"


class FeedbackEdit(models.Model):
    """One passage somebody rewrote, before and after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="edits")
    part = models.CharField(max_length=64)
    before = EncryptedTextField()
    after = EncryptedTextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return f"edit of {self.part}"
