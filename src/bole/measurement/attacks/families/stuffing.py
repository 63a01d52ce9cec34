"""Words of the rubric without an answer around them. Built by counting characters, never by a segmenter."""

from collections.abc import Iterator
from random import Random

from bole.measurement.attacks.cutting import (
    CHINESE,
    between,
    comma,
    joined,
    pieces,
    reference,
    shuffled,
    space,
    stop,
)
from bole.measurement.attacks.family import Attack, Family
from bole.measurement.attacks.sounding import respelled
from bole.measurement.attacks.targets import LOW, Target
from bole.measurement.attacks.words import phrases
from bole.measurement.frameworks.schema import Both

VARIANTS = 2


def _everything(target: Target, turn: int) -> str:
    return joined(reference(target, turn) + reference(target, turn + 1), target.language)


def _shuffled_grams(target: Target, chance: Random) -> Iterator[Attack]:
    for turn, size in enumerate((2, 3, 4)):
        parts = pieces(_everything(target, turn), target.language, size)
        yield Attack(space(target.language).join(shuffled(parts, chance)))


def _glued(target: Target, chance: Random) -> Iterator[Attack]:
    for turn in range(VARIANTS):
        halves = []
        for wording in shuffled(reference(target, turn), chance):
            cut = pieces(
                wording, target.language, max(4, len(wording) // 2 if target.language == CHINESE else 6)
            )
            halves.append(chance.choice(cut))
        yield Attack(comma(target.language).join(halves) + stop(target.language).rstrip())


def _windows(target: Target, chance: Random) -> Iterator[Attack]:
    for turn in range(VARIANTS):
        parts = pieces(_everything(target, turn), target.language, 8 + turn)
        start = chance.randrange(len(parts))
        turned = parts[start:] + parts[:start]
        yield Attack(comma(target.language).join(turned[::2] + turned[1::2]))


def _nouns(target: Target, chance: Random) -> Iterator[Attack]:
    if not target.terms:
        return
    mark = "、" if target.language == CHINESE else ", "
    for _turn in range(VARIANTS):
        yield Attack(mark.join(shuffled(target.terms + target.labels, chance)))


def _with_filler(target: Target, chance: Random) -> Iterator[Attack]:
    for turn in range(VARIANTS):
        parts = pieces(_everything(target, turn), target.language, 5 + turn)
        yield Attack(
            between(shuffled(parts, chance)[:30], phrases("filler", target.language), chance, target.language)
        )


def _after_question(target: Target, chance: Random) -> Iterator[Attack]:
    mark = "、" if target.language == CHINESE else ", "
    for turn in range(VARIANTS):
        parts = pieces(_everything(target, turn), target.language, 2)
        yield Attack(target.prompt + mark.join(shuffled(parts, chance)))


def _framed(target: Target, chance: Random) -> Iterator[Attack]:
    if not target.terms:
        return
    frames = phrases("frame", target.language)
    for turn in range(VARIANTS):
        parts = shuffled([*target.labels, *target.terms], chance)[: 12 + 4 * turn]
        yield Attack(
            joined([frames[i % len(frames)].format(part) for i, part in enumerate(parts)], target.language)
        )


def _tail(target: Target, chance: Random) -> Iterator[Attack]:
    if not target.terms:
        return
    mark = "、" if target.language == CHINESE else ", "
    for host in target.answers(LOW):
        words = mark.join(shuffled([*target.terms, *target.labels], chance))
        tail = chance.choice(phrases("tail", target.language)).format(words)
        yield Attack(joined([host.text, tail], target.language), host.text)


def _by_sound(target: Target, chance: Random) -> Iterator[Attack]:
    for turn in range(VARIANTS):
        parts = pieces(_everything(target, turn), target.language, 4)
        yield Attack(
            comma(target.language).join(
                respelled(part, target.language, chance) for part in shuffled(parts, chance)
            )
        )


FAMILIES = (
    Family(
        "shuffled_grams",
        Both("要点碎片打乱", "Shuffled fragments"),
        Both(
            "把要点切成两三个字的碎片，打乱后连读。",
            "Key points cut into pieces of a few characters, shuffled, read without a pause.",
        ),
        _shuffled_grams,
    ),
    Family(
        "glued_phrases",
        Both("半句话拼接", "Glued half phrases"),
        Both(
            "每个要点取半句，乱序用逗号连起来。",
            "Half a wording of every key point, in any order, joined by commas.",
        ),
        _glued,
    ),
    Family(
        "windows",
        Both("跨词切片", "Windows across words"),
        Both(
            "不管词边界，每八九个字切一片再错位相接。",
            "Cut every eight or nine characters wherever that falls, and interleaved.",
        ),
        _windows,
    ),
    Family(
        "noun_list",
        Both("名词清单", "List of nouns"),
        Both("只念词库里的词和要点名称。", "Only the words of the lexicon and the names of the key points."),
        _nouns,
    ),
    Family(
        "filler_between",
        Both("碎片夹口头语", "Fragments with filler"),
        Both("碎片之间塞进嗯、然后呢、就是说。", "Fragments with um, you know and so on between them."),
        _with_filler,
    ),
    Family(
        "words_after_question",
        Both("题目后面报词", "Words after the question"),
        Both("先念题目，再报一串两个字的碎片。", "The question read out, then pieces of two characters."),
        _after_question,
    ),
    Family(
        "framed_keywords",
        Both("套句装关键词", "Keywords in frames"),
        Both(
            "“我会非常重视……”这样的空句子里装关键词。",
            "Keywords inside empty sentences such as “I always pay great attention to …”.",
        ),
        _framed,
    ),
    Family(
        "keyword_tail",
        Both("弱答案加关键词尾巴", "Weak answer with a keyword tail"),
        Both("真实的弱答案后面报一串关键词。", "A weak honest answer followed by a string of keywords."),
        _tail,
    ),
    Family(
        "sound_alikes",
        Both("谐音堆词", "Sound-alike stuffing"),
        Both(
            "碎片换成同音字（英文换拼写）再打乱。",
            "Fragments written with other characters of the same sound (English: respelled), shuffled.",
        ),
        _by_sound,
    ),
)
