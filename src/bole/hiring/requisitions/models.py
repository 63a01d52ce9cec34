"""The need for a person: which job, at which unit, scored by which portrait; the portraits themselves, what
branches vary of them, and the bank's own versions of questions.

Portraits and questions belong to the bank, not to a unit, and name no candidate: everybody in the bank may
read them. What a branch varies belongs to the branch.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class Requisition(models.Model):
    """One opening at one unit, with the portrait in force; older ones stay in ``PortraitVersion``."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    # {key, version, pass_mark, weights{competency: 0-100}, labels{competency: {zh,en}}}
    portrait = models.JSONField()
    portrait_version = models.PositiveIntegerField(default=1)
    portrait_sha256 = models.CharField(max_length=64)
    guide_key = models.CharField(max_length=64)
    process_key = models.CharField(max_length=64)  # what new applications go through
    own_process = models.CharField(max_length=64, blank=True, default="")  # chosen instead of the portrait's
    channels = models.JSONField(default=list)  # what the bank switched on, of speech, voice, face, body
    auto_advance = models.BooleanField(default=False)
    auto_invite = models.BooleanField(default=False)  # who enters the AI interview stage is invited at once
    owner = models.ForeignKey(  # who answers for it; the opener, until somebody else is named
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    pass_mark = models.DecimalField(max_digits=4, decimal_places=1)
    headcount = models.PositiveIntegerField(default=1)
    starts_on = models.DateField(null=True)  # from when and until when the unit looks
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "state", "-created_at"], name="requisition_open")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=0, pass_mark__lte=100), name="requisition_pass_mark"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="requisition_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_key} {self.id}"


class PortraitVersion(models.Model):
    """Every portrait an opening ever had, with when it got it and who brought that about. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["requisition", "-saved_at"], name="portrait_history")]

    def __str__(self) -> str:
        return f"{self.requisition_id} v{self.version}"


class Signed(models.Model):
    """A draft that a second person signs: what portraits, variants and questions have in common.

    ``revision`` counts saves, so that of two editors the second is told. Once ``APPROVED``, the database
    refuses to change ``body``, ``sha256``, ``number`` and ``effective_on``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        WAITING = "waiting", "waits for a second person"
        APPROVED = "approved", "approved"
        DROPPED = "dropped", "dropped"
        ENDED = "ended", "ended"

    OPEN: ClassVar = ("draft", "waiting")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    body = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")  # why, by the author
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")  # of who decided
    effective_on = models.DateField(null=True)

    class Meta:
        abstract = True


APPROVED_IS_WHOLE = ~models.Q(state="approved") | models.Q(
    number__isnull=False, effective_on__isnull=False, decided_at__isnull=False
)


class JobPortrait(Signed):
    """One version of a job as head office describes it; ``body`` is the job file (``bole.job/1``).

    Numbers are given out per job, to head office's portraits and to branches' variants alike: one number,
    one set of weights, so that results under different weights never share a norm group.
    """

    class Source(models.TextChoices):
        CONSOLE = "console", "console"
        LIBRARY = "library", "library"
        FILE = "file", "file"

    job_key = models.CharField(max_length=64)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.CONSOLE)
    based_on = models.PositiveIntegerField(null=True)
    # the head office said: what the specification left open, and bole proposed, shall be so
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_key", "number"], name="job_portrait_number_once"),
            models.UniqueConstraint(
                fields=["job_key"],
                condition=models.Q(state__in=["draft", "waiting"]),
                name="job_portrait_one_open",
            ),
            models.CheckConstraint(condition=APPROVED_IS_WHOLE, name="job_portrait_approved_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.job_key} v{self.number} {self.state}"


class BranchVariant(Signed):
    """What one unit (and those beneath it) varies of a job's portrait; ``body`` is the portrait that results.

    ``added``: [{key, label, share, reason}]; ``shifts``: {competency: points of 100, as text}.
    """

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)
    base_number = models.PositiveIntegerField()
    added = models.JSONField(default=list)
    shifts = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_key", "number"], name="branch_variant_number_once"),
            models.UniqueConstraint(
                fields=["unit", "job_key"],
                condition=models.Q(state__in=["draft", "waiting"]),
                name="branch_variant_one_open",
            ),
            models.UniqueConstraint(
                fields=["unit", "job_key"],
                condition=models.Q(state="approved"),
                name="branch_variant_one_in_force",
            ),
            models.CheckConstraint(condition=APPROVED_IS_WHOLE, name="branch_variant_approved_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.job_key} at {self.unit_id} {self.state}"


class Allowance(models.Model):
    """Head office lets a unit go further than the job's bounds: so much may its own dimensions weigh
    together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    job_key = models.CharField(max_length=64)
    cap = models.DecimalField(max_digits=4, decimal_places=1)
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "job_key"], name="allowance_one_each"),
            models.CheckConstraint(
                condition=models.Q(cap__gte=0, cap__lte=50), name="allowance_cap_up_to_half"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_key} {self.unit_id} ≤ {self.cap}"


class QuestionVersion(Signed):
    """The bank's own version of a question; ``body`` is the question file. ``sha256`` is the rubric's.

    Without one, the library's question is asked. An inactive question is asked in no new interview.
    """

    key = models.CharField(max_length=64)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="question_number_once"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state__in=["draft", "waiting"]), name="question_one_open"
            ),
            models.CheckConstraint(condition=APPROVED_IS_WHOLE, name="question_approved_is_whole"),
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="question_by_rubric")]

    def __str__(self) -> str:
        return f"{self.key} v{self.number} {self.state}"


class BankRules(models.Model):
    """When questions rest and how often all are looked at, set by head office (``bank_rules.Limits``); at
    most one row, none means the defaults."""

    only = models.BooleanField(primary_key=True, default=True)
    limits = models.JSONField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rules of the question bank since {self.changed_at:%Y-%m-%d}"


class BankReview(models.Model):
    """Head office looked at the whole question bank: when, who, what came of it, how much was open then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    held_on = models.DateField()
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=500)
    open_notes = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-held_on", "-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["held_on"], name="bank_review_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"review of {self.held_on}"


class ReviewNote(models.Model):
    """Something that asks a person to look at a question: a badly rated survey item, a complaint, an
    over-use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question_key = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=64)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["question_key", "-at"], name="review_note_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question_key", "source", "reason"],
                condition=models.Q(settled_at__isnull=True),
                name="review_note_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.reason}"
