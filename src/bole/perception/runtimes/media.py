"""PyAV: several recordings of one answer → one timeline of sound and frames, each packet read once.

Times come from packets and frames, never from frame number / rate: what a browser records carries no
duration, an invented frame count and a changing rate. A recording's length is the end of its last packet,
so it does not depend on which of its streams somebody decodes.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame

from bole.perception.errors import PerceptionError
from bole.perception.runtimes import sound
from bole.perception.types import Floats, Image

if TYPE_CHECKING:
    AnyPacket = Packet[Any]
else:
    AnyPacket = Packet  # generic in the stubs only

# Containers a browser, a phone or a recorder writes. Everything else is refused: playlists and scripts, which
# decoders also call media, can name other files and addresses.
CONTAINERS = "matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,ogg,wav,mp3,aac,flac"
MOST_TRACKS = 4  # of sound; further ones are not looked at
RUN_UP_SECONDS = 0.5
OnFrame = Callable[[float, VideoFrame], None]
OnShare = Callable[[float], None]


@dataclass(slots=True)
class Timeline:
    """What was read: ``audio`` mono 16 kHz (None unless asked for), seconds, and the joints between files."""

    audio: Floats | None = None
    duration: float = 0.0
    joints: list[float] = field(default_factory=list)
    has_audio: bool = False
    has_video: bool = False


def read(
    paths: Sequence[Path],
    *,
    want_audio: bool,
    on_frame: OnFrame | None,
    max_seconds: float,
    share: OnShare,
) -> Timeline:
    """Decode the recordings in order. Raises ``empty``, ``unreadable`` or ``too_long``."""
    line = Timeline()
    pieces: list[Floats] = []
    sizes = [max(1, _size(path)) for path in paths]
    for index, path in enumerate(paths):
        if index:
            line.joints.append(round(line.duration, 3))
        done, total = sum(sizes[:index]), sum(sizes)
        one = _Recording(line.duration, want_audio, on_frame, max_seconds)
        one.run(path, functools.partial(_tell, share, done, total))
        line.has_audio |= one.has_audio
        line.has_video |= one.has_video
        line.duration += one.length
        if want_audio:
            pieces.append(sound.heard(one.tracks, one.length))
    if want_audio and line.has_audio:
        line.audio = sound.without_rumble(np.concatenate(pieces))
    line.duration = round(line.duration, 3)
    return line


def _tell(share: OnShare, done: int, total: int, position: float) -> None:
    share(min(1.0, (done + position) / total))


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise PerceptionError(f"{path.name}: {error.strerror}", code="unreadable") from error
    if size == 0:
        raise PerceptionError(f"{path.name} holds no byte", code="empty")
    return size


class _Recording:
    """One file on the answer's timeline, which begins at ``offset`` seconds."""

    def __init__(self, offset: float, want_audio: bool, on_frame: OnFrame | None, max_seconds: float) -> None:
        self._offset = offset
        self._want_audio = want_audio
        self._on_frame = on_frame
        self._room = max_seconds - offset
        self._first: float | None = None
        self._shown = -1.0
        self._tracks: dict[int, sound.Track] = {}  # stream → what was heard in it
        self.length = 0.0
        self.has_audio = False
        self.has_video = False

    @property
    def tracks(self) -> list[sound.Track]:
        """Of sound, in the file's order."""
        return list(self._tracks.values())

    def run(self, path: Path, share: OnShare) -> None:
        """Read all packets; a damaged end is ignored as long as something could be read."""
        try:
            options = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file"}
            with av.open(str(path), metadata_errors="ignore", options=options) as container:
                self._read(container, share)
        except (av.error.FFmpegError, UnicodeDecodeError, ValueError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise PerceptionError(f"{path.name} cannot be read: {why}", code="unreadable") from error
        if self.length <= 0:
            raise PerceptionError(f"{path.name} holds no sound and no picture", code="empty")

    def _read(self, container: InputContainer, share: OnShare) -> None:
        streams = _streams(container)
        if not streams:
            return
        self._tracks = {stream.index: sound.Track() for stream in streams if stream.type == "audio"}
        held: list[AnyPacket] = []
        for packet in _packets(container, streams):
            if packet.pos is not None:
                share(float(packet.pos))
            if self._first is None:
                held.append(packet)
                if len({p.stream.index for p in held}) < len(streams) and len(held) < 100:
                    continue
                self._begin(held)
                continue
            self._take(packet)
        if self._first is None:
            self._begin(held)
        for stream in streams:
            self._decode(None, stream)

    def _begin(self, held: Sequence[AnyPacket]) -> None:
        """Time zero is the earliest time among the first packets of all streams.

        Times just below zero are a sound decoder's run-up, which is never played.
        """
        times = [float(p.pts * p.time_base) for p in held if p.pts is not None]
        first = min(times, default=0.0)
        self._first = 0.0 if -RUN_UP_SECONDS < first < 0 else first
        for packet in held:
            self._take(packet)

    def _take(self, packet: AnyPacket) -> None:
        if packet.pts is None or self._first is None:
            return
        begin = float(packet.pts * packet.time_base) - self._first
        end = begin + float((packet.duration or 0) * packet.time_base)
        if end > self._room:
            raise PerceptionError("the recordings are longer than the plan allows", code="too_long")
        self.length = max(self.length, end)
        if packet.stream.type == "audio":
            self.has_audio = True
        else:
            self.has_video = True
        self._decode(packet, packet.stream)

    def _decode(self, packet: AnyPacket | None, stream: Stream) -> None:
        wanted = self._want_audio if stream.type == "audio" else self._on_frame is not None
        if not wanted:
            return
        try:
            frames = stream.codec_context.decode(packet)  # type: ignore[attr-defined]  # the stubs hide it
        except av.error.FFmpegError:
            return  # one broken packet; the rest of the answer counts
        for frame in frames:
            self._place(frame, stream.index)

    def _place(self, frame: AudioFrame | VideoFrame, stream: int) -> None:
        if frame.time is None or self._first is None:
            return
        at = frame.time - self._first
        if isinstance(frame, AudioFrame):
            self._tracks[stream].add(at, frame)
        elif self._on_frame is not None and at > self._shown:
            self._shown = at
            self._on_frame(self._offset + at, frame)


def _streams(container: InputContainer) -> list[Stream]:
    """The sound's tracks and the first film; a cover picture is none."""
    films = [film for film in container.streams.video if not film.disposition & Disposition.attached_pic]
    for film in films[:1]:
        film.codec_context.thread_count = 1
    return [*container.streams.audio[:MOST_TRACKS], *films[:1]]


def _packets(container: InputContainer, streams: list[Stream]) -> Iterator[AnyPacket]:
    """Packets until the end or until the container breaks (a recording cut off in the middle)."""
    try:
        for packet in container.demux(streams):
            if packet.dts is not None or packet.pts is not None:
                yield packet
    except av.error.FFmpegError:
        return


def to_rgb(frame: VideoFrame, max_side: int) -> Image:
    """The frame as upright RGB, its longer side at most ``max_side``; never enlarged."""
    scale = min(1.0, max_side / max(frame.width, frame.height))
    width, height = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
    image = frame.to_ndarray(format="rgb24", width=width, height=height)
    turns = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(image, turns) if turns else image)
