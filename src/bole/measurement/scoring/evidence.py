"""From components to the evidence of a rating: verbatim quotations whose points add up to the score."""

from collections.abc import Iterable
from typing import Any

from bole.measurement.raters.parts import Component
from bole.measurement.text.reading import Reading

Evidence = dict[str, Any]
_MAX_QUOTES = 12


def evidence_of(components: tuple[Component, ...], reading: Reading, score: float) -> list[Evidence]:
    """Quotations with their points (adding up to ``score``), then what is absent (0 points).

    A quotation that several indicators share appears once, with the sum of their points.
    """
    by_place: dict[tuple[int, int, str, bool], dict[str, Any]] = {}
    absent = []
    for component in components:
        if component.points == 0 or not component.places:
            if component.worth > 0 and component.points == 0:
                absent.append(component)
            continue
        shares = sum(p.share for p in component.places) or 1.0
        for place in component.places:
            key = (*reading.source_span(place.start, place.end), component.kind, component.points < 0)
            row = by_place.setdefault(key, {"points": 0.0, "place": place, "keys": [], "labels": []})
            row["points"] += component.points * place.share / shares
            if component.key not in row["keys"]:
                row["keys"].append(component.key)
                row["labels"].append(component.label.to_json())
    rows = [_row(key, row, reading) for key, row in by_place.items()]
    rows = _largest(rows)
    settle(rows, score)
    rows.sort(key=lambda r: (r["start"] is None, r["start"] or 0.0, r["offset"] or 0, r["kind"]))
    return rows + [_absence(c) for c in _distinct(absent)]


def _row(key: tuple[int, int, str, bool], row: dict[str, Any], reading: Reading) -> Evidence:
    place = row["place"]
    time = reading.time(place.start, place.end)
    low, high, kind, _ = key
    return {
        "kind": kind,
        "quote": reading.transcript.text[low:high],
        "start": _seconds(time.start if time else None),
        "end": _seconds(time.end if time else None),
        "points": row["points"],
        "offset": low,
        "indicators": row["keys"],
        "labels": _unique(row["labels"]),
    }


def _absence(component: Component) -> Evidence:
    return {
        "kind": "absence",
        "quote": None,
        "start": None,
        "end": None,
        "points": 0.0,
        "offset": None,
        "indicators": [component.key],
        "labels": [component.label.to_json()],
    }


def _largest(rows: list[Evidence]) -> list[Evidence]:
    """Keep the weightiest quotations; the points of the rest go to the one that is kept and weighs most."""
    ordered = sorted(rows, key=lambda r: (-abs(r["points"]), r["offset"], r["kind"]))
    kept, rest = ordered[:_MAX_QUOTES], ordered[_MAX_QUOTES:]
    for row in rest:
        kept[0]["points"] += row["points"]
    return kept


def settle(rows: list[Evidence], score: float) -> None:
    """Round to tenths so that the sum is the score exactly (largest remainder)."""
    if not rows:
        return
    tenths = [row["points"] * 10 for row in rows]
    floors = [int(t // 1) for t in tenths]
    missing = round(score * 10) - sum(floors)
    order = sorted(range(len(rows)), key=lambda i: (-(tenths[i] - floors[i]), i))
    step = 1 if missing > 0 else -1
    for turn in range(abs(missing)):
        floors[order[turn % len(order)]] += step
    for row, tenth in zip(rows, floors, strict=True):
        row["points"] = tenth / 10


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _unique(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    seen: dict[str, dict[str, str]] = {}
    for row in rows:
        seen.setdefault(row["en"], row)
    return list(seen.values())


def _distinct(components: list[Component]) -> list[Component]:
    return list({c.key: c for c in components}.values())
