"""Surveys, their published versions, who was asked, and what was answered.

People appear as opaque labels only: a keyed hash that leads back to nobody without the bank's key.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.kernel.ids import new_id


class Survey(models.Model):
    """A survey as it is being built, of the unit ``owner``. Questions are no secret: not scoped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    library_key = models.CharField(max_length=60, blank=True, default="")
    draft = models.JSONField()  # see rules.check_body
    saves = models.PositiveIntegerField(default=1)  # the optimistic lock of the draft
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"survey {self.id}"


class SurveyVersion(models.Model):
    """What was published. The database refuses to change it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} v{self.number}"


class SurveyBinding(models.Model):
    """At which event a survey goes out, at ``place`` and beneath it, and how long afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="bindings")
    place = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=80)  # a name its publisher gave, e.g. interview.finished
    delay_minutes = models.PositiveIntegerField(default=0)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "place", "event"], name="survey_binding_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} at {self.event}"


class SurveyInvitation(models.Model):
    """One person asked once. The link opens it until it is answered or its time is over."""

    class State(models.TextChoices):
        WAITING = "waiting", "goes out later"
        SENT = "sent", "sent"
        ANSWERED = "answered", "answered"
        DROPPED = "dropped", "not sent"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="invitations")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=64)
    occasion = models.CharField(max_length=120)  # what it is about, e.g. the interview: asked once
    event = models.CharField(max_length=80)
    group = models.CharField(max_length=64, blank=True, default="")  # e.g. the job: a code, nobody's name
    # the things asked about one by one: [{key, version, title{zh,en}}]
    things = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version", "state"], name="survey_invitation_rate")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "subject", "occasion"], name="survey_asked_once")
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class SurveyResponse(models.Model):
    """One answered sheet. Of an anonymous survey it leads to no invitation, and only its day is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        SurveyInvitation, null=True, on_delete=models.CASCADE, related_name="response"
    )
    group = models.CharField(max_length=64, blank=True, default="")
    answered_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version", "answered_on"], name="survey_response_day")]

    def __str__(self) -> str:
        return f"response {self.id}"


class SurveyItem(models.Model):
    """One answer of a sheet; ``thing`` says which of the invitation's things it is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="items")
    question_key = models.CharField(max_length=40)
    thing = models.CharField(max_length=80, blank=True, default="")
    thing_version = models.CharField(max_length=40, blank=True, default="")
    value = models.PositiveSmallIntegerField(null=True)  # of a scale, 1–5; of a choice, its place from 1
    text = EncryptedTextField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["thing", "question_key"], name="survey_item_thing")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "question_key", "thing"], name="survey_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_key} {self.thing}"
