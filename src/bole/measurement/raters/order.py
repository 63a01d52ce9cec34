"""Are the sentences where they belong? A number that falls when the same sentences are said in another order.

No single sign decides: stories without markers have only their order of events, lists only their ordinals.
Fifteen signs, each between about -1 and 1, are weighed; the weights were fitted on the project's own honest
answers against their shuffles (docs/explanation/evidence.md says how well that does).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp

import numpy as np

from bole.measurement.raters.finding import Found
from bole.measurement.raters.labels import NONE, Labelled, parts_of
from bole.measurement.raters.scene import Scene
from bole.measurement.text.grams import gram_weight

_WEIGHTS = {
    "concord": 0.5, "start": 1.6, "end": 0.4, "marks": 0.9, "lean_first": 1.3, "closes": 2.6,
    "late": 0.7, "early": 0.9, "neighbours": 0.4, "lean_link": 0.8, "person_first": 0.7,
    "person_near": 0.3, "prompt": 0.9, "points": 1.8, "expected": 1.7,
}  # fmt: skip
_MIDDLE, _SLOPE = 1.8, 1.9  # weighed signs that earn half, and those of one step of the curve
_LEAST = 3  # sentences below which there is no order to speak of
_UNKNOWN = 0.3  # what such an answer gets
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
_CLOSING_ZH = re.compile(
    r"总之|总的来说|以上|这件事|这次经历|通过这次|从那以后|我学到|让我明白|让我体会|收获|谢谢|"
    r"复盘|以后|最后|最终|半年后|一个月|表扬|感谢|降到|推广"
)
_CLOSING_EN = re.compile(
    r"\b(?:i learn(?:ed|t)|taught me|looking back|in the end|finally|as a result|since then|"
    r"overall|thank|lesson|afterwards|so that it|next time|months? later|weeks? later)\b"
)


_LATE_ZH = re.compile(
    r"最后|最终|后来|第二天|事后|以后|之后|从那|这件事|这次|经过|学到|明白|体会|总之|结果|表扬|"
    r"谢谢|月后|年后|"
    r"复盘|下次|再没|现在"
)
_LATE_EN = re.compile(
    r"\b(?:in the end|finally|afterwards|later|learned|learnt|taught|lesson|since then|result|"
    r"next day|thank|"
    r"looking back|now use|so that it|overall|after that|next time)\b"
)
_EARLY_ZH = re.compile(
    r"去年|前年|大[一二三四]|当时|有一次|有一年|我记得|遇到|碰到|面对|我叫|我是|首先|先|一开始|"
    r"原因|因为|题目|"
    r"假设|如果|第一"
)
_EARLY_EN = re.compile(
    r"\b(?:last|when|if|my name|in my|at first|first|start|the (?:problem|cause|reason)|because|"
    r"was (?:an?|the)|there were|we had)\b"
)
_PERSON_ZH = re.compile(
    r"客户|顾客|阿姨|大爷|大叔|先生|女士|老人|老师|同事|同学|小[\u4e00-\u9fff]|室友|师傅|主管|"
    r"组长|队长|经理|"
    r"老[张王李]"
)
_PERSON_EN = re.compile(
    r"\b(?:customer|client|man|woman|lady|gentleman|colleague|supervisor|manager|people|students?|"
    r"team|couple|"
    r"uncle|mr|mrs|classmates?|friends?|person|somebody|someone)\b"
)
_PRONOUN_ZH = re.compile(r"他|她")
_PRONOUN_EN = re.compile(r"\b(?:he|she|him|her|they|them)\b")


@dataclass(frozen=True, slots=True)
class _Words:
    leaning: re.Pattern[str]
    closing: re.Pattern[str]
    late: re.Pattern[str]
    early: re.Pattern[str]
    person: re.Pattern[str]
    pronoun: re.Pattern[str]


_ZH = _Words(_LEANING_ZH, _CLOSING_ZH, _LATE_ZH, _EARLY_ZH, _PERSON_ZH, _PRONOUN_ZH)
_EN = _Words(_LEANING_EN, _CLOSING_EN, _LATE_EN, _EARLY_EN, _PERSON_EN, _PRONOUN_EN)


def ordinals(language: str) -> tuple[tuple[int, str], ...]:
    """``(rank, pattern)`` of the words that number steps."""
    return _ORDINALS_ZH if language == "zh" else _ORDINALS_EN


def in_order(
    scene: Scene, labels: Sequence[Labelled], points: Mapping[str, Found], told: Sequence[int]
) -> float:
    """0–1: how well the sentences ``told`` stand where they belong."""
    if len(told) < _LEAST:
        return _UNKNOWN
    signs = signs_of(scene, labels, points, told)
    return 1 / (1 + exp(-(sum(_WEIGHTS[k] * v for k, v in signs.items()) - _MIDDLE) / _SLOPE))


def signs_of(
    scene: Scene, labels: Sequence[Labelled], points: Mapping[str, Found], told: Sequence[int]
) -> dict[str, float]:
    """The signs of order, by name; higher means better ordered."""
    units = [scene.reading.units[i].text for i in told]
    words = _ZH if scene.language == "zh" else _EN
    return {
        **_steps(scene, [labels[i] for i in told]),
        **_rubric(scene, points, told),
        **_places(units, words),
        **_links(scene, told, units, words),
        "marks": _concordance([float(r) for r in _marks(units, scene.language)]),
    }


def _steps(scene: Scene, labels: Sequence[Labelled]) -> dict[str, float]:
    """Problem before cause before action before result."""
    ranks = {p.key: i for i, p in enumerate(parts_of(scene))}
    last = len(ranks) - 1
    ends = [ranks.get(label.key, -1) for label in (labels[0], labels[-1])]
    return {
        "concord": _concordance([float(ranks[x.key]) for x in labels if x.key != NONE]),
        "start": float(ends[0] == 0) - float(ends[0] == last),
        "end": float(ends[1] == last) - float(ends[1] == 0),
    }


def _rubric(scene: Scene, points: Mapping[str, Found], told: Sequence[int]) -> dict[str, float]:
    """The rubric lists its points in the order a good answer takes; and answers begin near the question."""
    wanted = [p.phrasings[scene.language] for p in scene.question.points]
    near = np.array([[scene.nearness(i, w) for w in wanted] for i in told])
    shares = np.exp(12.0 * near)
    expected = (shares / shares.sum(axis=1, keepdims=True)) @ np.arange(len(wanted))
    starts = [scene.reading.units[i].start for i in told]
    made = [points[p.key] for p in scene.question.points]
    at = [
        float(np.searchsorted(starts, f.place.start, "right")) for f in made if f.place and f.strength > 0.4
    ]
    prompt = [float(scene.vectors[i][0] @ scene.meanings.prototypes.prompt) for i in told]
    return {"points": _concordance(at), "expected": _rises(expected), "prompt": -_rises(prompt)}


def _places(units: Sequence[str], words: _Words) -> dict[str, float]:
    """Openings early, closings late, and nothing at the very beginning that leans on something before it."""
    late, early = ([float(len(pattern.findall(u))) for u in units] for pattern in (words.late, words.early))
    return {
        "lean_first": -float(bool(words.leaning.search(units[0]))),
        "closes": _rises([float(bool(words.closing.search(u))) for u in units]),
        "late": _rises(late),
        "early": -_rises(early),
    }


def _links(scene: Scene, told: Sequence[int], units: Sequence[str], words: _Words) -> dict[str, float]:
    """Neighbours share words; what leans on a sentence follows it; a pronoun comes after its person."""
    n = len(told)
    pieces = [scene.pieces[i][0] for i in told]
    weights = [sum(map(gram_weight, p)) or 1.0 for p in pieces]
    shared = np.zeros((n, n))
    for a, b in combinations(range(n), 2):
        shared[a, b] = shared[b, a] = sum(map(gram_weight, pieces[a] & pieces[b])) / min(
            weights[a], weights[b]
        )
    stacked = np.stack([scene.vectors[i][0] for i in told])
    alike = np.round(stacked @ stacked.T, 4)
    leaning = [k for k in range(n) if words.leaning.search(units[k])]
    gains = [float(alike[k, k - 1] - np.delete(alike[k], k).mean()) if k else -0.3 for k in leaning]
    return {
        "neighbours": _neighbours(shared),
        "lean_link": sum(gains) / len(gains) if gains else 0.0,
        **_persons(units, words),
    }


def _persons(units: Sequence[str], words: _Words) -> dict[str, float]:
    """ "He" before anybody was named is out of place; so is "he" after a sentence without a person."""
    named = [words.person.search(u) for u in units]
    meant = [words.pronoun.search(u) for u in units]
    open_ = [bool(m) and not (p and m and p.start() < m.start()) for m, p in zip(meant, named, strict=True)]
    first = next((k for k, p in enumerate(named) if p), len(units))
    early = next((k for k, o in enumerate(open_) if o), len(units))
    after = [bool(named[k - 1] or meant[k - 1]) if k else False for k, o in enumerate(open_) if o]
    return {
        "person_first": -float(early < first < len(units)),
        "person_near": sum(after) / len(after) if after else 0.5,
    }


def _marks(units: Sequence[str], language: str) -> list[int]:
    found = []
    for text in units:
        hits = sorted((m.start(), rank) for rank, p in ordinals(language) for m in re.finditer(p, text))
        found += [rank for at, rank in hits if at < 40]
    return found


def _concordance(values: Sequence[float]) -> float:
    """Kendall-like −1 … 1: pairs in order minus pairs out of order; 0 where there are none."""
    moves = [(b > a) - (b < a) for a, b in combinations(values, 2)]
    told = [m for m in moves if m]
    return sum(told) / len(told) if told else 0.0


def _rises(values: Sequence[float] | np.ndarray) -> float:
    """Correlation of values with their places, 0 where they do not differ."""
    series = np.asarray(values, dtype=float)
    places = np.linspace(0.0, 1.0, len(series))
    spread = float(series.std() * places.std())
    if spread < 1e-9:
        return 0.0
    return float(((series - series.mean()) * (places - 0.5)).mean() / spread)


def _neighbours(shared: np.ndarray) -> float:
    """How far neighbours share more than any two sentences do, in standard errors, thirds of one."""
    n = len(shared)
    pairs = shared[np.triu_indices(n, 1)]
    near = float(np.mean([shared[k, k + 1] for k in range(n - 1)]))
    return float((near - pairs.mean()) / (pairs.std() + 1e-9) * np.sqrt(n - 1)) / 3
