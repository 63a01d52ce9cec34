"""A statement made in other words: a clause that keeps a norm the statement is about.

Which norms a statement is about is read off its own phrasings, by the lexicon of opposites; so a rubric
author need not name them, and a question written tomorrow has them too. Negation-safe: a denied, quoted or
merely supposed clause keeps nothing.
"""

from functools import lru_cache

from bole.measurement.frameworks.schema import Indicator
from bole.measurement.negation.clauses import Clause, clauses_of
from bole.measurement.negation.topics import sides
from bole.measurement.raters.finding import Found
from bole.measurement.raters.parts import Place
from bole.measurement.raters.scene import Scene

_FIRST, _FURTHER = 0.55, 0.2  # strength of one kept norm, and of each further one of the same statement
_MOST = 0.9
_BY_CUSTOMER = frozenset({"own_hand", "no_pressure"})  # norms that are kept by what the customer does himself


@lru_cache(maxsize=512)
def norms_of(phrasings: tuple[str, ...], language: str) -> frozenset[str]:
    """Keys of the norms that at least one phrasing keeps."""
    return frozenset(
        side.topic
        for phrasing in phrasings
        for clause in clauses_of(phrasing, language)
        for side in sides(clause, language)
        if side.sign > 0
    )


def also_in_other_words(found: Found, indicator: Indicator, scene: Scene) -> Found:
    """``found``, raised by clauses that keep the statement's norms; the place is the stronger one's."""
    wanted = norms_of(indicator.phrasings[scene.language], scene.language)
    places: dict[str, tuple[float, Place]] = {}
    for index in scene.counted:
        unit = scene.reading.units[index]
        for clause in clauses_of(unit.text, scene.language):
            for topic in _kept(clause, scene.language) & wanted:
                value = scene.conduct[index]
                if value > places.get(topic, (0.0, None))[0]:
                    places[topic] = (value, _place(scene, index, clause.text))
    if not places:
        return found
    ranked = sorted(places.values(), key=lambda p: (-p[0], p[1].start))
    kept = min(_MOST, _FIRST * ranked[0][0] + _FURTHER * sum(value for value, _ in ranked[1:]))
    strength = 1 - (1 - found.strength) * (1 - kept)
    own_place = found.place is not None and found.strength >= kept
    return Found(strength, found.place if own_place else ranked[0][1], found.by_sound and own_place)


def _kept(clause: Clause, language: str) -> frozenset[str]:
    if clause.turned or clause.stance not in ("own", "other"):
        return frozenset()
    kept = frozenset(side.topic for side in sides(clause, language) if side.sign > 0)
    return kept if clause.stance == "own" else kept & _BY_CUSTOMER


def _place(scene: Scene, index: int, clause: str) -> Place:
    unit = scene.reading.units[index]
    at = unit.text.find(clause)
    if at < 0:
        return Place(unit.start, unit.end)
    return Place(unit.start + at, unit.start + at + len(clause))
