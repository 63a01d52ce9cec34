"""Where an application stands, how it came there, and what was proposed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.kernel.ids import new_id


class ProcessVersion(models.Model):
    """One version of a process. It names nobody, so everybody may read it; once published it is never changed
    (the database refuses). ``requisition``: derived for that opening alone, by ``insertions``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        RETIRED = "retired", "retired"

    class Origin(models.TextChoices):
        LIBRARY = "library", "library"
        EDITED = "edited", "edited"
        DERIVED = "derived", "derived"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    body = models.JSONField()  # rules.bodies
    sha256 = models.CharField(max_length=64)
    requisition = models.ForeignKey(
        "requisitions.Requisition", null=True, on_delete=models.PROTECT, related_name="+"
    )
    insertions = models.JSONField(default=list)  # [{stage, before}], in the order they were put in
    why = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="process_version_once"),
            models.UniqueConstraint(fields=["key"], condition=Q(state="draft"), name="process_one_draft"),
            models.UniqueConstraint(
                fields=["requisition"],
                condition=Q(state="published", requisition__isnull=False),
                name="process_one_derived_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"


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
    process_version = models.PositiveIntegerField(default=1)  # the one it began with, until a person moves it
    stage = models.CharField(max_length=32)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    stage_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    held_due = models.DateTimeField(null=True)  # what was due when the hold began; the rest is given back
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
    """One change, written once; only an empty ``outcome`` may be told later (``services.tell_late``).

    ``actor_kind`` says whether a person or the job's rule made it. A hold and a move to another process
    version may leave the stage as it is: then both stages are the same.
    """

    class Verb(models.TextChoices):
        ADVANCED = "advanced", "advanced"
        RETURNED = "returned", "returned"
        HELD = "held", "held"
        RESUMED = "resumed", "resumed"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"
        HIRED = "hired", "hired"
        REOPENED = "reopened", "reopened"
        REVISED = "revised", "revised"  # moved to another version of the process

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="transitions")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    from_stage = models.CharField(max_length=32)
    to_stage = models.CharField(max_length=32)
    verb = models.CharField(max_length=10, choices=Verb.choices, default=Verb.ADVANCED)
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
    # place in the log that others read on from; given after the commit, so that no reader misses a late one
    seq = models.BigIntegerField(null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["version"]
        indexes: ClassVar = [
            models.Index(fields=["at", "from_stage"], name="transition_at"),
            models.Index(fields=["at"], condition=Q(seq__isnull=True), name="transition_unnumbered"),
        ]
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


class Overdue(models.Model):
    """Somebody was told that an application waits beyond its service level: a to-do, until it moves on."""

    class Level(models.TextChoices):
        OWNER = "owner", "owner"
        HEAD = "head", "head"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="overdue")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=5, choices=Level.choices)
    stage = models.CharField(max_length=32)
    version = models.PositiveIntegerField()  # of the application: one stay in one stage
    due_at = models.DateTimeField()
    told_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "version", "level", "user"], name="overdue_told_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "-told_at"], condition=Q(settled_at__isnull=True), name="overdue_todo"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} in {self.stage}: {self.level}"
