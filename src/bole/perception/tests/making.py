"""Make small clips for tests: read the pictures and the sound of a clip, change them, write them again."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition

from bole.perception.runtimes import media
from bole.perception.types import SAMPLE_RATE


def read(path: Path, seconds: float, side: int = 480) -> tuple[list[np.ndarray], np.ndarray, int]:
    """The first seconds: RGB pictures at 10 a second, mono 16 kHz sound, pictures a second."""
    pictures: list[np.ndarray] = []

    def keep(at: float, frame: av.VideoFrame) -> None:
        if at < seconds and at >= len(pictures) / 10 - 1e-6:
            pictures.append(media.to_rgb(frame, side))

    line = media.read([path], want_audio=True, on_frame=keep, max_seconds=600, share=lambda _: None)
    assert line.audio is not None
    return pictures, line.audio[: round(seconds * SAMPLE_RATE)], 10


def write(
    path: Path, pictures: Iterable[np.ndarray], sound: np.ndarray | None, rate: int = 10, **options: str
) -> Path:
    """A clip with VP8/Opus (webm) or H.264/AAC (mp4) of these pictures and this sound."""
    webm = path.suffix == ".webm"
    with av.open(str(path), "w", options=options) as out:
        pictures = list(pictures)
        video = audio = None
        if pictures:
            video = out.add_stream("libvpx" if webm else "libx264", rate=rate)
            video.height, video.width = (n // 2 * 2 for n in pictures[0].shape[:2])
            video.pix_fmt, video.bit_rate = "yuv420p", 1_500_000
            video.options = {"deadline": "realtime", "cpu-used": "8"} if webm else {"preset": "ultrafast"}
        if sound is not None:
            audio = out.add_stream("libopus" if webm else "aac", rate=48_000 if webm else SAMPLE_RATE)
            audio.layout = "mono"
        if video is not None:
            _pictures(out, video, pictures, rate)
        if audio is not None:
            _sound(out, audio, sound)
    return path


def write_sound(path: Path, tracks: Sequence[np.ndarray], cover: np.ndarray | None = None) -> Path:
    """A file of AAC tracks, each samples (mono) or 2 × samples (stereo) at 16 kHz, with a cover picture."""
    with av.open(str(path), "w") as out:
        streams = []
        for track in tracks:
            streams.append(out.add_stream("aac", rate=SAMPLE_RATE, bit_rate=96_000))
            streams[-1].layout = "mono" if track.ndim == 1 else "stereo"
        if cover is not None:
            picture = out.add_stream("mjpeg", rate=1)
            picture.height, picture.width = cover.shape[:2]
            picture.pix_fmt, picture.disposition = "yuvj420p", Disposition.attached_pic
            out.mux(picture.encode(av.VideoFrame.from_ndarray(cover, format="rgb24")))
            out.mux(picture.encode(None))
        for stream, track in zip(streams, tracks, strict=True):
            _sound(out, stream, track)
    return path


def _pictures(out, stream, pictures, rate) -> None:
    for index, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(
            np.ascontiguousarray(picture[: stream.height, : stream.width]), format="rgb24"
        )
        frame.pts, frame.time_base = index, Fraction(1, rate)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _sound(out, stream, sound) -> None:
    block = (np.clip(np.atleast_2d(sound), -1, 1) * 32767).astype(np.int16)
    layout = "mono" if len(block) == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="s16p", layout=layout)
    frame.rate, frame.pts, frame.time_base = SAMPLE_RATE, 0, Fraction(1, SAMPLE_RATE)
    resampler = av.AudioResampler(
        format=stream.codec_context.format, layout=layout, rate=stream.codec_context.rate,
        frame_size=960 if stream.codec_context.name == "libopus" else 1024,
    )  # fmt: skip
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))


def change(
    pictures: Iterable[np.ndarray], rate: int, how: Callable[[float, np.ndarray], np.ndarray]
) -> list[np.ndarray]:
    """Each picture through ``how(second, picture)``."""
    return [how(index / rate, picture) for index, picture in enumerate(pictures)]
