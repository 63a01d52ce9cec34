"""A weak answer made longer, finer or louder."""

from collections.abc import Iterator
from random import Random

from bole.measurement.attacks.cutting import clauses, comma, joined, sentences, stop
from bole.measurement.attacks.family import Attack, Family
from bole.measurement.attacks.targets import LOW, Target
from bole.measurement.attacks.words import phrases
from bole.measurement.frameworks.schema import Both


def _repeated(target: Target, _chance: Random) -> Iterator[Attack]:
    for host in target.answers(LOW):
        yield Attack(joined([host.text] * 3, target.language), host.text)


def _padded(target: Target, chance: Random) -> Iterator[Attack]:
    for host in target.answers(LOW):
        extra = chance.sample(phrases("padding", target.language), 4)
        yield Attack(joined([extra[0], host.text, *extra[1:]], target.language), host.text)


def _template(target: Target, chance: Random) -> Iterator[Attack]:
    lines = phrases("template", target.language)
    yield Attack(joined(lines, target.language))
    yield Attack(joined([lines[i] for i in sorted(chance.sample(range(len(lines)), 5))], target.language))


def _template_around(target: Target, _chance: Random) -> Iterator[Attack]:
    lines = phrases("template", target.language)
    for host in target.answers(LOW):
        said = sentences(host.text, target.language)
        woven = [part for pair in zip(lines, said, strict=False) for part in pair]
        yield Attack(joined([*woven, *said[len(lines) :], *lines[len(said) :]], target.language), host.text)


def _sprinkled(kind: str, target: Target, chance: Random) -> Iterator[Attack]:
    for host in target.answers(LOW):
        words = phrases(kind, target.language)
        said = [
            part + comma(target.language) + words[i % len(words)] if i % 2 else part
            for i, part in enumerate(clauses(host.text), start=chance.randrange(2))
        ]
        yield Attack(comma(target.language).join(said) + stop(target.language).rstrip(), host.text)


def _figures(target: Target, chance: Random) -> Iterator[Attack]:
    return _sprinkled("figure", target, chance)


def _customer(target: Target, chance: Random) -> Iterator[Attack]:
    return _sprinkled("customer", target, chance)


def _chanted(target: Target, chance: Random) -> Iterator[Attack]:
    slogans = phrases("slogan", target.language)
    for host in target.answers(LOW):
        said = chance.sample(slogans, len(slogans))
        yield Attack(joined([host.text, comma(target.language).join(said)], target.language), host.text)


def _moved(target: Target, chance: Random) -> Iterator[Attack]:
    lines = phrases("emotion", target.language)
    for host in target.answers(LOW):
        yield Attack(joined([host.text, *chance.sample(lines, 4)], target.language), host.text)


FAMILIES = (
    Family(
        "repetition",
        Both("重复三遍", "Said three times"),
        Both("弱答案说三遍。", "A weak answer said three times."),
        _repeated,
    ),
    Family(
        "padding",
        Both("空话拉长", "Padding"),
        Both("弱答案前后加空话。", "Empty talk around a weak answer."),
        _padded,
    ),
    Family(
        "empty_template",
        Both("空模板", "Empty template"),
        Both(
            "首先其次最后、背景任务行动结果，没有内容。",
            "First, second, finally; situation, task, action, result; no content.",
        ),
        _template,
    ),
    Family(
        "template_around",
        Both("模板包弱答案", "Template around a weak answer"),
        Both("弱答案的句子之间插入模板句。", "Template sentences between those of a weak answer."),
        _template_around,
    ),
    Family(
        "false_figures",
        Both("撒数字", "Figures sprinkled in"),
        Both(
            "弱答案里随处插入无关的数字、日期、人名。",
            "Figures, dates and names that belong nowhere, put into a weak answer.",
        ),
        _figures,
    ),
    Family(
        "customer_words",
        Both("撒客户词", "Customer words sprinkled in"),
        Both(
            "弱答案里随处插入“客户至上”“风险偏好”。",
            "“The customer comes first”, “risk appetite” put into a weak answer.",
        ),
        _customer,
    ),
    Family(
        "slogans",
        Both("喊合规口号", "Compliance slogans"),
        Both("弱答案后面喊十句合规口号。", "A weak answer followed by ten compliance slogans."),
        _chanted,
    ),
    Family(
        "emotion",
        Both("打感情牌", "Emotion"),
        Both(
            "弱答案后面讲热爱、感恩、家庭困难。",
            "A weak answer followed by love of the job, gratitude and hardship.",
        ),
        _moved,
    ),
)
