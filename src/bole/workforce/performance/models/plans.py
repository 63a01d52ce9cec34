"""Development plans, and the employee's own wishes for a team."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id
from bole.workforce.performance.models.probation import USER, Personal, Probation


class Plan(Personal):
    """An employee's development plan in one version; ``given`` ones are what the employee sees."""

    class State(models.TextChoices):
        DRAFT = "draft", "waits for approval"
        GIVEN = "given", "given"
        PAST = "past", "replaced"

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    rules_version = models.PositiveSmallIntegerField()
    rules_sha256 = models.CharField(max_length=64)
    report_hash = models.CharField(max_length=64, blank=True, default="")  # of the interview report, if any
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, blank=True, default="")  # agree, change
    answer_words = EncryptedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["probation", "number"], name="plan_number_once"),
            models.UniqueConstraint(fields=["probation"], condition=Q(state="given"), name="plan_one_given"),
            models.UniqueConstraint(fields=["probation"], condition=Q(state="draft"), name="plan_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_by__isnull=False), name="plan_approved_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number}"


class PlanItem(Personal):
    """One course with why it stands there. ``source``: a rule, the signed offer, or a person."""

    class Source(models.TextChoices):
        RULE = "rule", "by a rule"
        OFFER = "offer", "promised in the offer"
        PERSON = "person", "added by a person"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, choices=Source.choices)
    course_key = models.CharField(max_length=64, blank=True, default="")
    title = models.JSONField()  # {zh, en}
    rule_key = models.CharField(max_length=64, blank=True, default="")
    # {why {zh, en}, competency, score, band, mark, when, uncertain, quote, question}; what the rule rested on
    ground: "models.Field[Any, Any]" = EncryptedJSONField(default=dict)
    kept = models.BooleanField(default=True)
    note = EncryptedTextField(blank=True, default="")  # of who added it or left it out

    class Meta:
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return f"item {self.order}"


class TeamWish(models.Model):
    """What an employee answered for himself about kinds of work. His alone: it has no unit, and the row
    policy shows it to no user of the bank; taking part is off until he switches it on, and ends by
    erasure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    candidate = models.OneToOneField("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    answers: "models.Field[Any, Any]" = EncryptedJSONField(default=dict)  # statement → 1–5
    uses_reports = models.BooleanField(default=False)  # whether his own reports may be counted for it
    since = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"wish {self.id}"
