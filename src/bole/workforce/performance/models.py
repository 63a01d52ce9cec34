"""Probations with their weeks, reports, reviews and decisions; development plans; the employee's own
wishes."""

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


class WeekTask(Personal):
    """One task of one week. A change takes the row out and writes a new one: what was due stays readable."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="tasks")
    week = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8)  # count, done, text
    title = models.JSONField()  # {zh, en}
    measure = models.JSONField(default=dict)  # {zh, en}: customers, drills
    target = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    competency = models.CharField(max_length=64, blank=True, default="")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # None: the program
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # taken out

    class Meta:
        ordering: ClassVar = ["week", "order", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["probation", "week", "key"], condition=Q(until=None), name="week_task_once"
            ),
            models.CheckConstraint(condition=Q(target=None) | Q(target__gte=0), name="week_task_target"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of week {self.week}"


class WeekDraft(Personal):
    """What an employee typed into a week and has not sent."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="drafts")
    week = models.PositiveSmallIntegerField()
    body: "models.Field[Any, Any]" = EncryptedJSONField()  # as typed: {figures: {key: {done, words}}, words}
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["probation", "week"], name="week_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft of week {self.week}"


class WeekReport(Personal):
    """A report as it was sent. A correction is the next version; none is ever changed."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="reports")
    week = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    latest = models.BooleanField(default=True)
    figures = models.JSONField()  # task → number or null; words are in ``body``
    targets = models.JSONField()  # task → target that day
    body: "models.Field[Any, Any]" = EncryptedJSONField()  # {words, tasks: {key: words}}
    files = models.JSONField(default=list)  # [{id, name}]
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["week", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["probation", "week", "version"], name="week_report_version_once"),
            models.UniqueConstraint(
                fields=["probation", "week"], condition=Q(latest=True), name="week_report_one_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"report of week {self.week} v{self.version}"


class Attachment(Personal):
    """A file an employee put beside a week; the sent report names those it carried."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="attachments")
    week = models.PositiveSmallIntegerField()
    file_id = models.UUIDField()
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    def __str__(self) -> str:
        return f"attachment of week {self.week}"


class WeekNote(Personal):
    """What a manager or HR said of a week, with a rating 1–5 or none. Never changed; the newest rating
    holds."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="notes")
    week = models.PositiveSmallIntegerField()
    rating = models.PositiveSmallIntegerField(null=True)
    words = EncryptedTextField(blank=True, default="")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="week_note_rating"
            )
        ]

    def __str__(self) -> str:
        return f"note on week {self.week}"


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
