"""Where an application stands, how it came there, and what was proposed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class Application(models.Model):
    """A candidate for a requisition. ``version`` is raised by every move: the optimistic lock."""

    class Outcome(models.TextChoices):
        OPEN = "", "open"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"
        HIRED = "hired", "hired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(
        "candidates.Candidate", on_delete=models.PROTECT, related_name="applications"
    )
    requisition = models.ForeignKey(
        "requisitions.Requisition", on_delete=models.PROTECT, related_name="applications"
    )
    process_key = models.CharField(max_length=64)
    stage = models.CharField(max_length=32)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    stage_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "stage", "-stage_since"], name="application_stage"),
            models.Index(fields=["requisition", "stage", "stage_since", "id"], name="application_column"),
            models.Index(fields=["-created_at", "-id"], name="application_newest"),
            models.Index(fields=["due_at"], condition=models.Q(outcome=""), name="application_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "requisition"], name="application_once"),
        ]

    def __str__(self) -> str:
        return f"{self.id} in {self.stage}"


class Transition(models.Model):
    """One move, written once. ``actor_kind`` says whether a person or the job's rule moved it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="transitions")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    from_stage = models.CharField(max_length=32)
    to_stage = models.CharField(max_length=32)
    # label of the step left behind, e.g. "ai_interview:81.7"
    outcome = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=64)  # a code from the process, never free text about a person
    actor_kind = models.CharField(max_length=16)
    actor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    report_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField()  # of the application after the move
    since = models.DateTimeField(null=True)  # when the stage left behind had been entered
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version"]
        indexes: ClassVar = [models.Index(fields=["at", "from_stage"], name="transition_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "version"], name="transition_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class Proposal(models.Model):
    """What a step recommends. Held for a person unless the job's rule lets an advance through."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        TAKEN = "taken", "taken"
        SUPERSEDED = "superseded", "superseded"
        DISMISSED = "dismissed", "dismissed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proposals")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    from_stage = models.CharField(max_length=32)
    to_stage = models.CharField(max_length=32)
    outcome = models.CharField(max_length=16)  # advance | hold
    label = models.CharField(max_length=64, blank=True)  # the step's result in short, for the path line
    report_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state="open"),
                name="proposal_one_open_per_application",
            ),
            models.UniqueConstraint(
                fields=["application", "report_id"],
                condition=models.Q(report_id__isnull=False),
                name="proposal_once_per_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} to {self.to_stage}"
