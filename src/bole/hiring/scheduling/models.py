"""Rooms, people's hours, appointments with the times offered, and what nobody can book twice."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedTextField
from bole.hiring.scheduling.rules import steps
from bole.kernel.ids import new_id


class Hours(models.Model):
    """The week of one member of the bank, as ``rules.hours.as_json``. Without a row: office hours."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    week = models.JSONField(default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hours of {self.user_id}"


class SpecialHours(models.Model):
    """One day on which somebody is at hand at other times than usual, or away; wall time of the bank."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    free = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["day", "begins"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day", "begins", "ends"], name="special_hours_once"),
            models.CheckConstraint(condition=Q(begins__lt=models.F("ends")), name="special_hours_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {'at hand' if self.free else 'away'}"


class Room(models.Model):
    """A place for people to meet; ``capacity`` counts everybody in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True, default="")
    place_zh = models.CharField(max_length=160)  # street, house, floor: what somebody needs to find it
    place_en = models.CharField(max_length=160, blank=True, default="")
    capacity = models.PositiveSmallIntegerField()
    in_use = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["unit", "capacity", "label_zh"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "label_zh"], name="room_once_per_unit"),
            models.CheckConstraint(condition=Q(capacity__gte=2), name="room_for_two"),
        ]

    def __str__(self) -> str:
        return self.label_zh


class Appointment(models.Model):
    """A meeting of a candidate with people of the bank. ``about_id`` is whatever asked for it.

    ``link`` is for those people only (the page they prepare with); ``place`` is what was told when the time
    was chosen, so that a room renamed later changes no invitation. ``sequence`` rises with every message
    about the time: calendars keep the highest.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "no times offered yet"
        OFFERED = "offered", "the candidate chooses"
        CONFIRMED = "confirmed", "time chosen"
        MISSED = "missed", "the candidate did not come"
        CANCELLED = "cancelled", "cancelled"

    class Mode(models.TextChoices):
        ROOM = "room", "in a room"
        VIDEO = "video", "by video"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("pipeline.Application", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    about_id = models.UUIDField(null=True)
    title = models.JSONField(default=dict)  # {zh, en}
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=5, choices=Mode.choices)
    room_ids = models.JSONField(default=list)  # rooms it may take place in; empty: any that is large enough
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+")
    video_url = EncryptedTextField(blank=True, default="")
    place = models.JSONField(default=dict)  # {zh: {label, place}, en: {…}}
    link = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    candidate_moves = models.PositiveSmallIntegerField(default=0)
    staff_moves = models.PositiveSmallIntegerField(default=0)
    asked_again_at = models.DateTimeField(null=True)  # whether another time is wanted: asked once
    wants_another = models.BooleanField(null=True)
    reason = models.CharField(max_length=20, blank=True, default="")  # of the last move or the end
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "starts_at"], name="appointment_calendar"),
            models.Index(fields=["candidate", "-made_at"], name="appointment_candidate"),
            models.Index(fields=["about_id"], name="appointment_about"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_id", "kind"], condition=Q(state__in=steps.OPEN), name="appointment_one_open"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(starts_at__lt=models.F("ends_at")),
                name="appointment_in_order",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False) | ~Q(state__in=("confirmed", "missed")),
                name="appointment_confirmed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.id} ({self.state})"


class Attendee(models.Model):
    """A member of the bank who takes part."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appointment", "user"], name="attendee_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.appointment_id}"


class OfferedSlot(models.Model):
    """A time the candidate may choose. It holds nothing: who chooses first has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appointment", "starts_at"], name="slot_offered_once")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Booking(models.Model):
    """Time of one person of the bank, one room or the candidate that an appointment has taken.

    The three exclusion constraints are what makes a double booking impossible, whatever runs at once. A row
    without user and room is the candidate's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="bookings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="booking_one_per_user",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(user__isnull=False),
            ),
            ExclusionConstraint(
                name="booking_one_per_room",
                expressions=[("room", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(room__isnull=False),
            ),
            ExclusionConstraint(
                name="booking_one_per_candidate",
                expressions=[("candidate", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(user__isnull=True, room__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(room__isnull=True), name="booking_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"booking of {self.appointment_id}"
