"""The onboarding of one person, its tasks and documents; templates; where a branch is; what IT is told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class TemplateVersion(models.Model):
    """A template head office imported; the newest of a key counts, before the library's. It names nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    body = models.JSONField()  # as the TOML file, see rules.templates
    source = models.TextField()  # the file as it was imported
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["key", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="onboarding_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"


class Place(models.Model):
    """Where newcomers of a unit (and of those below it without a place of their own) come to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.OneToOneField("org.Unit", on_delete=models.PROTECT, related_name="+")
    address = models.JSONField(default=dict)  # {zh, en}
    route = models.JSONField(default=dict)
    contact = models.CharField(max_length=120, blank=True, default="")  # who is asked for, and the number
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"place of {self.unit_id}"


class Onboarding(models.Model):
    """One person between the signed offer and the first day, which is the employee record's. ``guide``: what
    the templates held when it began, so that a later version changes nobody's list."""

    class State(models.TextChoices):
        PREPARING = "preparing", "preparing"
        READY = "ready", "ready"
        JOINED = "joined", "joined"
        ENDED = "ended", "ended"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    employee = models.OneToOneField("employees.Employee", on_delete=models.PROTECT, related_name="+")
    template_key = models.CharField(max_length=40)
    template_number = models.PositiveIntegerField()
    template_sha256 = models.CharField(max_length=64)
    guide = models.JSONField()  # milestones, bring, sections, courses, probation
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    reason = models.CharField(max_length=40, blank=True, default="")  # why it ended
    desk = models.CharField(max_length=60, blank=True, default="")
    signed_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    welcomed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"], name="onboarding_open"),
            models.Index(fields=["candidate"], name="onboarding_of_candidate"),
        ]

    def __str__(self) -> str:
        return f"onboarding {self.id} ({self.state})"


class Task(models.Model):
    """One line of the checklist. ``waiting``: the person handed in, HR has to look."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        WAITING = "waiting", "waiting for HR"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    onboarding = models.ForeignKey(Onboarding, on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=48)
    position = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=10)  # candidate, hr, it, manager
    kind = models.CharField(max_length=12)  # upload, confirm, read, information
    material = models.CharField(max_length=24, blank=True, default="")
    milestone = models.CharField(max_length=40, blank=True, default="")
    asks = models.CharField(max_length=12, blank=True, default="")
    title = models.JSONField()
    why = models.JSONField(default=dict)
    required = models.BooleanField(default=True)
    before_start = models.BooleanField(default=True)
    due_offset = models.SmallIntegerField(null=True)  # working days from the first day; None: a fixed day
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    upload_id = models.UUIDField(null=True, help_text="of foundation.files: a document on its way")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "owner", "due_on"], condition=Q(state="open"), name="onboarding_task_open"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["onboarding", "key"], name="onboarding_task_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.onboarding_id}"


class Material(models.Model):
    """One uploaded document and what became of it. At most one of a task is alive; earlier ones stay as
    facts. ``read``: what the machine read; ``confirmed``: what the person confirmed or corrected."""

    class State(models.TextChoices):
        CHECKING = "checking", "being read"
        REFUSED = "refused", "refused at once"
        TO_CONFIRM = "to_confirm", "to be confirmed by the person"
        SUBMITTED = "submitted", "waiting for HR"
        ACCEPTED = "accepted", "accepted"
        SENT_BACK = "sent_back", "sent back by HR"
        WITHDRAWN = "withdrawn", "replaced by the person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=24)
    file_id = models.UUIDField()
    content_type = models.CharField(max_length=80)
    attempt = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    read = EncryptedJSONField(null=True)
    confirmed = EncryptedJSONField(null=True)
    codes = models.JSONField(default=list)  # why it was refused, or what HR should look at
    reason = models.CharField(max_length=24, blank=True, default="")  # of HR, when sent back
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "uploaded_at"],
                condition=Q(state="submitted"),
                name="onboarding_material_waits",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=("checking", "to_confirm", "submitted", "accepted")),
                name="onboarding_one_material_alive",
            ),
            models.UniqueConstraint(fields=["file_id"], name="onboarding_material_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class ItTask(models.Model):
    """What IT is told of a task, and nothing else: a staff number, a post, a place, a day. No person's row
    can be reached from here: IT's role sees none of them, and this table points at none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_ref = models.UUIDField(unique=True)
    place = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    staff_number = models.CharField(max_length=12)
    post = models.JSONField()  # {zh, en}
    starts_on = models.DateField()
    title = models.JSONField()
    asks = models.CharField(max_length=12, blank=True, default="")
    due_on = models.DateField()
    state = models.CharField(max_length=8, default="open")  # open, done, dropped
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "staff_number"]

    def __str__(self) -> str:
        return f"{self.staff_number}: {self.state}"


class Note(models.Model):
    """One word of HR about an onboarding, and facts of who did what: the log on its page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    onboarding = models.ForeignKey(Onboarding, on_delete=models.CASCADE, related_name="notes")
    what = models.CharField(max_length=24)
    about = models.CharField(max_length=48, blank=True, default="")  # a task's key
    words = EncryptedTextField(blank=True, default="")
    actor_kind = models.CharField(max_length=16)
    actor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"
