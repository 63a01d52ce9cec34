"""The guide of a re-interview, the panel, who sits on it, the cards and what they agreed on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Guide(models.Model):
    """What is to be asked of one applicant, still open to changes; a panel freezes a copy.

    ``questions``: ``rules.building``. ``version`` is raised by every change: the optimistic lock.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(
        "pipeline.Application", on_delete=models.PROTECT, related_name="panel_guide"
    )
    questions: "models.Field[Any, Any]" = EncryptedJSONField(default=list)
    report_id = models.UUIDField(null=True)  # the report it was built from
    resume_id = models.UUIDField(null=True)
    portrait_key = models.CharField(max_length=64)
    portrait_version = models.PositiveIntegerField()
    rules_version = models.PositiveIntegerField()
    rules_sha256 = models.CharField(max_length=64)
    core_sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    built_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"guide for {self.application_id}"


class Panel(models.Model):
    """Several people interview one applicant again. Guide, weights and anchors are those of the opening.

    ``machine``: the machine's scores by competency, written only when everybody has submitted.
    """

    class State(models.TextChoices):
        OPEN = "open", "being rated"
        REVEALED = "revealed", "everybody submitted"
        CLOSED = "closed", "closed"
        CANCELLED = "cancelled", "cancelled"

    class Decision(models.TextChoices):
        NONE = "", "none"
        ADVANCED = "advanced", "advanced"
        DECLINED = "declined", "declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="panels")
    requisition = models.ForeignKey("requisitions.Requisition", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)
    stage = models.CharField(max_length=32)  # the stage it decides on
    interview_id = models.UUIDField(null=True)
    report_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    guide: "models.Field[Any, Any]" = EncryptedJSONField()  # what was asked of a guide's questions
    guide_sha256 = models.CharField(max_length=64)
    rules_version = models.PositiveIntegerField()
    portrait = models.JSONField()  # {key, version, pass_mark, weights, labels, anchors}
    scores_open = models.BooleanField(default=False)  # the bank's setting when it was opened
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)  # of the appointment
    ends_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # None: no clock runs while a time is looked for
    revealed_at = models.DateTimeField(null=True)
    machine = models.JSONField(default=dict)  # competency → 0–100
    machine_total = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    machine_passed = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.NONE, blank=True)
    levels = models.JSONField(default=dict)  # competency → the level it was closed with
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "due_at"], name="panel_unit_state"),
            models.Index(fields=["candidate", "-opened_at"], name="panel_candidate"),
            models.Index(fields=["closed_at"], name="panel_closed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=("open", "revealed")), name="panel_one_running"
            )
        ]

    def __str__(self) -> str:
        return f"panel on {self.application_id}"


class Seat(models.Model):
    """A member. ``office``: whether he sits for head office or for the branch. ``excused_at``: he left
    without a card."""

    class Office(models.TextChoices):
        HEAD = "head", "head office"
        BRANCH = "branch", "branch"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=6, choices=Office.choices)
    # of a guest: the branch he comes from
    guest_of = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)  # when he first opened the material
    submitted_at = models.DateTimeField(null=True)
    excused_at = models.DateTimeField(null=True)
    excused_why = models.CharField(max_length=200, blank=True, default="")
    reminded_at = models.DateTimeField(null=True)
    reminded_again_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-lead", "added_at", "id"]
        indexes: ClassVar = [models.Index(fields=["user", "-added_at"], name="seat_mine")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "user"], name="seat_once"),
            models.UniqueConstraint(fields=["panel"], condition=Q(lead=True), name="seat_one_lead"),
        ]

    def __str__(self) -> str:
        return f"seat of {self.user_id}"


class Card(models.Model):
    """One member's ratings. Once submitted the database refuses a change; an amendment is the next version,
    with its reason, beside the first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="cards")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    blind = models.BooleanField()  # False: he had seen the machine's scores, or others' cards
    levels = models.JSONField(default=dict)  # competency → 1–5, or null for "cannot say"
    # competency → {note, evidence}
    words: "models.Field[Any, Any]" = EncryptedJSONField(default=dict)
    comment = EncryptedTextField(blank=True, default="")
    recommendation = models.CharField(max_length=8, blank=True, default="")
    reason = EncryptedTextField(blank=True, default="")  # of an amendment
    total = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    saves = models.PositiveIntegerField(default=0)  # of the draft: the optimistic lock
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["started_at", "version"]
        indexes: ClassVar = [models.Index(fields=["submitted_at"], name="card_submitted")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "user", "version"], name="card_version_once")
        ]

    def __str__(self) -> str:
        return f"card {self.version} of {self.user_id}"


class Consensus(models.Model):
    """What the panel agreed on for one competency, and why; the lead writes it down."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="consensus")
    competency = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField()
    reason = EncryptedTextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "competency"], name="consensus_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="consensus_level_range"),
        ]

    def __str__(self) -> str:
        return f"consensus on {self.competency}"


class ScoresRule(models.Model):
    """Whether members see the machine's scores before they rate, as head office set it last. No row: no."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.OneToOneField("org.Unit", on_delete=models.PROTECT, related_name="+")
    scores_open = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True, default="")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"scores {'open' if self.scores_open else 'hidden'}"
