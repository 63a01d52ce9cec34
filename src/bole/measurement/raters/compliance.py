"""Compliance: what the speaker would do about the rules. Statements earn, breaches cost; what is denied or
only reported of somebody else is neither."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bole.measurement.frameworks.schema import Breach, Indicator
from bole.measurement.raters.finding import Found, find_all
from bole.measurement.raters.norms import also_in_other_words
from bole.measurement.raters.parts import Component, Measured, Place, total_of, with_headroom
from bole.measurement.raters.scene import Scene
from bole.measurement.text.cues import Hit
from bole.measurement.text.polarity import said_by_others

# Raw points of the question's own statement, and of the shared ones together.
_OWN, _SHARED, _SHARED_ALONE = 50.0, 95.0, 150.0
_AGAIN = 0.5
# "If I kept quiet …", "covering up would be …": a thought that is weighed, not what the speaker does.
_SUPPOSED_ZH = re.compile(
    r"(?:如果|要是|假如|万一|若是|倘若|一旦|哪怕)(?!.*就)|(?:为什么|凭什么|怎么能|岂能|是不是|能不能|会不会)"
)
_REJECTED_ZH = re.compile(
    r".{0,8}?(?:[,，]?(?:这|那)?(?:样|个)?(?:就|也|都|才|其实|反而)?(?:是)?(?:不行|不对|不可以|"
    r"不可取|违规|害了|害他|害人|错的|错误|违法|大忌|禁止))"
)
_SUPPOSED_EN = re.compile(
    r"\b(?:if (?:i|we|you|somebody|someone)|even if|to|who|would it|"
    r"why)\b[^,]*$(?<!going to )(?<!have to )(?<!used to )"
)
_REJECTED_EN = re.compile(
    r"[^,.;]{0,18}?(?:is wrong|is not|isn't|would be wrong|is a violation|is forbidden|is never|"
    r"would only|would make me|makes me|i am part)"
)
_MENTIONED = 1.1  # summed strength from which an optional criterion counts as brought up


@dataclass(frozen=True, slots=True)
class Offence:
    """A breach found in the speaker's own words."""

    breach: Breach
    unit: int
    place: Place


def offences(breaches: Iterable[Breach], scene: Scene) -> list[Offence]:
    """Own, undenied breaches, each kind once, in order of appearance."""
    found: dict[str, Offence] = {}
    for index in scene.counted:
        unit = scene.reading.units[index]
        for breach in breaches:
            if breach.key in found:
                continue
            for cue in breach.cues[scene.language]:
                hit = cue.find(unit.text, scene.language)
                if hit and not hit.by_sound and _own(unit.text, hit, scene.language):
                    found[breach.key] = Offence(breach, index, _place(scene, index, hit.start, hit.end))
                    break
    return sorted(found.values(), key=lambda o: (o.unit, o.breach.key))


def statements(scene: Scene) -> dict[str, Found]:
    """The question's own statements and the shared ones."""
    indicators = _indicators(scene)
    plain = find_all(indicators, scene, own_only=True)
    return {i.key: also_in_other_words(plain[i.key], i, scene) for i in indicators}


def _indicators(scene: Scene) -> tuple[Indicator, ...]:
    return scene.question.statements + scene.question.lexicons.statements


def rate(scene: Scene, found: Mapping[str, Found], broken: list[Offence]) -> Measured:
    """Statements stretched to 100, minus the penalties of breaches."""
    mode = scene.question.applies["compliance"]
    brought_up = sum(f.strength for f in found.values()) >= _MENTIONED or bool(broken)
    if mode == "off" or (mode == "if_mentioned" and not brought_up):
        return Measured("compliance", None)
    components = _earned(scene, found)
    kept = with_headroom(components)
    return Measured("compliance", kept + penalties(broken, total_of(kept)))


def _earned(scene: Scene, found: Mapping[str, Found]) -> tuple[Component, ...]:
    """Each statement's points. What one sentence says counts once in full, then at half: saying "report it"
    is not also a duty, a rule and a record."""
    indicators = _indicators(scene)
    shared = sum(s.weight for s in scene.question.lexicons.statements)
    worths = {s.key: _OWN for s in scene.question.statements}
    worths |= {
        s.key: (_SHARED if scene.question.statements else _SHARED_ALONE) * s.weight / shared
        for s in scene.question.lexicons.statements
    }
    seen: set[int] = set()
    components: dict[str, Component] = {}
    for indicator in sorted(indicators, key=lambda i: (-worths[i.key] * found[i.key].strength, i.key)):
        hit, worth = found[indicator.key], worths[indicator.key]
        value = 0.0
        places: tuple[Place, ...] = ()
        if hit.place and hit.strength > 0.15:
            unit = max(i for i, u in enumerate(scene.reading.units) if u.start <= hit.place.start)
            value, places = worth * hit.strength * (_AGAIN if unit in seen else 1.0), (hit.place,)
            seen.add(unit)
        components[indicator.key] = Component(
            f"statement:{indicator.key}", indicator.label, worth, value, places, "quote", indicator.advice
        )
    return tuple(components[i.key] for i in indicators)


def penalties(broken: list[Offence], earned: float) -> tuple[Component, ...]:
    """Negative components, together never more than what was earned: a score does not go below 0."""
    whole = sum(o.breach.penalty for o in broken)
    factor = min(1.0, earned / whole) if whole else 1.0
    return tuple(
        Component(f"breach:{o.breach.key}", o.breach.label, 0.0, -o.breach.penalty * factor, (o.place,))
        for o in broken
    )


def _own(text: str, hit: Hit, language: str) -> bool:
    """Whether the words are the speaker's own conduct: not another's words, not a thought rejected at
    once."""
    if said_by_others(text, hit.start, language):
        return False
    clause = text[max(0, hit.start - 26) : hit.start]
    clause = re.split(r"[,，。;；]", clause)[-1]
    after = text[hit.end : hit.end + 26]
    supposed, rejected = (_SUPPOSED_ZH, _REJECTED_ZH) if language == "zh" else (_SUPPOSED_EN, _REJECTED_EN)
    return not supposed.search(clause) and not rejected.match(after)


def _place(scene: Scene, index: int, start: int, end: int) -> Place:
    unit = scene.reading.units[index]
    inside = [c for c in unit.clauses if c[0] < unit.start + end and c[1] > unit.start + start]
    return Place(inside[0][0], inside[-1][1]) if inside else Place(unit.start, unit.end)
