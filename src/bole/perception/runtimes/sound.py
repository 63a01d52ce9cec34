"""Sound of one recording: tracks and channels → mono 16 kHz, each frame put where its own time says."""

from collections.abc import Sequence

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from bole.perception.types import SAMPLE_RATE, Floats

GAP_SECONDS = 0.1  # a hole in the sound's own times longer than this is filled with silence
SILENT = 0.003  # of full scale: a track that never gets louder holds nothing
CANCELLED = 0.6  # channels whose mean has less of the louder one's strength than this are not mixed
RUMBLE_HZ = 75.0  # below every voice
RUMBLE_SHARE = 0.15  # of the sound's power below that: mains hum, wind, an offset
_TAPS, _BLOCK = 2049, 1 << 16
_Samples = NDArray[np.int16]


class Track:
    """Collects one track's resampled sound, at most two channels."""

    def __init__(self) -> None:
        self._pieces: list[_Samples] = []  # channels × samples
        self._channels = 1
        self._length = 0  # samples
        self._ended: float | None = None  # seconds at which the last frame ended
        self._resampler: av.AudioResampler | None = None

    def add(self, at: float, frame: AudioFrame) -> None:
        """A decoded frame heard ``at`` seconds."""
        if self._ended is None or at - self._ended > GAP_SECONDS:
            self.flush()
            self._silence_until(at)
        self._ended = max(at, self._ended or at) + frame.samples / frame.sample_rate
        if self._resampler is None:
            self._channels = max(self._channels, min(2, frame.layout.nb_channels))
            self._resampler = av.AudioResampler(
                format="s16p", layout="mono" if self._channels == 1 else "stereo", rate=SAMPLE_RATE
            )
        frame.pts = None  # times are kept here; the resampler must not fill gaps by itself
        for piece in self._resampler.resample(frame):
            self._keep(piece)

    def flush(self) -> None:
        """Take what the resampler still holds."""
        if self._resampler is not None:
            for piece in self._resampler.resample(None):
                self._keep(piece)
            self._resampler = None

    def samples(self, seconds: float) -> Floats:
        """Exactly ``seconds`` of mono sound; what is missing at the end is silence."""
        self.flush()
        wanted = round(seconds * SAMPLE_RATE)
        sound = np.zeros((self._channels, max(wanted, self._length)), np.int16)
        at = 0
        for piece in self._pieces:
            sound[:, at : at + piece.shape[1]] = piece  # one channel is heard on both sides
            at += piece.shape[1]
        return _mixed(sound[:, :wanted].astype(np.float32) / np.float32(32768.0))

    def _keep(self, piece: AudioFrame) -> None:
        self._append(np.asarray(piece.to_ndarray(), np.int16))

    def _append(self, samples: _Samples) -> None:
        self._pieces.append(samples)
        self._length += samples.shape[1]

    def _silence_until(self, at: float) -> None:
        hole = round(at * SAMPLE_RATE) - self._length
        if hole > 0:
            self._append(np.zeros((1, hole), np.int16))


def heard(tracks: Sequence[Track], seconds: float) -> Floats:
    """The first track that holds any sound: a recorder may write an empty one before it."""
    for track in tracks:
        sound = track.samples(seconds)
        if float(np.abs(sound).max(initial=0.0)) > SILENT:
            return sound
    return tracks[0].samples(seconds) if tracks else np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def _mixed(channels: Floats) -> Floats:
    """The channels' mean; the louder one where they cancel each other (wired the wrong way round) or only
    one has sound."""
    if len(channels) == 1:
        return np.asarray(channels[0])
    mean = channels.mean(axis=0, dtype=np.float32)
    left, right = _power(channels[0]), _power(channels[1])
    if _power(mean) >= CANCELLED**2 * max(left, right):
        return np.asarray(mean)
    return np.asarray(channels[int(right > left)])


def _power(sound: Floats) -> float:
    return float(np.square(sound, dtype=np.float64).mean()) if len(sound) else 0.0


def without_rumble(sound: Floats) -> Floats:
    """The same sound, or, where most of its power lies below every voice, only what lies above.

    Hum and offset hide speech from the detector and make pauses that are none.
    """
    return _high_passed(sound) if _rumble_share(sound) > RUMBLE_SHARE else sound


def _rumble_share(sound: Floats) -> float:
    rows = sound[: len(sound) // SAMPLE_RATE * SAMPLE_RATE].reshape(-1, SAMPLE_RATE)
    low = whole = 0.0
    for row in rows:  # a second each, so a bin is one hertz wide
        power = np.square(np.abs(np.fft.rfft(row)))
        low, whole = low + float(power[: int(RUMBLE_HZ)].sum()), whole + float(power.sum())
    return low / whole if whole > 0 else 0.0


def _high_passed(sound: Floats) -> Floats:
    """A linear-phase filter (windowed sinc, Blackman), applied block by block in the frequency domain."""
    at = np.arange(_TAPS) - _TAPS // 2
    low = np.sinc(2 * RUMBLE_HZ / SAMPLE_RATE * at) * np.blackman(_TAPS)
    taps = -low / low.sum()
    taps[_TAPS // 2] += 1.0
    size = 2 * _BLOCK
    response = np.fft.rfft(taps, size)
    padded = np.zeros(len(sound) + size, np.float64)
    for start in range(0, len(sound), _BLOCK):
        block = np.fft.irfft(np.fft.rfft(sound[start : start + _BLOCK], size) * response, size)
        padded[start : start + size] += block[: len(padded) - start]
    return padded[_TAPS // 2 :][: len(sound)].astype(np.float32)
