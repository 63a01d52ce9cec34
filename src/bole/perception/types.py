"""What travels between components: one ``Scene`` per answer, filled step by step."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bole.kernel.answers import ChannelQuality, Event, LawMode, Span, Transcript
from bole.perception.plan import Plan

Floats = NDArray[np.float32]
Image = NDArray[np.uint8]
Progress = Callable[[str, float], None]  # stage, share done 0–1

SAMPLE_RATE = 16_000  # every audio model here listens at 16 kHz mono
CHANNELS = frozenset({"speech", "voice", "face", "body"})


class Watcher(Protocol):
    """Looks at video frames while they are decoded, at its own rate."""

    hz: float

    def see(self, at: float, image: Image) -> None:
        """One RGB frame (height × width × 3) shown ``at`` seconds on the answer's timeline."""
        ...

    def close(self) -> None:
        """Release the model."""
        ...


@dataclass(slots=True)
class FaceTrack:
    """One row per frame shown to the face model. Angles in degrees; NaN where no face was found."""

    at: Floats
    pitch: Floats  # + is chin up
    yaw: Floats
    roll: Floats
    eye_open: Floats  # eye aspect ratio: lid gap / eye width, mean of both eyes
    gaze: Floats  # iris position between the eye corners, 0–1, mean of both eyes
    centre: Floats  # rows × 2, between the eyes, in frame heights
    expression: Mapping[str, Floats]  # blendshape name → 0–1; those that components ask for

    @property
    def found(self) -> NDArray[np.bool_]:
        """Rows in which a face was found."""
        return ~np.isnan(self.yaw)


@dataclass(slots=True)
class PoseTrack:
    """One row per frame shown to the pose model: ``points`` rows × 33 × (x, y, visibility).

    x and y in frame heights, so that a shift means the same in both directions.
    """

    at: Floats
    points: Floats


@dataclass(slots=True)
class FaceCount:
    """How many faces the detector saw, at about 1 Hz, and how big the second one is."""

    at: Floats
    faces: NDArray[np.int64]
    second_width: Floats  # width of the second largest face in frame widths, 0 when there is none


@dataclass(slots=True)
class Light:
    """Mean luma (0–255) of sampled frames."""

    at: Floats
    luma: Floats


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by time, then kind: an order that does not depend on which component ran first."""
    return tuple(sorted(events, key=lambda e: (e.start, e.kind, e.end, e.value)))


@dataclass(slots=True)
class Scene:
    """The blackboard of one run. Components may touch only what they declare."""

    paths: Sequence[Path]
    plan: Plan
    models_dir: Path
    languages: Sequence[str]
    channels: frozenset[str]
    law: LawMode
    progress: Progress
    shapes: tuple[str, ...] = ()  # blendshapes that components of this run ask for
    watchers: dict[str, Watcher] = field(default_factory=dict)
    duration: float = 0.0
    joints: tuple[float, ...] = ()
    has_audio: bool = False
    has_video: bool = False
    audio: Floats | None = None  # mono 16 kHz, -1..1, the whole answer
    speech: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()
    transcript: Transcript = field(default_factory=lambda: Transcript(language="", text=""))
    face: FaceTrack | None = None
    pose: PoseTrack | None = None
    count: FaceCount | None = None
    light: Light | None = None
    voice: dict[str, float] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    quality: dict[str, ChannelQuality] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)  # component → CPU seconds

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Count the CPU time of a block for ``name``; a block inside a block counts once, for the inner."""
        before, inner = time.process_time(), sum(self.cpu.values())
        try:
            yield
        finally:
            spent = time.process_time() - before - (sum(self.cpu.values()) - inner)
            self.cpu[name] = self.cpu.get(name, 0.0) + spent

    def settings(self, component: str) -> Mapping[str, Any]:
        """Thresholds of one component, from the plan."""
        return self.plan.of(component)
