"""The pieces two texts are compared by: character bigrams in Chinese, stemmed words and word pairs in
English."""

import re
from functools import lru_cache
from itertools import pairwise

from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.sound import syllable

_WORD = re.compile(r"[a-z0-9']+")
_FUNCTION_ZH = frozenset(
    "的了着过吧呢吗啊嘛呀就也都还又再很太在是有个这那些和跟与及或而但并且把被给让对向从到为以于之其所者将会能可要我你您他她它们一上下里中后前时候什么怎样么"
)
# fmt: off
FUNCTION_EN = frozenset({
    "a", "an", "the", "and", "or", "but", "if", "then", "so", "because", "of", "to", "in", "on", "at",
    "for", "with", "from", "by", "about", "as", "into", "is", "are", "was", "were", "be", "been",
    "being", "am", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could", "should",
    "shall", "may", "might", "must", "i", "me", "my", "mine", "we", "us", "our", "you", "your", "he",
    "him", "his", "she", "her", "it", "its", "they", "them", "their", "this", "that", "these", "those",
    "there", "here", "what", "which", "who", "how", "when", "where", "why", "not", "no", "yes", "very",
    "just", "also", "too", "well", "really", "some", "any", "all", "each", "both", "more", "most",
    "than", "only", "own", "same", "up", "down", "out", "over", "again", "once", "i'm", "i'd", "i'll",
    "i've", "it's", "don't", "let's", "that's",
})
# fmt: on


_ENDINGS = (
    "'s", "ingly", "edly", "ation", "ions", "ion", "ings", "ing", "ies", "ied", "ers", "ed", "es",
    "er", "ly", "s", "y",
)  # fmt: skip
_DOUBLED = re.compile(r"([bcdfgkmnprtv])\1$")
_ATE = re.compile(r"(?<=\w{4})at$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A light English stemmer: enough to join apologise, apologised and apologizing, map and mapping, process
    and processes, query and queries, allocate and allocation."""
    for ending in _ENDINGS:
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= 4
            and not (ending == "s" and word.endswith("ss"))
        ):
            word = _DOUBLED.sub(r"\1", word[: -len(ending)])
            break
    word = word.rstrip("e") if len(word) > 4 else word
    return _ATE.sub("", word).replace("iz", "is")


@lru_cache(maxsize=100_000)
def grams(text: str, language: str) -> frozenset[str]:
    """The set of pieces of a normalised text."""
    if language == "zh":
        chars = [c for c in text if c.isalnum()]
        return frozenset(a + b for a, b in pairwise(chars))
    words = [stem(w) for w in _WORD.findall(text)]
    content = [w for w in words if w not in FUNCTION_EN]
    return frozenset(content) | frozenset(f"{a} {b}" for a, b in pairwise(content))


@lru_cache(maxsize=100_000)
def sound_grams(text: str) -> frozenset[str]:
    """Bigrams of toneless syllables of a Chinese text."""
    sounds = [syllable(c) for c in text if c.isalnum()]
    return frozenset(f"{a} {b}" for a, b in pairwise(sounds))


@lru_cache(maxsize=100_000)
def gram_weight(gram: str) -> float:
    """How much a piece can say at all: pieces of function words say little."""
    if all(is_cjk(c) for c in gram):
        empty = sum(c in _FUNCTION_ZH for c in gram)
        return (1.0, 0.5, 0.1)[min(empty, 2)]
    return 0.6 if " " in gram else 1.0
