"""Good text that is not an answer of one's own to this question."""

import re
from collections.abc import Iterator
from random import Random

from bole.measurement.attacks.cutting import CHINESE, comma, elsewhere, joined, reference, sentences
from bole.measurement.attacks.family import Attack, Family
from bole.measurement.attacks.targets import LOW, Target
from bole.measurement.attacks.words import phrases
from bole.measurement.frameworks.schema import Both

VARIANTS = 2
_FACT = re.compile(
    r"\d|[一二两三四五六七八九十百千万]{2,}|[一二两三四五六七八九十][个位名次天月年周点份张户]|去年|前年|上个?月|大[一二三四]"
    r"|\b(one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|year|month|week|once)s?\b",
    re.IGNORECASE,
)


def _echo(target: Target, chance: Random) -> Iterator[Attack]:
    prompt = target.prompt.rstrip("？?。.")
    frames = phrases("echo", target.language)
    for _turn in range(VARIANTS):
        said = [frame.replace("{}", prompt) for frame in chance.sample(frames, 3)]
        yield Attack(joined(said, target.language))


def _other_reference(target: Target, chance: Random) -> Iterator[Attack]:
    if target.elsewhere in ((), target.points):
        return
    for turn in range(VARIANTS):
        yield Attack(joined(elsewhere(target, turn + chance.randrange(4)), target.language))


def _other_answer(target: Target, chance: Random) -> Iterator[Attack]:
    for text in chance.sample(target.neighbours, min(VARIANTS, len(target.neighbours))):
        yield Attack(text)


def _off_topic(target: Target, chance: Random) -> Iterator[Attack]:
    for text in chance.sample(phrases("foreign_topic", target.language), VARIANTS):
        yield Attack(text)


def _twice(target: Target, _chance: Random) -> Iterator[Attack]:
    for turn in range(VARIANTS):
        once = joined(reference(target, turn), target.language)
        yield Attack(joined([once, once], target.language), once)


def _bare(target: Target, _chance: Random) -> Iterator[Attack]:
    for answer in target.answers(frozenset({"strong"})):
        kept = [s for s in sentences(answer.text, target.language) if not _FACT.search(s)]
        if kept and len(kept) < len(sentences(answer.text, target.language)):
            yield Attack("".join(kept) if target.language == CHINESE else " ".join(kept), answer.text)


def _agenda(target: Target, chance: Random) -> Iterator[Attack]:
    if not target.labels:
        return
    frames = phrases("agenda", target.language)
    mark = "、" if target.language == CHINESE else "; "
    for _turn in range(VARIANTS):
        names = mark.join(chance.sample(target.labels, len(target.labels)))
        said = [
            f.replace("{n}", str(len(target.labels))).replace("{}", names) for f in chance.sample(frames, 2)
        ]
        yield Attack(joined(said, target.language))


def _code_switch(target: Target, chance: Random) -> Iterator[Attack]:
    if not target.foreign:
        return
    for host in target.answers(LOW):
        borrowed = chance.sample(target.foreign, min(6, len(target.foreign)))
        own = sentences(host.text, target.language)
        mixed = [f"{s}{comma(target.language)}{b}" for s, b in zip(own, borrowed, strict=False)]
        yield Attack(joined([*mixed, *borrowed[len(mixed) :]], target.language), host.text)


FAMILIES = (
    Family(
        "question_echo",
        Both("复述题目", "Question echo"),
        Both("把题目换着说法念几遍，不回答。", "The question read back several times, nothing answered."),
        _echo,
    ),
    Family(
        "other_reference",
        Both("别题的参考答案", "Another question's key points"),
        Both("背另一道题的要点。", "The key points of another question."),
        _other_reference,
    ),
    Family(
        "other_answer",
        Both("别题的好答案", "A good answer to another question"),
        Both("一个真实的好答案，但答的是另一道题。", "An honest good answer, given to another question."),
        _other_answer,
    ),
    Family(
        "off_topic",
        Both("流利跑题", "Fluent, off topic"),
        Both("流利地讲做菜、爬山、看球。", "Fluent talk about cooking, hiking or football."),
        _off_topic,
    ),
    Family(
        "reference_twice",
        Both("参考答案念两遍", "Key points read twice"),
        Both(
            "要点念两遍；与只念一遍相比，不该多得分。",
            "The key points read twice; held against reading them once.",
        ),
        _twice,
        basis="host",
    ),
    Family(
        "facts_removed",
        Both("范文去掉事实", "Model answer without facts"),
        Both(
            "好答案删掉带数字、日期、经历的句子；与原文相比，不该得分更高。",
            "A good answer without its sentences that hold figures and dates; held against the whole answer.",
        ),
        _bare,
        basis="host",
    ),
    Family(
        "agenda",
        Both("只报提纲", "Agenda only"),
        Both(
            "念出每个要点的名称，说“我都能做到”。", "The names of all key points, and “I can do all of it”."
        ),
        _agenda,
    ),
    Family(
        "code_switch",
        Both("夹杂另一种语言", "Code-switching"),
        Both(
            "弱答案里夹进另一种语言的要点。",
            "A weak answer with key points in the other language put between.",
        ),
        _code_switch,
    ),
)
