"""What perception saw and heard in one answer, in the words measurement understands.

Times are seconds from the start of the answer (all its recordings laid end to end), rounded to
milliseconds. Nothing here names an inner state: events are observable behaviour.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Channel = Literal["audio", "speech", "video", "face", "body"]
LawMode = Literal["default", "cn", "eu", "nyc"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in seconds, ``start <= end``."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; ``offset`` is its first character in ``Transcript.text``."""

    text: str
    start: float
    end: float
    offset: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence-like stretch: ``text`` is ``Transcript.text[offset:offset + len(text)]``."""

    text: str
    start: float
    end: float
    offset: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """Recognised (or typed) words. Every segment and word is a verbatim slice of ``text``."""

    language: str
    text: str
    segments: tuple[Segment, ...] = ()
    words: tuple[Word, ...] = ()
    typed: bool = False

    def time_of(self, offset: int, length: int) -> Span | None:
        """When the characters ``[offset, offset + length)`` were said; None for typed text."""
        end = offset + length
        hit = [w for w in self.words if w.offset < end and w.offset + len(w.text) > offset]
        if not hit:
            hit_segments = [s for s in self.segments if s.offset < end and s.offset + len(s.text) > offset]
            if not hit_segments or self.typed:
                return None
            return Span(hit_segments[0].start, hit_segments[-1].end)
        return Span(hit[0].start, hit[-1].end)


@dataclass(frozen=True, slots=True)
class Voice:
    """Prosody over the whole answer; None where not computed or not measurable."""

    rate_cps: float | None = None  # characters (zh) or letters (en) per second of speech
    pitch_sd_semitones: float | None = None
    loudness_db: float | None = None  # mean frame RMS of speech, dBFS
    pause_share: float | None = None  # pauses >= 0.5 s / time between first and last speech


@dataclass(frozen=True, slots=True)
class Event:
    """One observed behaviour. ``value`` has the unit of its kind, see docs/reference/analyse.schema.json."""

    kind: str
    start: float
    end: float
    value: float


@dataclass(frozen=True, slots=True)
class ChannelQuality:
    """Whether a channel of this answer can be used, and why not."""

    ok: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything perception knows of one answer."""

    duration: float
    transcript: Transcript
    speech: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()
    voice: Voice = field(default_factory=Voice)
    events: tuple[Event, ...] = ()
    quality: Mapping[str, ChannelQuality] = field(default_factory=dict)
    joints: tuple[float, ...] = ()  # seconds at which a new recording begins
    models: Mapping[str, str] = field(default_factory=dict)  # model name → sha256
    cpu_seconds: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain containers, for the queue, the database and the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Inverse of ``to_json``; unknown keys are an error."""
        data = dict(raw)
        t = dict(data.pop("transcript"))
        transcript = Transcript(
            language=t.pop("language"),
            text=t.pop("text"),
            segments=tuple(Segment(**s) for s in t.pop("segments", ())),
            words=tuple(Word(**w) for w in t.pop("words", ())),
            typed=t.pop("typed", False),
        )
        if t:
            raise ValueError(f"unknown transcript keys: {sorted(t)}")
        return cls(
            duration=data.pop("duration"),
            transcript=transcript,
            speech=tuple(Span(**s) for s in data.pop("speech", ())),
            pauses=tuple(Span(**s) for s in data.pop("pauses", ())),
            voice=Voice(**data.pop("voice", {})),
            events=tuple(Event(**e) for e in data.pop("events", ())),
            quality={
                name: ChannelQuality(ok=q["ok"], reasons=tuple(q.get("reasons", ())))
                for name, q in dict(data.pop("quality", {})).items()
            },
            joints=tuple(data.pop("joints", ())),
            models=dict(data.pop("models", {})),
            cpu_seconds=dict(data.pop("cpu_seconds", {})),
            **data,
        )
