"""A rule that is affirmed and then broken, or an account that takes itself back.

Cosine similarity does not see negation, so nothing here rests on it alone: clauses are aligned by their words
and, as a help, their meaning; what decides is polarity, who acts, and a turn (but, this time, usually …).
"""

import re
from dataclasses import dataclass
from typing import Any

from bole.measurement.flags.evidence import flag, quote
from bole.measurement.negation.judging import judge
from bole.measurement.raters.content import Content
from bole.measurement.raters.parts import Place
from bole.measurement.raters.scene import Scene
from bole.measurement.text.grams import gram_weight, grams
from bole.measurement.text.polarity import said_by_others

# Which statement a breach takes back.
_TAKES_BACK = {
    "skip_check": ("refuse_exception", "verify", "documents", "hold_rule", "suitability"),
    "do_first": ("refuse_exception", "verify", "documents", "hold_rule"),
    "forge": ("verify", "refuse_exception", "suitability", "assessment"),
    "steer": ("verify", "suitability", "assessment"),
    "cover_up": ("report", "duty", "no_cover", "refuse_exception"),
    "settle_privately": ("report", "duty", "no_cover", "refuse_exception"),
    "oversell": ("suitability", "no_guarantee", "explain_terms", "protect", "family_time"),
    "leak": ("record", "refuse_exception", "principle", "verify"),
}
_AFFIRMED = 0.4
_TURN_ZH = re.compile(
    r"但是?|不过|其实|实际上|考虑到|这次|一般|有时候?|通常|忙的时候|赶时间|如果是|要是|除非|毕竟|"
    r"反正|平时|偶尔|回头|先.{0,12}再说|所以我|也会|还是会|就会"
)
_TURN_EN = re.compile(
    r"\b(?:but|though|however|actually|usually|sometimes|this time|since|in practice|when it is|"
    r"when they|when we|if it is|if he|unless|to be honest|in fact|normally|except|then i|so i|"
    r"as long as|often)\b"
)
_IF = {
    "zh": re.compile(r"如果|要是|假如|倘若|万一|一旦|若是|的话"),
    "en": re.compile(r"\b(?:if|unless|in case|once|when|whenever|provided|otherwise)\b"),
}
_ABSOLUTE_ZH = re.compile(
    r"从不|从来不|从来没|绝不|绝对不|一向|一直|总是|必须|一定|任何时候|都会|都要|坚持|"
    r"每一?[次笔份]|不管|无论|始终|第一时间"
)
_ABSOLUTE_EN = re.compile(
    r"\b(?:always|never|must|every|nobody|no exception|have to|has to|under no|at all times|strictly|any)\b"
)
_NEGATIVE_ZH = re.compile(
    r"(?<![要能是会有好可])不(?!仅|但|过|断|同|好意思|管|论)|没有?(?!关系)|别|未|跳过|省略|省掉|"
    r"略过|免掉|拒绝|放弃|绕过|算了|当.{0,3}没看见"
)
_NEGATIVE_EN = re.compile(
    r"\b(?:not|never|no|nobody|\w+n't|cannot|skip\w*|waive\w*|without|refuse\w*|ignore\w*|omit\w*|"
    r"avoid\w*|bypass\w*|leave out|instead of)\b"
)
_OWN_ZH = re.compile(r"我|咱")
_OWN_EN = re.compile(r"\b(?:i|i'd|i'll|we|my)\b")
_SHARED = 0.34  # weighted share of words two clauses must have in common
_NEAR = 0.5  # centred cosine that stands in for shared words
_ABSENT_ZH = re.compile(
    r"我.{0,14}(?:没有?(?:真正|实际|怎么)?(?:参加|参与|在场|做过|去|到场)|不在(?:那|场|学校|组|"
    r"公司|行里)?|没做过|没经历过)|(?:听|听说).{0,6}(?:同学|同事|朋友|别人|他们)(?:讲|说)的|(?:编|"
    r"杜撰)的|不是我(?:做|干|负责)的"
)
_ABSENT_EN = re.compile(
    r"\bi (?:was|am) not (?:really |actually |even )?(?:part of|in the|there|involved|a member|"
    r"on the)|\bi (?:did not|didn't|never) (?:really |actually )?(?:take part|join|work on|do|"
    r"attend|participate)\b|\bmy friends? told me\b|\bi (?:only )?heard about it\b|\bi made (?:it|"
    r"this) up\b"
)
_TOOK_PART_ZH = re.compile(r"我(?:是|当|做|担任|负责|带|一个人|组织|牵头|设计|参加|参与)")
_TOOK_PART_EN = re.compile(
    r"\bi (?:led|planned|organi[sz]ed|was (?:responsible|the leader|in charge)|gave out|managed|"
    r"built|worked|did|took)\b|\bmyself\b"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    reason: str
    first: Place
    second: Place


def contradiction_flag(scene: Scene, content: Content | None) -> dict[str, Any] | None:
    """One flag with the two places that do not go together, in the order they were said."""
    if content is None:
        return None
    pair = (
        _rule_and_breach(content)
        or _absolute_and_breach(scene, content)
        or _taken_back(scene)
        or _opposite_clauses(scene)
        or _norm_and_breach(scene)
    )
    if pair is None:
        return None
    places = sorted((pair.first, pair.second), key=lambda p: p.start)
    return flag("contradiction", pair.reason, [quote(scene.reading, p.start, p.end) for p in places])


def _rule_and_breach(content: Content) -> _Pair | None:
    found = {**content.points, **content.statements}
    for offence in content.offences:
        rules = [found[k] for k in _TAKES_BACK.get(offence.breach.key, ()) if k in found]
        for rule in sorted(rules, key=lambda f: -f.strength):
            apart = rule.place and (
                rule.place.end <= offence.place.start or rule.place.start >= offence.place.end
            )
            if rule.place and rule.strength >= _AFFIRMED and apart:
                return _Pair("rule_then_breach", rule.place, offence.place)
    return None


def _absolute_and_breach(scene: Scene, content: Content) -> _Pair | None:
    """ "I never use another's card" … "I take his card": an absolute rule about the thing that is
    then done."""
    absolute = _ABSOLUTE_ZH if scene.language == "zh" else _ABSOLUTE_EN
    for offence in content.offences:
        done = grams(scene.reading.text[offence.place.start : offence.place.end], scene.language)
        for index in scene.counted:
            unit = scene.reading.units[index]
            if (
                index == offence.unit
                or not absolute.search(unit.text)
                or said_by_others(unit.text, len(unit.text), scene.language)
            ):
                continue
            if sum(map(gram_weight, done & grams(unit.text, scene.language))) >= 1.0:
                return _Pair("rule_then_breach", Place(unit.start, unit.end), offence.place)
    return None


def _norm_and_breach(scene: Scene) -> _Pair | None:
    """Two sentences on the two sides of one norm, in whatever words: one absolute, or the other a turn."""
    zh = scene.language == "zh"
    absolute, turn = (_ABSOLUTE_ZH, _TURN_ZH) if zh else (_ABSOLUTE_EN, _TURN_EN)
    units = scene.reading.units
    for rule in scene.counted:
        for deed in scene.counted:
            if rule == deed or not (absolute.search(units[rule].text) or turn.search(units[deed].text)):
                continue
            if _branches(scene, rule, deed):
                continue
            found = judge(units[rule].text, units[deed].text, scene.language)
            if found.kind == "contradiction" and (rule < deed or absolute.search(units[rule].text)):
                return _Pair(
                    "two_sides_of_a_norm", *(Place(units[i].start, units[i].end) for i in (rule, deed))
                )
    return None


def _taken_back(scene: Scene) -> _Pair | None:
    """ "I led the team" … "actually I was not part of it"."""
    zh = scene.language == "zh"
    absent, present = (_ABSENT_ZH, _TOOK_PART_ZH) if zh else (_ABSENT_EN, _TOOK_PART_EN)
    claims: list[Place] = []
    for index in scene.counted:
        unit = scene.reading.units[index]
        if claims and absent.search(unit.text) and (_TURN_ZH if zh else _TURN_EN).search(unit.text):
            return _Pair("account_taken_back", claims[0], Place(unit.start, unit.end))
        if present.search(unit.text) and not absent.search(unit.text):
            claims.append(Place(unit.start, unit.end))
    return None


def _opposite_clauses(scene: Scene) -> _Pair | None:
    """An absolute statement and, later, its opposite after a turn, both by the speaker."""
    zh = scene.language == "zh"
    absolute, turn, own = (_ABSOLUTE_ZH, _TURN_ZH, _OWN_ZH) if zh else (_ABSOLUTE_EN, _TURN_EN, _OWN_EN)
    units = scene.reading.units
    for first in scene.counted:
        if not absolute.search(units[first].text) or said_by_others(
            units[first].text, len(units[first].text), scene.language
        ):
            continue
        for later in scene.counted:
            text = units[later].text
            if (
                later <= first
                or not (turn.search(text) and own.search(text))
                or said_by_others(text, len(text), scene.language)
            ):
                continue
            if not _branches(scene, first, later) and _opposed(scene, first, later):
                return _Pair(
                    "opposite_statements",
                    Place(units[first].start, units[first].end),
                    Place(units[later].start, units[later].end),
                )
    return None


def _branches(scene: Scene, first: int, later: int) -> bool:
    """Whether both say what is done under a condition each: two cases, no contradiction."""
    both = (scene.reading.units[first].text, scene.reading.units[later].text)
    return all(_IF[scene.language].search(text) for text in both)


def _opposed(scene: Scene, first: int, later: int) -> bool:
    for a in _clauses(scene, first):
        for b in _clauses(scene, later):
            if (
                _negative(a, scene.language) != _negative(b, scene.language)
                and _shared(a, b, scene.language) >= _SHARED
            ):
                return True
    return False


def _clauses(scene: Scene, index: int) -> list[str]:
    return [scene.reading.text[s:e] for s, e in scene.reading.units[index].clauses if e - s >= 5]


def _negative(text: str, language: str) -> bool:
    return len((_NEGATIVE_ZH if language == "zh" else _NEGATIVE_EN).findall(text)) % 2 == 1


def _shared(a: str, b: str, language: str) -> float:
    drop = (
        (_NEGATIVE_ZH, _ABSOLUTE_ZH, _TURN_ZH) if language == "zh" else (_NEGATIVE_EN, _ABSOLUTE_EN, _TURN_EN)
    )
    pieces = []
    for clause in (a, b):
        left = clause
        for pattern in drop:
            left = pattern.sub("，", left)
        pieces.append(grams(left, language))
    one, two = pieces
    weights = [sum(map(gram_weight, p)) for p in (one, two)]
    if min(weights) < 1.4 or not one & two:
        return 0.0
    return sum(map(gram_weight, one & two)) / min(weights)
