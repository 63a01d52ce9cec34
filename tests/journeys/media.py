"""Camera and file material for the journeys, made from the demo's clips when the tests run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

CLIPS = Path(__file__).resolve().parents[2] / "library" / "demo"


def fake_camera(
    folder: Path, clip: str = "teller-complaint-strong.webm", seconds: float = 40.0
) -> tuple[Path, Path]:
    """Motion JPEG and WAV as Chromium's fake devices read them; both loop at their end."""
    picture, sound = folder / "camera.mjpeg", folder / "microphone.wav"
    with av.open(str(CLIPS / clip)) as source, av.open(str(picture), "w", format="mjpeg") as out:
        stream = out.add_stream("mjpeg", rate=15)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuvj420p"
        stream.time_base, stream.bit_rate = Fraction(1, 15), 4_000_000
        count = 0
        for frame in source.decode(video=0):
            if frame.time > seconds:
                break
            if frame.time + 1e-6 < count / 15:
                continue
            small = frame.reformat(320, 240, "yuvj420p")
            small.time_base, small.pts = Fraction(1, 15), count
            count += 1
            out.mux(stream.encode(small))
        out.mux(stream.encode(None))
    with av.open(str(CLIPS / clip)) as source, av.open(str(sound), "w", format="wav") as out:
        _resample(source, out, out.add_stream("pcm_s16le", rate=24_000, layout="mono"), seconds)
    return picture, sound


def safari_mp4(target: Path, clip: str = "teller-complaint-strong.webm", seconds: float = 12.0) -> Path:
    """H.264 and AAC in a fragmented MP4 without a duration in its header, as Safari's recorder writes."""
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(str(target), "w", format="mp4", options=options) as out:
        picture = out.add_stream("libx264", rate=30, options={"g": "30", "preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 320, 240, "yuv420p"
        picture.time_base = Fraction(1, 1000)
        sound = out.add_stream("aac", rate=48_000, layout="mono")
        with av.open(str(CLIPS / clip)) as source:
            last = -1
            for frame in source.decode(video=0):
                if frame.time > seconds:
                    break
                small = frame.reformat(320, 240, "yuv420p")
                small.time_base, small.pts = Fraction(1, 1000), max(last + 1, round(frame.time * 1000))
                last = small.pts
                out.mux(picture.encode(small))
            out.mux(picture.encode(None))
        with av.open(str(CLIPS / clip)) as source:
            _resample(source, out, sound, seconds)
    return target


def decoded_seconds(path: Path) -> float:
    """Length of the sound as decoded: what the analysis will hear."""
    with av.open(str(path)) as source:
        stream = source.streams.audio[0]
        samples = sum(frame.samples for frame in source.decode(stream))
        return samples / stream.rate


def _resample(source, out, stream, seconds: float) -> None:
    resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=stream.rate)
    written = 0
    for frame in source.decode(audio=0):
        if frame.time is not None and frame.time > seconds:
            break
        for piece in resampler.resample(frame):
            piece.pts, piece.time_base = written, Fraction(1, stream.rate)
            written += piece.samples
            out.mux(stream.encode(piece))
    out.mux(stream.encode(None))
