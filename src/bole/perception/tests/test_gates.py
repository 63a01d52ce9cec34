"""Material made to be bad: each fault is named where it is, and nothing is invented."""

import cv2
import numpy as np
import pytest

making = pytest.importorskip("bole.perception.tests.making", exc_type=ImportError)
pytestmark = pytest.mark.media


@pytest.fixture(scope="module")
def material(teller):
    return making.read(teller, 8.0)


def test_second_face_is_seen_for_as_long_as_it_is_there(watch, material, tmp_path):
    pictures, _, rate = material

    def two(at, picture):
        if not 3 <= at < 7:
            return picture
        half = picture[::2, ::2]
        out = np.full_like(picture, 128)
        height, width = half.shape[:2]
        out[90 : 90 + height, :width] = half
        out[90 : 90 + height, width : 2 * width] = half[:, ::-1]
        return out

    seen = watch(making.write(tmp_path / "two.webm", making.change(pictures, rate, two), None), {"face"})
    (event,) = [e for e in seen.events if e.kind == "second_face"]
    assert abs(event.start - 3) <= 1
    assert abs(event.end - 7) <= 1
    assert event.value == 2.0


def test_an_empty_chair_is_an_absence(watch, material, tmp_path):
    pictures, _, rate = material
    changed = making.change(pictures, rate, lambda at, p: np.full_like(p, 90) if 2 <= at < 5 else p)
    seen = watch(making.write(tmp_path / "gone.webm", changed, None), {"face"})
    (event,) = [e for e in seen.events if e.kind == "face_absent"]
    assert abs(event.start - 2) <= 0.2
    assert abs(event.value - 3.0) <= 0.3


def test_somebody_far_from_the_camera_is_seen(watch, material, tmp_path):
    """A face of a sixteenth of the picture's width; the landmarker alone finds none narrower than a tenth."""
    pictures, _, rate = material

    def far(_at, picture):
        small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        out = np.full_like(picture, 110)
        out[-small.shape[0] :, 200 : 200 + small.shape[1]] = small
        return out

    seen = watch(making.write(tmp_path / "far.webm", making.change(pictures, rate, far), None), {"face"})
    assert seen.quality["face"].ok
    (away,) = [e for e in seen.events if e.kind == "look_away"]
    assert abs(away.start - 6.3) <= 0.4
    assert not [e for e in seen.events if e.kind in ("face_absent", "second_face", "smile", "nod")]


def test_a_dark_picture_gives_no_counts(watch, material, tmp_path):
    pictures, _, rate = material
    dark = making.change(pictures, rate, lambda _, p: (p * 0.04).astype(np.uint8))
    seen = watch(making.write(tmp_path / "dark.webm", dark, None), {"face", "body"})
    assert {name: seen.quality[name].reasons for name in ("video", "face", "body")} == {
        "video": ("too_dark",), "face": ("too_dark",), "body": ("too_dark",),
    }  # fmt: skip
    assert seen.events == ()


@pytest.mark.parametrize(
    ("fault", "audio", "speech"),
    [("quiet", "too_quiet", "no_speech"), ("silence", "too_quiet", "no_speech"),
     ("noise", "noisy", "no_speech"), ("clipped", "clipped", None), ("short", None, "too_short")],
)  # fmt: skip
def test_bad_sound_is_named(watch, material, tmp_path, fault, audio, speech):
    _, sound, _ = material
    hiss = np.random.default_rng(1).standard_normal(len(sound)).astype(np.float32)
    changed = {
        "quiet": sound * 0.002, "silence": sound * 0, "noise": hiss * 0.05,
        "clipped": np.clip(sound * 60, -1, 1), "short": sound[: 16_000 * 8 // 5],
    }[fault]  # fmt: skip
    seen = watch(making.write(tmp_path / f"{fault}.webm", [], changed), {"speech", "voice"})
    assert seen.quality["audio"].reasons == ((audio,) if audio else ())
    assert seen.quality["speech"].reasons == ((speech,) if speech else ())
    if speech == "no_speech":
        assert seen.transcript.text == ""
        assert seen.voice.rate_cps is None


def test_no_sound_track_and_no_picture_are_named(watch, material, tmp_path):
    pictures, sound, _ = material
    mute = watch(making.write(tmp_path / "mute.webm", pictures[:20], None), {"speech", "voice"})
    assert mute.quality["audio"].reasons == ("no_audio",)
    assert mute.quality["speech"].reasons == ("no_speech",)
    blind = watch(making.write(tmp_path / "blind.webm", [], sound[:32_000]), {"face", "body"})
    assert blind.quality["video"].reasons == blind.quality["face"].reasons == ("no_video",)
    assert blind.events == ()


def test_a_fragmented_mp4_reads_as_the_webm_does(watch, material, tmp_path):
    pictures, sound, _ = material
    flags = "frag_keyframe+empty_moov+default_base_moof"
    seen = watch(making.write(tmp_path / "phone.mp4", pictures, sound, movflags=flags))
    assert abs(seen.duration - 8.0) <= 0.3
    assert "客户" in seen.transcript.text
    assert all(q.ok for q in seen.quality.values())


def test_half_a_recording_counts_for_what_it_holds(watch, teller, tmp_path):
    part = tmp_path / "cut.webm"
    part.write_bytes(teller.read_bytes()[:200_000])
    seen = watch(part, {"speech", "face"})
    assert 8 < seen.duration < 12
    assert seen.transcript.text
