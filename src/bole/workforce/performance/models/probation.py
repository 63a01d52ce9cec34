"""The probation, its review, and what is decided about it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id

USER = settings.AUTH_USER_MODEL


class Personal(models.Model):
    """What every row about an employee has: whose it is, and which unit may see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Probation(Personal):
    """The one probation of an employee (劳动合同法 §19: once per employer and employee).

    ``agreed_ends_on`` is the contract's last day, ``ends_on`` what holds now; ``version`` is raised by every
    change: the optimistic lock of the pages.
    """

    class State(models.TextChoices):
        RUNNING = "running", "running"
        CONFIRMED = "confirmed", "confirmed"
        ENDED = "ended", "ended by the bank"
        LEFT = "left", "the employee left"
        LAPSED = "lapsed", "confirmed by law, its last day passed"

    employee_id = models.UUIDField(unique=True)  # the record of bole.workforce.employees
    application_id = models.UUIDField(null=True)
    number = models.CharField(max_length=12)  # of the employee, what people read aloud
    name = EncryptedTextField()
    job_key = models.CharField(max_length=64)
    job_title = models.JSONField()  # {zh, en}
    manager = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    agreed_ends_on = models.DateField()
    contract_months = models.PositiveSmallIntegerField(null=True)  # None: open-ended
    competencies = models.JSONField()  # [{key, zh, en}], of the job as it was that day
    program_key = models.CharField(max_length=64)
    program_version = models.PositiveSmallIntegerField()
    program_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    settled_on = models.DateField(null=True)
    reviewed_until = models.PositiveSmallIntegerField(default=0)  # weeks a review that was handed in rests on
    reminded = models.JSONField(default=list)  # days before the end that were told
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "state", "ends_on"], name="probation_running")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate"], name="probation_once_per_person"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="probation_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(state="running", settled_on=None)
                | (~Q(state="running") & Q(settled_on__isnull=False)),
                name="probation_settled_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"probation {self.id}"


class Review(Personal):
    """The review before the end: a level per competency with its evidence, and what is proposed.

    Handed in it is never changed; after an extension there is a second one.
    """

    class Proposal(models.TextChoices):
        CONFIRM = "confirm", "confirm"
        EXTEND = "extend", "extend"
        END = "end", "end"

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    ratings: "models.Field[Any, Any]" = EncryptedJSONField()  # {key: {level 1–5, weeks: [n], words}}
    anchors_sha256 = models.CharField(max_length=64)
    words = EncryptedTextField()
    proposal = models.CharField(max_length=8, choices=Proposal.choices)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["probation", "number"], name="probation_review_once")
        ]

    def __str__(self) -> str:
        return f"review {self.number}"


class Decision(Personal):
    """What was decided on a probation, by whom, on what papers. One may wait at a time.

    ``lapse`` has no decider: its last day passed, and the row says what follows by law.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "confirmed"
        EXTEND = "extend", "extended"
        END = "end", "ended by the bank"
        LEFT = "left", "the employee left"
        LAPSE = "lapse", "confirmed by law"

    class State(models.TextChoices):
        WAITS_PERSON = "waits_person", "waits for a second person"
        WAITS_EMPLOYEE = "waits_employee", "waits for the employee's consent"
        EFFECTIVE = "effective", "in effect"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "taken back"
        VOID = "void", "too late"

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=14, choices=State.choices)
    reason_key = models.CharField(max_length=40, blank=True, default="")
    article = models.CharField(max_length=40, blank=True, default="")
    words = EncryptedTextField(blank=True, default="")  # the employee reads these
    day = models.DateField()  # the new last day, or the day it takes effect
    months = models.PositiveSmallIntegerField(null=True)  # of an extension: the new whole length
    papers = models.JSONField(default=list)  # [{key, file_id, name}, sealed ones with document_id, code]
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # by the employee
    reply = EncryptedTextField(blank=True, default="")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["probation"],
                condition=Q(state__in=("waits_person", "waits_employee")),
                name="probation_one_decision_waits",
            ),
            models.UniqueConstraint(
                fields=["probation"],
                condition=Q(state="effective") & ~Q(kind="extend"),
                name="probation_settled_once",
            ),
            models.UniqueConstraint(
                fields=["probation"],
                condition=Q(state="effective", kind="extend"),
                name="probation_extended_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="end", state="effective") | Q(second__isnull=False, by__isnull=False),
                name="probation_end_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=models.F("by")), name="probation_second_is_another"
            ),
            models.CheckConstraint(
                condition=Q(kind="lapse") | Q(by__isnull=False), name="probation_decided_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
