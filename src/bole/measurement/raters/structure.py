"""Structure: are the steps there, in order, and is the order marked? Shuffled sentences score lower."""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bole.measurement.raters.conduct import template_share
from bole.measurement.raters.details import details_of
from bole.measurement.raters.labels import NONE, Labelled, parts_of
from bole.measurement.raters.parts import Component, Measured, Place
from bole.measurement.raters.scene import Scene
from bole.measurement.raters.vagueness import vagueness
from bole.measurement.text.normalise import normalise
from bole.measurement.text.units import letters

_PARTS, _ORDER, _SIGNS = 46.0, 38.0, 16.0
_FULL_DETAILS = 2.0
_ON_SUBJECT = 0.5  # relevance from which it does: padding must not make the rest look coherent
_TOLD = 0.12  # substance from which a sentence takes part in the order
_ORDINALS_ZH = (
    (1, r"第一|首先|一开始|一上来|一般第一次|第1|一是|先是|先(?=安抚|了解|稳|听|道|跟|把|问|请|做|弄|搞)"),
    (
        2,
        r"第二(?!天)|其次|第2(?!天)|二是|然后|接着|接下来|再(?=按|请|把|给|跟|问|做|根据|核|由|去|"
        r"来|看|一步)|随后",
    ),
    (3, r"第三(?!天)|再次|第3(?!天)|三是"),
    (4, r"聊清楚|听完|讲完|答完|测完|弄清楚之后|如果还是|第四(?!天)|第4(?!天)|四是|此外|另外"),
    (9, r"签的那天|买完|买了以后|下班以后|事后|第二天|后来|最后|最终|总之|总的来说|综上|事后|复盘"),
)
_ORDINALS_EN = (
    (
        1,
        r"\bfirst(?:ly| of all)?\b|\bi start by\b|\bat first\b|\bi would start\b|"
        r"\bto begin with\b|\bto start\b|\bstep one\b",
    ),
    (2, r"\bsecond(?:ly)?\b|\bthen\b|\bnext\b|\bafter that\b|\bstep two\b"),
    (3, r"\bthird(?:ly)?\b|\bstep three\b"),
    (4, r"\bfourth(?:ly)?\b|\bwith the result\b|\bif it must\b|\bonce (?:that|this|it)\b|\bin addition\b"),
    (
        9,
        r"\bfinally\b|\bon the day\b|\bin my first three months\b|\bin the end\b|\blastly\b|"
        r"\bafterwards\b|\bas a result\b|\bi learn(?:ed|"
        r"t)\b|\bto sum up\b|\blooking back\b",
    ),
)
# Openings that lean on something said before: wrong at the very beginning of an answer.
_LEANING_ZH = re.compile(
    r"^(?:但是|但|不过|所以|因此|于是|结果|后来|然后|而且|同时|另外|此外|其次|第[二三四五]|再|"
    r"最后|最终|半年后|一个月后|一个月之后|第二天|那位|那个客户|这样|还|也|他|她|它|接着|确实|只|"
    r"能通过|事后|之后)"
)
_LEANING_EN = re.compile(
    r"^(?:but|so|then|and|also|second|third|finally|in the end|as a result|because of that|"
    r"after that|afterwards|he|she|they|it|this|that|these|however|next|therefore|a month later|"
    r"later|the next|looking back|since then)\b"
)
_OPENING_ZH = re.compile(
    r"^(?:嗯[,，]?)?(?:遇到|碰到|面对|如果|假如|当|在我|我在|我叫|我是|各位|大家好|面试官|您好|"
    r"你好|去年|前年|大[一二三四]|有一次|我曾|我想分享|我的做法|我的原则|我会分|我认为|我觉得|"
    r"向老年|给老年|对于|这个问题|这种|首先|我印象)"
)
_OPENING_EN = re.compile(
    r"^(?:(?:well|okay|so|um),? )?(?:in my|when|if|last|during|at my|at university|i am|i'm|"
    r"my name|hello|good|faced|in this|in such|first|i would like|two years|a year|one time|"
    r"there was|as a|my (?:approach|rule|first|principle)|i once|let me|to me)\b"
)
_CLOSING_ZH = re.compile(
    r"总之|总的来说|以上|这件事|这次经历|通过这次|从那以后|我学到|让我明白|让我体会|收获|谢谢|"
    r"复盘|以后|最后|最终|半年后|一个月|表扬|感谢|降到|推广"
)
_CLOSING_EN = re.compile(
    r"\b(?:i learn(?:ed|t)|taught me|looking back|in the end|finally|as a result|since then|"
    r"overall|thank|lesson|afterwards|so that it|next time|months? later|weeks? later)\b"
)


@dataclass(frozen=True, slots=True)
class _Step:
    index: int
    rank: int
    weight: float


def rate(scene: Scene, labels: tuple[Labelled, ...], relevance: tuple[float, ...]) -> Measured:
    """Parts (46), order (38), signposts (16)."""
    parts = parts_of(scene)
    ranks = {p.key: i for i, p in enumerate(parts)}
    substance = _substance(scene, relevance)
    steps = _steps(scene, [(label.key, 1.0) for label in labels], ranks, substance)
    scale = scene.question.lexicons.criteria["structure"].label
    whole = sum(p.weight for p in parts)
    beside = _steps(scene, [(label.also, 0.6) for label in labels], ranks, substance)
    components = []
    present = 0.0
    for rank, part in enumerate(parts):
        own = sorted((s for s in steps + beside if s.rank == rank), key=lambda s: (-s.weight, s.index))
        need = 1.3 if part.weight / whole > 0.3 else 0.65
        value = min(1.0, sum(s.weight for s in own[:3]) / need)
        present += value * part.weight / whole
        worth = _PARTS * part.weight / whole
        places = tuple(_place(scene, s) for s in own[:2])
        components.append(
            Component(f"part:{part.key}", part.label, worth, worth * value, places, "quote", part.advice)
        )
    advice = scene.question.lexicons.advice
    order = _order(scene, steps, substance, relevance) * min(1.0, present * 1.25)
    signs, signposts = _signposts(scene, substance)
    components.append(
        Component(
            "order",
            scale,
            _ORDER,
            _ORDER * order,
            tuple(_place(scene, s) for s in steps[:1] + steps[-1:]),
            "quote",
            advice["order"],
        )
    )
    components.append(
        Component(
            "signposts",
            scale,
            _SIGNS,
            _SIGNS * signposts * min(1.0, present * 1.5),
            signs,
            "quote",
            advice["signposts"],
        )
    )
    return Measured(
        "structure",
        tuple(
            c if c.places else Component(c.key, c.label, c.worth, 0.0, (), "quote", c.advice)
            for c in components
        ),
    )


def _steps(
    scene: Scene, labels: list[tuple[str, float]], ranks: dict[str, int], substance: tuple[float, ...]
) -> list[_Step]:
    """The counted sentences of substance as steps; a label's share scales what its sentence weighs."""
    return [
        _Step(i, ranks[key], share * substance[i])
        for i, (key, share) in enumerate(labels)
        if key != NONE and i in scene.counted and substance[i] > 0.05
    ]


def _place(scene: Scene, step: _Step) -> Place:
    unit = scene.reading.units[step.index]
    return Place(unit.start, unit.end, max(step.weight, 0.05))


def _substance(scene: Scene, relevance: tuple[float, ...]) -> tuple[float, ...]:
    """Per unit 0–1: on the subject, telling something, and not only the words of a template."""
    prompt = normalise(scene.question.prompt(scene.language)).text
    result = []
    for index, unit in enumerate(scene.reading.units):
        template = template_share(unit.text, scene.question.lexicons, scene.language)
        details = min(1.0, len(details_of(unit.text, prompt, scene.language)) / _FULL_DETAILS)
        long = min(1.0, letters(unit.text) / (16 if scene.language == "zh" else 9))
        empty = max(0.0, min(1.0, (template - 0.22) / 0.3)) * (1 - 0.5 * details)
        vague = vagueness(unit.text, scene.language)
        result.append(relevance[index] * (0.45 + 0.55 * details) * long * (1 - empty) * (1 - vague))
    return tuple(result)


def _order(
    scene: Scene, steps: list[_Step], substance: tuple[float, ...], relevance: tuple[float, ...]
) -> float:
    """Agreement of the spoken order with the steps, the signposts and the natural opening and close."""
    agree = total = 0.0
    for i, first in enumerate(steps):
        for later in steps[i + 1 :]:
            if first.rank != later.rank:
                weight = min(first.weight, later.weight)
                total += weight
                agree += weight * (first.rank < later.rank)
    concordance = min(1.0, max(0.0, (agree / total - 0.35) / 0.45)) if total else 0.35
    marks = _ordinals(scene)
    descents = sum(b < a for a, b in pairwise(marks))
    forward = 1 - min(1.0, descents / max(1, len(marks) - 1) * 1.6) if len(marks) > 1 else 0.6
    told = [i for i in scene.counted if substance[i] > _TOLD and relevance[i] >= _ON_SUBJECT]
    return 0.30 * concordance + 0.22 * forward + 0.24 * _frame(scene, told) + 0.24 * _cohesion(scene, told)


def _ordinals(scene: Scene) -> list[int]:
    table = _ORDINALS_ZH if scene.language == "zh" else _ORDINALS_EN
    marks = []
    for index in scene.counted:
        text = scene.reading.units[index].text
        found = sorted((m.start(), rank) for rank, pattern in table for m in re.finditer(pattern, text))
        marks += [rank for at, rank in found if at < 40]
    return marks


def _frame(scene: Scene, told: list[int]) -> float:
    """Whether openings stand early and closings late, and the first sentence leans on nothing before it."""
    units = [scene.reading.units[i].text for i in told]
    if len(units) < 3:
        return 0.3
    zh = scene.language == "zh"
    opening, leaning, closing = (
        (_OPENING_ZH, _LEANING_ZH, _CLOSING_ZH) if zh else (_OPENING_EN, _LEANING_EN, _CLOSING_EN)
    )
    last = len(units) - 1
    opens = [i / last for i, u in enumerate(units) if opening.search(u)]
    closes = [i / last for i, u in enumerate(units) if closing.search(u)]
    score = 0.1 + 0.25 * bool(opening.search(units[0])) - 0.35 * bool(leaning.search(units[0]))
    score += 0.25 * (1 - sum(opens) / len(opens)) if opens else 0.0
    score += 0.4 * max(0.0, 2 * sum(closes) / len(closes) - 1) if closes else 0.0
    return min(1.0, max(0.0, score))


def _cohesion(scene: Scene, told: list[int]) -> float:
    """Whether neighbouring sentences belong together more than any two sentences of the answer do."""
    if len(told) < 3:
        return 0.3
    vectors = np.stack([scene.vectors[i][0] for i in told])
    alike = np.round(vectors @ vectors.T, 4)
    for a, i in enumerate(told):
        for b, j in enumerate(told):
            one, two = scene.pieces[i][0], scene.pieces[j][0]
            shared = len(one & two) / (min(len(one), len(two)) or 1)
            alike[a, b] += min(0.3, shared)
    upper = alike[np.triu_indices(len(told), 1)]
    near = float(np.mean([alike[a, a + 1] for a in range(len(told) - 1)]))
    spread = float(upper.std()) or 1.0
    return min(1.0, max(0.0, 0.3 + 0.7 * (near - float(upper.mean())) / spread))


def _signposts(scene: Scene, substance: tuple[float, ...]) -> tuple[tuple[Place, ...], float]:
    """Distinct ordinal marks in sentences that say something."""
    table = _ORDINALS_ZH if scene.language == "zh" else _ORDINALS_EN
    places: dict[int, Place] = {}
    for index in scene.counted:
        unit = scene.reading.units[index]
        for rank, pattern in table:
            if substance[index] > 0.2 and re.search(pattern, unit.text):
                places.setdefault(rank, Place(unit.start, unit.end, substance[index]))
    distinct = sum(min(1.0, 0.4 + p.share) for p in places.values())
    return tuple(places.values())[:3], min(1.0, distinct / 3)
