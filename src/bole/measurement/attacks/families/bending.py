"""The right words with the wrong meaning."""

import re
from collections.abc import Iterator
from random import Random

from bole.measurement.attacks.cutting import CHINESE, joined, reference, sentences
from bole.measurement.attacks.family import Attack, Family
from bole.measurement.attacks.targets import Target
from bole.measurement.attacks.words import phrases
from bole.measurement.frameworks.schema import Both

VARIANTS = 3
_SELF = re.compile(r"^(我会|我要|我先|我(?!们)|先|i would first |i would |i will |i )", re.IGNORECASE)

_VERB = {
    "zh": (re.compile(r"(?<![不就只也总可于还要凡])(是|能|会|可以|有)"), "并不"),
    "en": (
        re.compile(r"\b(is|are|was|were|can|should|must|will|would|has|have|does)\b", re.IGNORECASE),
        "It is not the case that ",
    ),
}


def _bare(wording: str) -> str:
    """A wording without “I would” at its head and without its full stop."""
    return _SELF.sub("", wording.strip()).rstrip("。. ")


def _negated(target: Target, chance: Random) -> Iterator[Attack]:
    if not target.plans:
        return  # “I would not” denies a plan; nobody denies his own past that way
    denials = phrases("deny", target.language)
    gap = "" if target.language == CHINESE else " "
    for turn in range(VARIANTS):
        start = chance.randrange(len(denials))
        said = [
            f"{denials[(start + i) % len(denials)]}{gap}{_bare(w)}"
            for i, w in enumerate(reference(target, turn))
        ]
        yield Attack(joined(said, target.language))


def _one_denial(target: Target, chance: Random) -> Iterator[Attack]:
    """One negation carried over a whole list, as people speak."""
    if not target.plans:
        return
    mark = "，也" if target.language == CHINESE else ", nor "
    gap = "" if target.language == CHINESE else " "
    for turn in range(VARIANTS):
        denial = chance.choice(phrases("deny", target.language)[:2])
        yield Attack(
            joined([denial + gap + mark.join(_bare(w) for w in reference(target, turn))], target.language)
        )


def _taken_back(target: Target, chance: Random) -> Iterator[Attack]:
    for turn in range(VARIANTS):
        said = [*reference(target, turn), chance.choice(phrases("takeback", target.language))]
        yield Attack(joined(said, target.language))


def _denied_ahead(target: Target, _chance: Random) -> Iterator[Attack]:
    for turn, lead in enumerate(phrases("denied_ahead", target.language)):
        yield Attack(lead + joined(reference(target, turn), target.language))


def _denied_behind(target: Target, _chance: Random) -> Iterator[Attack]:
    for turn, end in enumerate(phrases("denied_behind", target.language)):
        yield Attack(joined([*reference(target, turn), end], target.language))


def _inserted(target: Target, _chance: Random) -> Iterator[Attack]:
    """A negating word in every sentence, where the language takes one."""
    for turn in range(VARIANTS - 1):
        whole = joined(reference(target, turn), target.language)
        turned = [_turned(s, target.language) for s in sentences(whole, target.language)]
        yield Attack(joined(turned, target.language))


def _turned(sentence: str, language: str) -> str:
    verb, lead = _VERB[language]
    if language == CHINESE:
        turned = verb.sub(r"不\1", sentence, count=1).replace("不有", "没有")
    else:
        turned = verb.sub(r"\1 not", sentence, count=1)
    return turned if turned != sentence else lead + sentence


def _wrapped(kind: str, target: Target, chance: Random) -> Iterator[Attack]:
    frames = phrases(kind, target.language)
    for turn in range(VARIANTS):
        start = chance.randrange(len(frames))
        said = [
            frames[(start + i) % len(frames)].format(_bare(w)) for i, w in enumerate(reference(target, turn))
        ]
        yield Attack(joined(said, target.language))


def _quoted(target: Target, chance: Random) -> Iterator[Attack]:
    return _wrapped("quote", target, chance)


def _asked(target: Target, chance: Random) -> Iterator[Attack]:
    return _wrapped("ask", target, chance)


def _reversed(target: Target, _chance: Random) -> Iterator[Attack]:
    gap = "" if target.language == CHINESE else " "
    for answer in target.honest:
        if answer.quality:
            yield Attack(gap.join(sentences(answer.text, target.language)[::-1]), answer.text)


FAMILIES = (
    Family(
        "negated_reference",
        Both("否定的参考答案", "Negated key points"),
        Both("每个要点前加“我不会”“没必要”。", "“I would not”, “I see no need to” before every key point."),
        _negated,
    ),
    Family(
        "one_denial",
        Both("一个否定管全句", "One denial for all"),
        Both(
            "开头一个“我不会”，后面用“也”连起所有要点。",
            "One “I would not” at the head, all key points after it.",
        ),
        _one_denial,
    ),
    Family(
        "denied_ahead",
        Both("先说全错再念", "Called wrong, then read out"),
        Both("先说“以下都是错的”，再念要点。", "“The following is not true”, then all key points."),
        _denied_ahead,
    ),
    Family(
        "denied_behind",
        Both("念完再说全错", "Read out, then called wrong"),
        Both("念完要点，再说“以上都不对”。", "All key points, then “all of this is wrong”."),
        _denied_behind,
    ),
    Family(
        "negation_inserted",
        Both("句句加不", "A negation in every sentence"),
        Both("每句要点里插一个“不”。", "A negating word put into every key point."),
        _inserted,
    ),
    Family(
        "taken_back",
        Both("最后全盘推翻", "Taken back at the end"),
        Both("念完要点，最后说这些都不做。", "All key points, then “I do none of this”."),
        _taken_back,
    ),
    Family(
        "quoted",
        Both("转述别人", "Quoting others"),
        Both("要点都说成别人讲的，自己没做过。", "Key points as what others say, never done oneself."),
        _quoted,
    ),
    Family(
        "asked",
        Both("反问代替回答", "Asked, not answered"),
        Both("把要点变成问句。", "Key points turned into questions."),
        _asked,
    ),
    Family(
        "reversed_order",
        Both("倒着说", "Reversed order"),
        Both(
            "诚实答案按句倒序；与原文相比，不该得分更高。",
            "An honest answer, last sentence first; held against the answer itself.",
        ),
        _reversed,
        basis="host",
    ),
)
