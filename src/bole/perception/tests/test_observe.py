"""The real models on two sample clips, against what their maker scripted."""

import dataclasses

import pytest

from bole.perception import api
from bole.perception.tests import truth as truths

pytestmark = pytest.mark.media


def same(one, other) -> bool:
    return dataclasses.replace(one, cpu_seconds={}) == dataclasses.replace(other, cpu_seconds={})


def test_words_pauses_and_movements_of_a_chinese_answer(teller, teller_seen):
    truth = truths.load(teller)
    assert teller_seen.transcript.language == "zh"
    assert truths.error_rate(teller_seen, truth) <= 0.06
    assert truths.pauses(teller_seen, truth) == truths.Found(2, 2, 0)
    for kind, count in (("nod", 1), ("smile", 1), ("look_away", 2)):
        assert truths.events(teller_seen, truth, kind) == truths.Found(count, count, 0), kind
    assert not [
        e for e in teller_seen.events if e.kind in ("second_face", "face_absent", "head_shake", "frown")
    ]
    assert [e.value for e in teller_seen.events if e.kind == "nod"] == [2.0]
    assert all(q.ok for q in teller_seen.quality.values())


def test_the_transcript_is_made_of_its_own_slices(teller_seen):
    transcript = teller_seen.transcript
    for part in (*transcript.words, *transcript.segments):
        assert transcript.text[part.offset : part.offset + len(part.text)] == part.text
        assert part.start <= part.end
    assert "".join(s.text for s in transcript.segments) == transcript.text
    assert len(transcript.segments) >= 4
    starts = [w.start for w in transcript.words]
    assert starts == sorted(starts)


def test_no_word_lies_in_a_pause(teller_seen):
    for pause in teller_seen.pauses:
        inside = [
            w
            for w in teller_seen.transcript.words
            if w.start < pause.end - 0.01 and w.end > pause.start + 0.01
        ]
        assert inside == []


@pytest.mark.long
def test_speech_and_vision_apart_equal_one_run(watch, teller, teller_seen):
    """Two more processes, each with half the channels: the same observation, byte for byte."""
    speech = watch(teller, {"speech", "voice"})
    vision = watch(teller, {"face", "body"})
    assert speech.quality["face"].reasons == ("not_requested",)
    assert same(api.merge(speech, vision), teller_seen)
    assert repr(dataclasses.replace(api.merge(speech, vision), cpu_seconds={})) == repr(
        dataclasses.replace(teller_seen, cpu_seconds={})
    )


def test_english_under_eu_law_has_words_and_movements_but_no_affect(watch, english):
    seen = watch(english, law="eu")
    truth = truths.load(english)
    assert seen.transcript.language == "en"
    assert truths.error_rate(seen, truth) <= 0.08
    pauses = truths.pauses(seen, truth)  # one silence of .48 s reads as .50
    assert pauses.found == 2
    assert pauses.invented <= 1
    assert truths.events(seen, truth, "nod") == truths.Found(2, 2, 0)
    assert truths.events(seen, truth, "look_away") == truths.Found(1, 1, 0)
    assert not [e for e in seen.events if e.kind in ("smile", "frown")]
    assert seen.voice.pitch_sd_semitones is None
    assert seen.voice.loudness_db is None
    assert seen.voice.rate_cps is not None
    # Not hidden afterwards: the parts did not run and the pitch model was not opened.
    assert not {"expressions", "pitch", "loudness"} & set(seen.cpu_seconds)
    assert "swift-f0" not in seen.models


@pytest.mark.long
def test_two_recordings_are_one_timeline_with_a_joint(watch, teller, teller_seen):
    seen = watch([teller, teller], {"face"})
    once = [e for e in teller_seen.events if e.kind in ("nod", "smile", "look_away")]
    twice = [e for e in seen.events if e.kind in ("nod", "smile", "look_away")]
    assert seen.joints == (teller_seen.duration,)
    assert abs(seen.duration - 2 * teller_seen.duration) < 0.01
    assert [e.kind for e in twice] == [e.kind for e in once] * 2
    for first, second in zip(twice[: len(once)], twice[len(once) :], strict=True):
        assert abs(second.start - first.start - teller_seen.duration) < 0.15


def test_a_language_the_question_does_not_allow_is_not_transcribed(watch, english):
    seen = watch(english, {"speech"}, languages=("zh",))
    assert seen.quality["speech"].reasons == ("language_outside",)
    assert seen.transcript.text == ""
    assert seen.transcript.language == "en"
