from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from bole.foundation.ui import formats, messages, scores


def render(text: str, **context: object) -> str:
    return Template("{% load bole %}" + text).render(Context(context))


def test_a_score_stands_inside_its_band() -> None:
    bar = scores.geometry(86, [80, 92], 75, width=150)
    assert bar.value == 129
    assert bar.band == (120, 18)
    assert bar.pass_x == 112.5
    assert bar.tick is not None
    assert bar.band[0] < bar.tick < bar.band[0] + bar.band[1]


@pytest.mark.parametrize(("score", "band"), [(0, [-10, 8]), (100, [93, 120])])
def test_nothing_is_drawn_outside_the_track(score: float, band: list[float]) -> None:
    bar = scores.geometry(score, band, 75, width=150)
    assert bar.band is not None
    assert 0 <= bar.band[0] <= 150
    assert bar.band[0] + bar.band[1] <= 150 + 3
    assert bar.tick is not None
    assert 0 <= bar.tick <= 147


def test_no_data_is_hatched_and_said() -> None:
    with translation.override("zh-hans"):
        drawn = render("{% score_bar None None 75 %}")
    assert "hatch" in drawn
    assert "数据不足" in drawn
    assert "tick" not in drawn


def test_evidence_without_a_right_to_the_recording_cannot_be_played() -> None:
    assert "data-start" in render('{% evidence_chip 2 3.5 "quote" 12 %}')
    locked = render('{% evidence_chip 2 3.5 "quote" 12 playable=False %}')
    assert "data-start" not in locked


def test_quotes_are_escaped() -> None:
    assert "<script>" not in render("{% evidence_chip 1 0.0 quote 1 %}", quote="<script>alert(1)</script>")


def test_an_icon_is_hidden_from_readers_unless_named() -> None:
    assert 'aria-hidden="true"' in render('{% icon "check" %}')
    assert 'aria-label="done"' in render('{% icon "check" label="done" %}')


def test_clock_and_dates() -> None:
    moment = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
    assert [formats.clock(seconds) for seconds in (0, 84.9, 600, -3, None)] == [
        "0:00",
        "1:24",
        "10:00",
        "0:00",
        "",
    ]
    with translation.override("zh-hans"):
        assert formats.day(moment) == "11 月 25 日（周三）"
    with translation.override("en"):
        assert formats.day(moment) == "Wed 25 Nov"


def test_two_languages_one_reader() -> None:
    both = {"zh": "服务意识", "en": "Service orientation"}
    with translation.override("en"):
        assert formats.say(both) == "Service orientation"
        assert formats.say({"zh": "只有中文"}) == "只有中文"
    with translation.override("zh-hans"):
        assert formats.say(both) == "服务意识"


def test_an_unknown_code_never_shows_itself() -> None:
    with translation.override("en"):
        title, body = messages.explain("some_internal_code")
    assert "some_internal_code" not in title + body
    assert "logged" in body


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 413, 422, 429, 500, 503, 507])
def test_every_error_page_renders(status: int) -> None:
    from django.template.loader import render_to_string

    page = render_to_string(f"errors/{status}.html", {"code": "not_found", "status": status})
    assert str(status) in page
