"""Answers, their recordings, what the page noticed, and the follow-up questions that came of them."""

from typing import ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.hiring.interviews.models.interview import Interview
from bole.kernel.ids import new_id


class Answer(models.Model):
    """One question of an interview. ``attempt`` counts from 1; recordings carry the attempt they are of."""

    class State(models.TextChoices):
        PENDING = "pending", "pending"
        RECORDING = "recording", "recording"
        SUBMITTED = "submitted", "submitted"

    class Kind(models.TextChoices):
        VIDEO = "video", "video"
        AUDIO = "audio", "audio"
        TYPED = "typed", "typed"

    class Part(models.TextChoices):
        CORE = "core", "asked of everybody"
        PERSONAL = "personal", "from the résumé"
        PROBE = "probe", "follow-up"

    class LetGo(models.TextChoices):
        DECLINED = "declined", "the candidate would rather not"
        LAPSED = "lapsed", "not answered in its time"
        CONSENT = "consent", "a consent was taken back"
        ENDED = "ended", "the application ended"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="answers")
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.CORE)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="probes")
    let_go = models.CharField(max_length=8, choices=LetGo.choices, blank=True, default="")  # of a probe
    question_key = models.CharField(max_length=64)
    ordinal = models.PositiveSmallIntegerField()  # from 1
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempt = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.VIDEO)
    typed_text = EncryptedTextField(blank=True, default="")
    think_started_at = models.DateTimeField(null=True)
    recording_started_at = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    cut_off = models.BooleanField(default=False)  # handed in by the end of the window, not by the candidate

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "question_key"], name="answer_once_per_question"),
            models.UniqueConstraint(fields=["interview", "ordinal"], name="answer_once_per_ordinal"),
        ]

    def __str__(self) -> str:
        return f"answer {self.ordinal} of {self.interview_id}"


class ProbeDecision(models.Model):
    """Which follow-up questions the rule asks for after the core answers, decided once.

    It holds all it follows from, so that anybody can decide again and compare (``bole probes replay``).
    """

    class Outcome(models.TextChoices):
        NONE = "none", "none is needed"
        ASKED = "asked", "asked"
        WITHHELD = "withheld", "wanted, but not agreed to"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="probe_decision")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    maximum = models.PositiveSmallIntegerField()
    inputs = models.JSONField()  # [{answer_id, attempt, question_key, ordinal, rubric_sha256, …, values}]
    inputs_sha256 = models.CharField(max_length=64)
    chosen = models.JSONField()  # [{question_key, probe_key, when, value, below, text, label}]
    decided_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when the link went out
    settled_at = models.DateTimeField(null=True)  # every probe was answered or let go

    def __str__(self) -> str:
        return f"probes of {self.interview_id}: {self.outcome}"


class Recording(models.Model):
    """One unbroken stretch of recording. An answer is an ordered list of them; a reload begins a new one."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        FINISHED = "finished", "finished"
        ABANDONED = "abandoned", "abandoned"  # nothing arrived, or the attempt was retaken

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="recordings")
    attempt = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()  # from 1 within the attempt
    content_type = models.CharField(max_length=80)
    upload_id = models.UUIDField()
    file_id = models.UUIDField(null=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    declared_seconds = models.FloatField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["attempt", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "attempt", "ordinal"], name="recording_order"),
            models.UniqueConstraint(fields=["upload_id"], name="recording_upload_once"),
        ]

    def __str__(self) -> str:
        return f"recording {self.ordinal} of {self.answer_id}"


class PageNote(models.Model):
    """What the candidate's own page said about itself while an answer ran: it was left, text was pasted, the
    full screen was left. It comes from the browser, so it is a hint for a person and proves nothing.
    """

    class Kind(models.TextChoices):
        HIDDEN = "hidden", "page not in front"
        PASTED = "pasted", "text pasted"
        FULLSCREEN = "fullscreen", "full screen left"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="page_notes")
    attempt = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.FloatField()  # seconds on the answer's timeline; of typed answers since it was opened
    seconds = models.FloatField(default=0.0)  # how long the page was left
    size = models.PositiveIntegerField(default=0)  # characters pasted; never which
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "attempt", "kind", "at"], name="page_note_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.answer_id}"
