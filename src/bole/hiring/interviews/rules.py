"""When a candidate may do what. Pure: every moment is an argument, every refusal a code the page can
explain."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bole.kernel.errors import ConflictError, DeniedError, InvalidError

FEEDBACK_WITHIN = timedelta(hours=24)
RIGHTS_WITHIN = timedelta(hours=24)
UPLOAD_GRACE = timedelta(hours=2)  # what was recorded in time may still arrive after the window closed
BREAK_GRACE = timedelta(minutes=30)  # network gone, battery empty: how long an answer waits for its candidate
TYPING_FACTOR = 5.0  # fingers need that much longer than the voice for the same words
REMINDERS = (timedelta(days=1), timedelta(hours=1))  # before the window closes
NUDGES = {
    "start": timedelta(days=2),
    "finish": timedelta(days=1),
}  # after the invitation; after the last answer
NUDGE_APART = timedelta(hours=36)  # from the end: the reminder of the last day comes soon enough
SHORTEST_SECONDS = 1.0  # less time than this left is no time left
OVERRUN_SECONDS = 5.0  # recorders stop a little late
MAX_EXTRA_TIME = 3.0
MAX_TYPED_CHARACTERS = 6000
RECORDER_BYTES_PER_SECOND = {"video": 120_000, "audio": 8_000}  # the rates the portal's recorder is set to
BYTES_PER_SECOND = 3_000_000  # a phone's own camera at full HD stays below
BYTES_SLACK = 20_000_000

PURPOSES = ("recording", "analysis", "face")
LISTENING = ("speech", "voice")
LOOKING = ("face", "body")
# Recruitment is named in the Commission's guidelines on art. 5(1)(f); the face is left alone there.
LAW_FORBIDS = {"eu": frozenset({"face"})}

MOVES: Mapping[str, frozenset[str]] = {
    "invited": frozenset({"opened", "expired", "withdrawn"}),
    "opened": frozenset({"in_progress", "expired", "withdrawn"}),
    "in_progress": frozenset({"finished", "expired", "withdrawn"}),
    "finished": frozenset({"withdrawn"}),
    "expired": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}


def move(state: str, to: str) -> str:
    """The next state of an interview; ConflictError where no such step exists."""
    if to not in MOVES[state]:
        raise ConflictError(f"an interview that is {state} cannot become {to}", code="interview_" + state)
    return to


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when questions may be begun."""

    opens_at: datetime
    closes_at: datetime

    def check(self, now: datetime) -> None:
        """Raise ``not_yet_open`` or ``window_closed``."""
        if now < self.opens_at:
            raise ConflictError("the interview has not opened yet", code="not_yet_open")
        if now >= self.closes_at:
            raise ConflictError("the interview window has closed", code="window_closed")


def check_window(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """An invitation needs a window that is not over before it begins."""
    if closes_at <= opens_at or closes_at <= now:
        raise InvalidError(
            "the window must end after it begins and after now", fields={"closes_at": "too_early"}
        )


def check_accommodations(extra_time: float) -> float:
    """Extra time is a factor from 1 to 3."""
    if not 1.0 <= extra_time <= MAX_EXTRA_TIME:
        raise InvalidError("extra time is a factor from 1 to 3", fields={"extra_time": "out_of_range"})
    return round(extra_time, 2)


def accommodated(agreed: Mapping[str, object]) -> bool:
    """Whether other conditions than everybody's were agreed."""
    extra = agreed.get("extra_time", 1.0)
    return bool(agreed.get("typed")) or (isinstance(extra, int | float) and extra > 1.0)


# --- consent


@dataclass(frozen=True, slots=True)
class Terms:
    """What the candidate's decisions leave: how answers are given, what is analysed, whether at all by
    machine."""

    mode: str
    channels: tuple[str, ...]
    automated: bool


def permitted(switched_on: Iterable[str], law: str) -> tuple[str, ...]:
    """Of the channels the bank switched on, those the law mode leaves, in fixed order."""
    wanted = set(switched_on) - LAW_FORBIDS.get(law, frozenset())
    return tuple(channel for channel in (*LISTENING, *LOOKING) if channel in wanted)


def purposes_asked(
    offered: Collection[str], *, typed: bool = False, recording: bool = True
) -> tuple[str, ...]:
    """Only what applies is asked: nothing of recording where answers are typed by agreement, nothing of the
    face where no picture is looked at or none will be recorded."""
    if typed:
        return ("analysis",)
    return PURPOSES if recording and set(offered) & set(LOOKING) else PURPOSES[:2]


def check_decisions(decisions: Mapping[str, bool], offered: Collection[str], *, typed: bool) -> None:
    """Every purpose that applies needs a yes or a no."""
    asked = purposes_asked(offered, typed=typed, recording=decisions.get("recording", True))
    missing = [purpose for purpose in asked if purpose not in decisions]
    if missing:
        raise InvalidError("every purpose needs a decision", fields=dict.fromkeys(missing, "required"))


def terms(decisions: Mapping[str, bool], offered: Collection[str], *, typed: bool) -> Terms:
    """What stands after these decisions; what was not asked was not agreed to. Every refusal has a way on.

    Without recording: typed answers. Without face data: sound only. Without analysis: a person rates.
    """
    automated = decisions.get("analysis", False)
    if typed or not decisions.get("recording", False):
        return Terms("typed", (), automated)
    asked = "face" in purposes_asked(offered)
    looks = decisions.get("face", not asked)
    channels = tuple(c for c in offered if automated and (c in LISTENING or (asked and looks)))
    return Terms("video" if looks else "audio", channels, automated)


def check_change(state: str, purpose: str, asked: Collection[str]) -> None:
    """A consent may be given or taken back at any moment, as long as there is an interview to speak of."""
    if state == "withdrawn":
        raise ConflictError("the invitation was withdrawn", code="interview_withdrawn")
    if purpose not in asked:
        raise InvalidError(f"{purpose!r} was not asked here", fields={"purpose": "unknown"})


# --- one question


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one question, already with the candidate's extra time in them."""

    think: float
    limit: float

    @classmethod
    def of(
        cls, *, think_seconds: float, limit_seconds: float, extra_time: float, typed: bool = False
    ) -> "Timing":
        """Scale the guide's times by the accommodation, and the limit by how answers are given."""
        slower = TYPING_FACTOR if typed else 1.0
        return cls(think=think_seconds * extra_time, limit=limit_seconds * extra_time * slower)

    def think_ends_at(self, begun_at: datetime) -> datetime:
        """When recording should start by itself."""
        return begun_at + timedelta(seconds=self.think)

    def latest_start(self, begun_at: datetime) -> datetime:
        """Who opened a question answers it now, not days later: the think time, and a break if one comes."""
        return self.think_ends_at(begun_at) + BREAK_GRACE

    def deadline(self, first_recording_at: datetime) -> datetime:
        """After this no further recording of the answer may begin."""
        return first_recording_at + timedelta(seconds=self.limit) + BREAK_GRACE

    def remaining(self, recorded_seconds: float) -> float:
        """Seconds that may still be recorded."""
        return max(0.0, self.limit - recorded_seconds)

    def max_bytes(self, recorded_seconds: float) -> int:
        """How large the next recording may become."""
        return int(self.remaining(recorded_seconds) * BYTES_PER_SECOND) + BYTES_SLACK


@dataclass(frozen=True, slots=True)
class AnswerState:
    """What the rules need to know of an answer."""

    state: str
    attempt: int
    think_started_at: datetime | None
    deadline_at: datetime | None
    recorded_seconds: float
    finished: int
    unfinished: int
    typed: bool = False


def check_start(answer: AnswerState, timing: Timing, window: Window, now: datetime) -> None:
    """May another recording begin? The window limits the first one, the answer's own deadline all others."""
    if answer.state == "submitted":
        raise ConflictError("the answer was submitted", code="already_submitted")
    if answer.think_started_at is None:
        raise ConflictError("the question was not opened", code="not_begun")
    if answer.deadline_at is None:
        window.check(now)
        if now > timing.latest_start(answer.think_started_at):
            raise ConflictError("the time for this answer is over", code="time_over")
    elif now > answer.deadline_at:
        raise ConflictError("the time for this answer is over", code="time_over")
    if timing.remaining(answer.recorded_seconds) < SHORTEST_SECONDS:
        raise ConflictError("the time for this answer is used up", code="time_used")


def lapsed(answer: AnswerState, timing: Timing, now: datetime) -> bool:
    """Nothing was recorded and nothing can be any more: the next question may be opened."""
    if answer.state == "submitted" or answer.think_started_at is None or answer.finished or answer.unfinished:
        return False
    if answer.typed:
        return now > timing.deadline(timing.think_ends_at(answer.think_started_at))
    return now > (answer.deadline_at or timing.latest_start(answer.think_started_at))


def check_typing_time(begun_at: datetime | None, timing: Timing, now: datetime) -> None:
    """Typed answers have their time too, longer than spoken ones."""
    if begun_at is None:
        raise ConflictError("the question was not opened", code="not_begun")
    if now > timing.deadline(timing.think_ends_at(begun_at)):
        raise ConflictError("the time for this answer is over", code="time_over")


def nudge_at(kind: str, since: datetime, closes_at: datetime) -> datetime | None:
    """When somebody who has not begun, or not gone on, hears of it; None where a reminder is near anyway."""
    moment = since + NUDGES[kind]
    return moment if moment <= closes_at - NUDGE_APART else None


def reminders(closes_at: datetime, now: datetime) -> tuple[datetime, ...]:
    """When to remind of a window that closes: those of a day and an hour before that still lie ahead."""
    return tuple(closes_at - before for before in REMINDERS if closes_at - before > now)


def check_seconds(seconds: float, answer: AnswerState, timing: Timing) -> float:
    """The length the phone declares for one recording; decoding checks it again."""
    if not 0 <= seconds < 36_000:
        raise InvalidError("a length in seconds is needed", fields={"seconds": "out_of_range"})
    if seconds > timing.remaining(answer.recorded_seconds) + OVERRUN_SECONDS:
        raise ConflictError("the recording is longer than the time allowed", code="too_long")
    return round(seconds, 3)


def estimated_seconds(size: int, kind: str, timing: Timing, recorded_seconds: float) -> float:
    """Length of a stretch nobody closed, from its bytes; decoding tells the true one later."""
    pace = RECORDER_BYTES_PER_SECOND.get(kind, RECORDER_BYTES_PER_SECOND["video"])
    return round(min(size / pace, timing.remaining(recorded_seconds)), 3)


def check_submit(answer: AnswerState) -> None:
    """An answer leaves only whole."""
    if answer.unfinished:
        raise ConflictError("recordings are still on their way", code="recordings_unfinished")
    if not answer.finished:
        raise ConflictError("nothing was recorded", code="nothing_recorded")


def check_retake(answer: AnswerState, *, retakes: int, deadline_passed: bool) -> None:
    """The same number of retakes for everyone, before submitting only."""
    if answer.state == "submitted":
        raise ConflictError("the answer was submitted", code="already_submitted")
    if answer.state == "pending":
        raise ConflictError("nothing was recorded", code="nothing_recorded")
    if answer.attempt > retakes:
        raise ConflictError("no retake is left", code="no_retake_left")
    if deadline_passed:
        raise ConflictError("the time for this answer is over", code="time_over")


def check_typed(text: str, *, mode: str) -> str:
    """Typed answers are for those who asked for them or refused recording."""
    if mode != "typed":
        raise DeniedError("this interview is not a typed one", code="typed_not_offered")
    cleaned = text.replace("\x00", "").strip()
    if not cleaned:
        raise InvalidError("the answer is empty", fields={"text": "required"})
    if len(cleaned) > MAX_TYPED_CHARACTERS:
        raise InvalidError("the answer is too long", fields={"text": "too_long"})
    return cleaned


# --- one-time codes
