"""Employees, each change of a record, and what their files hold."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Employee(models.Model):
    """One person at work, or about to be. ``version`` is raised by every change: the optimistic lock.

    The person on the phone stays the candidate he was: his rows are his by ``candidate``.
    """

    class State(models.TextChoices):
        JOINING = "joining", "joining"
        PROBATION = "probation", "probation"
        CONFIRMED = "confirmed", "confirmed"
        ENDED = "ended", "ended"

    class ContractKind(models.TextChoices):
        FIXED = "fixed", "fixed term"
        OPEN = "open_ended", "open-ended"
        TASK = "task", "until a task is done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField("pipeline.Application", on_delete=models.PROTECT, related_name="+")
    offer_id = models.UUIDField(null=True)
    number = models.CharField(max_length=12, unique=True)  # what people read aloud: E-204183
    name = EncryptedTextField()
    job_key = models.CharField(max_length=64)
    job_title = models.JSONField()  # {zh, en}
    grade = models.CharField(max_length=32, blank=True, default="")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    contract_kind = models.CharField(max_length=10, choices=ContractKind.choices)
    contract_months = models.PositiveSmallIntegerField(null=True)  # of a fixed term only
    contract_signed_on = models.DateField(null=True)
    probation_months = models.PositiveSmallIntegerField()
    probation_ends_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.JOINING)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "starts_on"], name="employee_who_starts"),
            models.Index(fields=["candidate"], name="employee_of_candidate"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(contract_kind="fixed", contract_months__isnull=False)
                | Q(contract_kind__in=("open_ended", "task"), contract_months=None),
                name="employee_contract_has_its_months",
            ),
            models.CheckConstraint(
                condition=Q(probation_months=0, probation_ends_on=None)
                | Q(probation_months__gt=0, probation_ends_on__isnull=False),
                name="employee_probation_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """One change of a record, written once; ``facts`` are dates and counts, never free text."""

    class Verb(models.TextChoices):
        CREATED = "created", "created"
        POSTPONED = "postponed", "postponed"
        STARTED = "started", "started"
        CONFIRMED = "confirmed", "confirmed"
        EXTENDED = "extended", "extended"
        ENDED = "ended", "ended"
        CONTRACT = "contract_signed", "contract signed"
        MANAGER = "manager_named", "manager named"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=16, choices=Verb.choices)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    reason = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=16)
    actor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField()  # of the employee after the change
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "version"], name="employee_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.verb} ({self.version})"


class FileEntry(models.Model):
    """One field of an employee's file: copied from ``source``, by the legal ``basis`` (see ``subset``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="file_entries")
    field = models.CharField(max_length=24)
    value = EncryptedJSONField()
    source = models.CharField(max_length=16)  # candidate, resume, offer, material
    basis = models.CharField(max_length=16)
    copied_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "field"], name="employee_file_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.employee_id}"
