"""Rules on tracks made by formula: what is there is found, what is not is not."""

import itertools

import numpy as np
import pytest

from bole.perception.signals import evenly, smooth, spans_above, swings

HEAD = {
    "smooth_seconds": 0.2, "nod_degrees": 3.0, "nod_peak_degrees": 4.5, "head_shake_degrees": 4.0,
    "head_shake_peak_degrees": 7.0, "half_period": [0.65, 0.17], "edge_slower": 1.3, "edge_smaller": 0.8,
    "other_degrees": 10.0, "min_swings": 2, "rest_seconds": 0.3,
}  # fmt: skip


def track(seconds: float = 20.0, hz: float = 10.0):
    at = np.arange(0, seconds, 1 / hz, dtype=np.float32)
    return at, np.zeros_like(at)


def wave(at, start: float, times: int, degrees: float, period: float = 0.9):
    inside = (at >= start) & (at <= start + times * period)
    phase = (at - start) / period
    return np.where(inside, degrees / 2 * (np.cos(2 * np.pi * phase) - 1), 0).astype(np.float32)


def test_smoothing_keeps_length_and_level():
    values = np.full(7, 3.0, np.float32)
    assert smooth(values, 3).tolist() == values.tolist()
    assert len(smooth(values[:2], 3)) == 2


def test_swings_alternate_and_reach_their_least():
    at, flat = track()
    found = swings(at, flat + wave(at, 5, 3, 8.0), 3.0)
    assert len(found) >= 5
    assert all(abs(s.size) >= 3.0 for s in found)
    assert all(a.size * b.size < 0 for a, b in itertools.pairwise(found))


def test_holes_in_a_span_are_bridged_and_low_spans_dropped():
    at, flat = track(3.0)
    values = flat.copy()
    values[5:10], values[12:15], values[25:27] = 0.5, 0.5, 0.35
    assert spans_above(at, values, 0.4, 0.3, 0.3) == [(5, 14)]


def test_a_face_lost_for_a_moment_did_not_look_back():
    at, values = track(4.0)
    values[10:22], values[30:36] = 20.0, 20.0
    values[15], values[31:39] = np.nan, np.nan
    grid, filled = evenly(at, values, 10.0, 0.5)
    assert np.allclose(grid, at)
    assert spans_above(grid, filled, 10.0, 4.0, 0.2)[0] == (10, 21)
    assert np.isnan(filled[31:39]).all(), "a long loss stays unknown"
    assert abs(filled[39] - values[39]) < 1e-4, "what was seen after it is kept"
    assert np.isnan(evenly(at, np.full_like(at, np.nan), 10.0, 0.5)[1]).all()
    edge = values.copy()
    edge[-1] = np.nan
    assert np.isnan(evenly(at, edge, 10.0, 0.5)[1][-1])


def test_pictures_at_uneven_times_give_the_signal_that_was_filmed():
    late = np.random.default_rng(4).uniform(0, 0.1, 200)
    at = (np.arange(200) / 10 + late).astype(np.float32)
    grid, even = evenly(at, np.sin(at), 10.0, 1.0)
    assert np.allclose(np.diff(grid), 0.1, atol=1e-4)
    assert grid[0] == at[0]
    assert np.nanmax(np.abs(even - np.sin(grid))) < 0.01
    assert not np.isnan(even[:-1]).any()


@pytest.mark.media
@pytest.mark.parametrize(("kind", "degrees"), [("nod", 8.0), ("head_shake", 12.0)])
def test_nods_and_shakes_are_told_apart(kind, degrees):
    from bole.perception.components import head

    at, flat = track()
    moving = flat + wave(at, 5, 3, degrees)
    (episode,) = head.episodes(at, moving, flat, HEAD, kind)
    assert abs(episode[0].start - 5) < 0.5
    assert sum(s.size < 0 for s in episode) == 3
    assert head.episodes(at, flat, moving, HEAD, kind) == []


@pytest.mark.media
@pytest.mark.parametrize("hz", [10.0, 7.5])
@pytest.mark.parametrize("period", [0.7, 0.8, 0.9])
def test_a_nod_is_whole_wherever_the_pictures_fall(hz, period):
    from bole.perception.components import head

    at, flat = track(hz=hz)
    for times, late in itertools.product((2, 3), np.arange(0, 1, 0.05)):
        nodding = flat + wave(at, 5 + late, times, 8.0, period)
        (episode,) = head.episodes(at, nodding, flat, HEAD, "nod")
        assert sum(s.size < 0 for s in episode) == times, (times, late)
        assert abs(episode[0].start - 5 - late) <= 0.4


@pytest.mark.media
@pytest.mark.parametrize("late", np.arange(0, 1, 0.05))
def test_a_nod_keeps_its_length_where_a_camera_drops_pictures(late):
    """Fifteen pictures a second, every third of them lost."""
    from bole.perception.components import head

    full = np.arange(0, 20, 1 / 15, dtype=np.float32)
    kept = full[np.arange(len(full)) % 3 != 2]
    at, angle = evenly(kept, wave(kept, 5 + late, 2, 8.0), 10.0, 0.8)
    (episode,) = head.episodes(at, angle, np.zeros_like(at), HEAD, "nod")
    assert abs(episode[0].start - 5 - late) <= 0.4
    assert abs(episode[-1].end - 6.8 - late) <= 0.4


@pytest.mark.media
@pytest.mark.parametrize("start", [2.0, 6.3, 11.7])
def test_slow_drift_and_a_turned_head_are_no_nods(start):
    from bole.perception.components import head

    at, flat = track()
    drift = (4 * np.sin(at / 1.1)).astype(np.float32)
    assert head.episodes(at, drift, flat, HEAD, "nod") == []
    nodding, turned = flat + wave(at, start, 2, 5.0), np.where((at > start - 0.3) & (at < start + 2.5), 20, 0)
    assert head.episodes(at, nodding, turned.astype(np.float32), HEAD, "nod") == []


@pytest.mark.media
def test_pieces_never_exceed_a_window_and_cut_at_silences():
    from bole.kernel.answers import Span
    from bole.perception.components.recognition import cut

    speech = [Span(i * 3.0, i * 3.0 + 2.6) for i in range(30)]
    pieces = cut(speech, 90.0, pad=0.1, longest=29.0)
    assert max(p.seconds for p in pieces) <= 29.0
    assert len(pieces) == 3
    assert sum(len(p.spans) for p in pieces) == 30
    whole = cut([Span(0.0, 100.0)], 100.0, pad=0.1, longest=29.0)
    assert max(p.seconds for p in whole) <= 29.0
    assert abs(sum(p.seconds for p in whole) - 100.0) < 0.01
    assert pieces[1].time(0.0) == pieces[1].spans[0][0]
    assert pieces[1].time(10_000.0) == pieces[1].spans[-1][1]
