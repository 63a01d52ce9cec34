"""Times and pictures as they come out of containers."""

import struct
from pathlib import Path

import numpy as np
import pytest

from bole.perception.errors import PerceptionError
from bole.perception.runtimes import media
from bole.perception.runtimes.sound import without_rumble
from bole.perception.tests import making
from bole.perception.types import SAMPLE_RATE

pytestmark = pytest.mark.media


def tone(seconds: float) -> np.ndarray:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)


def halves(width: int = 128, height: int = 96) -> np.ndarray:
    """White above, black below."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2] = 255
    return picture


def read(*paths: Path, **more):
    shown: list[tuple[float, np.ndarray]] = []
    line = media.read(
        paths, want_audio=True, on_frame=lambda at, f: shown.append((at, media.to_rgb(f, 640))),
        max_seconds=more.get("max_seconds", 60.0), share=lambda _: None,
    )  # fmt: skip
    return line, shown


@pytest.mark.parametrize("name", ["a.webm", "a.mp4"])
def test_sound_and_pictures_share_one_timeline(tmp_path, name):
    line, shown = read(making.write(tmp_path / name, [halves()] * 30, tone(3.0)))
    assert abs(line.duration - 3.0) <= 0.15
    assert abs(len(line.audio) / SAMPLE_RATE - line.duration) < 0.001
    assert len(shown) == 30
    assert [round(at * 10) for at, _ in shown] == list(range(30))


def test_the_length_does_not_depend_on_what_is_decoded(tmp_path):
    path = making.write(tmp_path / "a.webm", [halves()] * 25, tone(2.2))
    lengths = {
        media.read([path], want_audio=audio, on_frame=watch, max_seconds=60, share=lambda _: None).duration
        for audio in (True, False)
        for watch in (None, lambda _at, _frame: None)
    }
    assert len(lengths) == 1


def test_recordings_are_laid_end_to_end(tmp_path):
    first = making.write(tmp_path / "a.webm", [halves()] * 20, tone(2.0))
    second = making.write(tmp_path / "b.mp4", [halves()] * 10, tone(1.0))
    line, shown = read(first, second)
    alone = [read(path)[0].duration for path in (first, second)]
    assert abs(line.duration - sum(alone)) < 0.002
    assert line.joints == [alone[0]]
    times = [at for at, _ in shown]
    assert times == sorted(times)
    assert len(times) == 30
    quiet = np.abs(line.audio[: SAMPLE_RATE // 2]).max(), np.abs(line.audio[-SAMPLE_RATE // 2 :]).max()
    assert min(quiet) > 0.2


def test_a_phone_held_upright_is_turned_upright(tmp_path):
    """The camera writes lying pictures and a matrix that says: turn a quarter clockwise."""
    lying = np.rot90(halves(), 1)
    path = making.write(tmp_path / "a.mp4", [lying] * 5, None)
    raw = bytearray(path.read_bytes())
    matrix = raw.index(b"tkhd") + 4 + 40
    raw[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 96 << 16, 0, 1 << 30)
    path.write_bytes(raw)
    _, shown = read(path)
    picture = shown[0][1]
    assert picture.shape == (96, 128, 3)
    assert picture[:40].mean() > 200
    assert picture[-40:].mean() < 50


def test_large_pictures_are_scaled_down_and_small_ones_never_up(tmp_path):
    _, shown = read(making.write(tmp_path / "a.webm", [halves(1280, 720)] * 2, None))
    assert shown[0][1].shape == (360, 640, 3)
    _, shown = read(making.write(tmp_path / "b.webm", [halves(64, 48)] * 2, None))
    assert shown[0][1].shape == (48, 64, 3)


def test_too_long_is_refused_while_reading(tmp_path):
    path = making.write(tmp_path / "a.webm", [halves()] * 20, tone(2.0))
    with pytest.raises(PerceptionError) as caught:
        read(path, path, max_seconds=3.0)
    assert caught.value.code == "too_long"


@pytest.mark.parametrize("fault", ["one side silent", "sides opposed", "empty track first"])
def test_a_voice_is_heard_whichever_way_the_recorder_is_wired(tmp_path, fault):
    sound, nothing = tone(2.0), tone(2.0) * 0
    tracks = {
        "one side silent": [np.stack([nothing, sound])],
        "sides opposed": [np.stack([sound, -sound])],
        "empty track first": [nothing, sound],
    }[fault]
    line, _ = read(making.write_sound(tmp_path / "a.mp4", tracks))
    middle = line.audio[SAMPLE_RATE // 2 : -SAMPLE_RATE // 2]
    assert abs(np.sqrt(np.square(middle).mean()) - 0.3 / np.sqrt(2)) < 0.02


def test_hum_and_offset_are_taken_out_and_a_voice_is_left_alone(tmp_path):
    at = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    hum = (0.2 * np.sin(2 * np.pi * 50 * at) + 0.1).astype(np.float32)
    voice = tone(3.0)
    assert without_rumble(voice) is voice
    left = without_rumble(voice + hum)
    assert len(left) == len(voice)
    assert np.abs(left - voice)[SAMPLE_RATE // 4 : -SAMPLE_RATE // 4].max() < 0.003


def test_the_cover_of_a_sound_file_is_no_film(tmp_path):
    line, shown = read(making.write_sound(tmp_path / "a.mp4", [tone(2.0)], cover=halves()))
    assert line.has_audio
    assert not line.has_video
    assert shown == []
