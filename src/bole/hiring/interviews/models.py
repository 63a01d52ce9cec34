"""An invitation and everything the candidate does with it, up to submitted answers."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Interview(models.Model):
    """``guide`` and ``about`` are frozen when it is sent; only the hash of the token is kept."""

    class State(models.TextChoices):
        INVITED = "invited", "invited"
        OPENED = "opened", "opened"
        IN_PROGRESS = "in_progress", "in progress"
        FINISHED = "finished", "finished"
        EXPIRED = "expired", "expired"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Mode(models.TextChoices):
        VIDEO = "video", "video"
        AUDIO = "audio", "audio only"
        TYPED = "typed", "typed answers"
        LIVE = "live", "live interview asked for"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="interviews")
    application = models.ForeignKey(
        "pipeline.Application", on_delete=models.PROTECT, related_name="interviews"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    link_serial = models.PositiveSmallIntegerField(default=1)  # raised when the link is renewed
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    about = models.JSONField()  # {bank{zh,en}, unit{zh,en}, job{zh,en}, job_key}
    portrait = models.JSONField()  # of the requisition, as it stood at the invitation
    guide = models.JSONField()  # interviews.library.snapshot()
    # questions beside the guide's, in the guide's shape: from the résumé, and probes
    beside: "models.Field[Any, Any]" = EncryptedJSONField(null=True)
    personal_by = models.CharField(max_length=6, blank=True, default="")  # who chose: rule | bank | person
    language = models.CharField(max_length=8)
    zone = models.CharField(max_length=40, blank=True, default="")  # IANA name; empty: the bank's
    accommodations = models.JSONField(default=dict)  # {extra_time: float ≥ 1, typed: bool}
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.VIDEO)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INVITED)
    law = models.CharField(max_length=8, default="default")
    offered_channels = models.JSONField(default=list)  # what the bank switched on and the law permits
    channels = models.JSONField(default=list)  # what the candidate's consent leaves of it
    automated = models.BooleanField(default=True)  # False: analysis refused, a person listens
    consented_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)  # last successful one-time code
    progress = models.PositiveSmallIntegerField(default=0)  # percent of analysis done, for the live list
    question_count = models.PositiveSmallIntegerField(default=0)
    submitted_count = models.PositiveSmallIntegerField(default=0)
    analysed_count = models.PositiveSmallIntegerField(default=0)
    failed_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    feedback_due_at = models.DateTimeField(null=True)
    feedback_sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="interview_newest"),
            models.Index(fields=["unit", "-created_at", "-id"], name="interview_unit_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="interview_state_newest"),
            models.Index(fields=["application"], name="interview_application"),
            models.Index(
                fields=["finished_at"],
                condition=models.Q(finished_at__isnull=False),
                name="interview_finished",
            ),
            models.Index(fields=["candidate"], name="interview_candidate"),
            models.Index(
                fields=["feedback_due_at"],
                condition=models.Q(feedback_sent_at__isnull=True),
                name="interview_feedback_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="interview_window"
            ),
        ]

    def __str__(self) -> str:
        return f"interview {self.id}"

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Everything this person is asked, in order of ``ordinal``."""
        return [*self.guide["questions"], *(self.beside or ())]


class InterviewAssignment(models.Model):
    """An interviewer who may watch and rate this interview."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "user"], name="assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.interview_id}"


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


class RightsRequest(models.Model):
    """Explain, ask for a person, withdraw and erase: asked by the candidate, answered against a clock."""

    class Kind(models.TextChoices):
        EXPLAIN = "explain", "explain"
        HUMAN_REVIEW = "human_review", "human review"
        ERASE = "erase", "withdraw and erase"
        LIVE = "live", "live interview instead of recording"

    class State(models.TextChoices):
        OPEN = "open", "open"
        ESCALATED = "escalated", "overdue"
        DONE = "done", "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=24, blank=True, default="")  # a code of the policies
    note = EncryptedTextField(null=True)  # what was agreed, for the next colleague
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "state", "due_at"], name="rights_request_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interview", "kind"],
                condition=~models.Q(state="done"),
                name="rights_request_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


# Django finds the tables of an application through this module.
from bole.hiring.interviews.bulk_models import BulkEntry, BulkRun  # noqa: E402

__all__ = [
    "Answer",
    "BulkEntry",
    "BulkRun",
    "Interview",
    "InterviewAssignment",
    "PageNote",
    "ProbeDecision",
    "Recording",
    "RightsRequest",
]
