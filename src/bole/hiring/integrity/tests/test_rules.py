"""What is mentioned and what is tolerated: the borders, from both sides."""

import pytest

from bole.hiring.integrity.rules import delivery
from bole.hiring.integrity.rules.exposure import Use, why_rotate
from bole.hiring.integrity.rules.sights import Noted, page_sights, presence_sights
from bole.kernel.answers import ChannelQuality, Event, Observation, Span, Transcript, Word


def away(at: float, seconds: float) -> Noted:
    return Noted("hidden", at, seconds, 0)


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ([], False),
        ([away(1, 1.9)] * 9, False),  # glances
        ([away(1, 3), away(9, 3)], False),  # twice, short
        ([away(1, 3), away(9, 3), away(20, 2)], True),
        ([away(1, 19.9)], False),
        ([away(1, 20)], True),
        ([Noted("fullscreen", 1, 0, 0)] * 9, False),  # never a reason by itself
    ],
)
def test_leaving_the_page_a_little_is_not_mentioned(notes: list[Noted], told: bool) -> None:
    found = page_sights(notes, answer_letters=200, typed=False)
    assert [s.kind for s in found] == (["page_left"] if told else [])


def test_places_are_given_where_there_is_a_recording() -> None:
    notes = [away(10, 25), Noted("fullscreen", 10, 0, 0)]
    spoken, typed = (page_sights(notes, answer_letters=9, typed=t)[0] for t in (False, True))
    assert (spoken.places, typed.places) == (((10, 35),), ())
    assert spoken.figures == {"times": 1.0, "seconds": 25, "full_screen_left": 1.0}


@pytest.mark.parametrize(
    ("size", "letters", "typed", "told"),
    [(59, 60, True, False), (60, 200, True, True), (60, 201, True, False), (900, 900, False, False)],
)
def test_pasting_counts_for_typed_answers_and_from_a_third_on(
    size: int, letters: int, typed: bool, told: bool
) -> None:
    found = page_sights([Noted("pasted", 1, 0, size)], answer_letters=letters, typed=typed)
    assert [s.kind for s in found] == (["text_pasted"] if told else [])


def test_a_passer_by_is_not_mentioned() -> None:
    short = [Event("second_face", 1, 2.9, 0.1), Event("face_absent", 5, 9.9, 0), Event("nod", 1, 2, 3)]
    assert presence_sights(short) == []
    long = [*short, Event("second_face", 20, 20.2, 0.1), Event("face_absent", 30, 31, 0)]
    assert [(s.kind, s.figures["times"]) for s in presence_sights(long)] == [
        ("second_face", 2.0),
        ("face_absent", 2.0),
    ]


def spoken(rates: list[float], gap: float, **more: object) -> Observation:
    """Stretches of ten seconds at the given letters per second, ``gap`` seconds apart."""
    spans, pauses, words, at = [], [], [], 0.0
    for rate in rates:
        spans.append(Span(at, at + 10))
        count = round(10 * rate)
        words += [Word("字", at + i * 10 / count, at + (i + 1) * 10 / count, 0) for i in range(count)]
        pauses.append(Span(at + 10, at + 10 + gap))
        at += 10 + gap
    whole = {
        "duration": at, "transcript": Transcript("zh", "字", (), tuple(words)), "speech": tuple(spans),
        "pauses": tuple(pauses[:-1]), "quality": {"face": ChannelQuality(ok=True)},
    }  # fmt: skip
    return Observation(**{**whole, **more})  # type: ignore[arg-type]  # a test's keywords


@pytest.mark.parametrize(
    ("rates", "gap", "told"),
    [
        ([4, 4.1, 4, 3.9, 4], 0.6, True),
        ([4, 5.5, 3, 4.8, 2.5], 0.6, False),  # lively
        ([4, 4.1, 4, 3.9, 4], 1.4, False),  # thinks between
        ([4, 4, 4], 0.6, False),  # too little speech
    ],
)
def test_even_delivery_needs_a_steady_pace_few_long_pauses_and_enough_speech(
    rates: list[float], gap: float, told: bool
) -> None:
    found = delivery.delivery_sight(spoken(rates, gap), look=True)
    assert bool(found) is told
    assert not found or {"rate_spread", "long_pauses_per_minute"} <= set(found[0].figures)


def test_gaze_is_shown_only_where_it_may_be_looked_at_and_decides_nothing() -> None:
    rates, gaze = [4.0, 4.1, 4.0, 3.9, 4.0], (Event("look_away", 0, 40, 20.0),)
    seen = spoken(rates, 0.6, events=gaze)
    (shown,), (hidden,) = (delivery.delivery_sight(seen, look=look) for look in (True, False))
    assert "gaze_away" in shown.figures
    assert "gaze_away" not in hidden.figures
    lively = spoken([4, 5.5, 3, 4.8, 2.5], 0.6, events=gaze)
    assert delivery.delivery_sight(lively, look=True) == []
    poor = spoken(rates, 0.6, events=gaze, quality={"face": ChannelQuality(ok=False, reasons=("dark",))})
    assert delivery.measure(poor, look=True).gaze_away is None


def test_a_question_is_up_for_rotation_when_it_is_used_often_or_copied() -> None:
    from datetime import UTC, datetime
    from types import SimpleNamespace

    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def use(recent: int, copied: int) -> Use:
        return Use("q", 999, recent, moment, moment, copied)

    cases = ((299, 0), (300, 0), (299, 14), (299, 15), (20, 2), (20, 3))
    usual = SimpleNamespace(often=300, copies=3, copy_percent=5, few=50)
    assert [why_rotate(use(*u), usual) for u in cases] == ["", "often", "", "copied", "", "copied"]
    strict = SimpleNamespace(often=20, copies=2, copy_percent=10, few=5)
    assert [why_rotate(use(*u), strict) for u in cases] == ["often"] * 4 + ["copied", "copied"]
