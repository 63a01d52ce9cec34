"""The pieces two typed texts are compared by, whatever languages they mix, and how much each can say.

A piece is a pair of neighbouring Chinese characters, a stemmed Latin word or a number. The weights stand in
for inverse document frequencies: a rubric has too few texts to count them.
"""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from bole.measurement.text.grams import FUNCTION_EN, gram_weight, stem
from bole.measurement.text.normalise import is_cjk

_TOKEN = re.compile(r"[\u3400-\u9fff]+|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?%?|[^\W_]+", re.UNICODE)
_STOP = re.compile(r"[^\w\s%'’-]+|_+")
_NUMBER, _FUNCTION_WORD = 1.3, 0.08
_GENERIC_ZH_PAIRS = (
    "可以能够进行通过使用利用主要包括方面问题情况一种一些一定具有由于"
    "因此因为所以然后以及或者如果这样这个需要应该不同其中作用过程方式"
    "方法内容相关重要实现得到之间已经非常我们他们自己什么没有不是就是"
    "还是但是而且并且同时首先其次最后例如比如属于成为作为对于关于根据"
    "即可"
)
_GENERIC_ZH = frozenset(a + b for a, b in zip(_GENERIC_ZH_PAIRS[::2], _GENERIC_ZH_PAIRS[1::2], strict=True))
# fmt: off
_GENERIC_EN = frozenset({
    "use", "make", "get", "thing", "way", "need", "people", "different", "important", "example",
    "also", "many", "much", "one", "part",
})
# fmt: on
_GENERIC_STEMS = frozenset(map(stem, _GENERIC_EN))
_GENERIC = 0.45
_RATE = {0.45: 0.002, 0.65: 0.001, 0.85: 0.0005}  # of a token by its weight, per token of any text
_RARE = 0.0001
_SMALL = 0.1  # weight of a small word beside one that carries meaning

Weights = Mapping[str, float]


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Normalised text as Chinese characters, stemmed Latin words and numbers, in order."""
    found: list[str] = []
    for run in _TOKEN.findall(text):
        if is_cjk(run[0]):
            found.extend(run)
        elif run in FUNCTION_EN:
            found.append(run)
        else:
            found.append(stem(run.removesuffix("'s")))
    return tuple(found)


def stopped_tokens(text: str) -> list[str]:
    """Tokens with an empty one where punctuation stands between them."""
    found: list[str] = []
    for part in _STOP.split(text):
        if part.strip():
            found += [*tokens(part), ""]
    return found[:-1]


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[str, ...]:
    """Pieces in order, repeats included. A Chinese character that stands alone is a piece of its own."""
    found: list[str] = []
    for run in _TOKEN.findall(text):
        if not is_cjk(run[0]):
            found.append(run if run in FUNCTION_EN else stem(run.removesuffix("'s")))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return tuple(found)


@lru_cache(maxsize=100_000)
def weight(piece: str) -> float:
    """How much a piece says, without having seen any other text: 0 (nothing) to 1.3 (a number)."""
    if piece[0].isdigit():
        return _NUMBER
    if is_cjk(piece[0]):
        if piece in _GENERIC_ZH:
            return _GENERIC
        return gram_weight(piece) if len(piece) > 1 else 0.6 * gram_weight(piece)
    if piece in FUNCTION_EN:
        return _FUNCTION_WORD
    return _GENERIC if piece in _GENERIC_STEMS else 1.0


@lru_cache(maxsize=100_000)
def loose_weight(token: str) -> float:
    """How much a single Chinese character, word or number says, whatever stands beside it."""
    if is_small(token):
        return _SMALL
    return _common().get(token, 1.0)


def chance(token: str, words: int) -> float:
    """How likely ``words`` words about anything hold a token: long talk must not gain by its length."""
    return 1 - math.exp(-words * _RATE.get(loose_weight(token), _RARE))


@cache
def _common() -> dict[str, float]:
    table = tomllib.loads(Path(__file__).with_name("common.toml").read_text("utf-8"))
    return {c: float(band["weight"]) for band in table["bands"] for row in band["characters"] for c in row}


def is_small(token: str) -> bool:
    """Whether a token is one of the small words that hold speech together."""
    return token in FUNCTION_EN or (is_cjk(token[0]) and gram_weight(token) < 1.0)


def total(found: Iterable[str], weights: Weights) -> float:
    """Summed weight; pieces unknown to ``weights`` weigh what they weigh by themselves."""
    return sum(weights[p] if p in weights else weight(p) for p in found)
