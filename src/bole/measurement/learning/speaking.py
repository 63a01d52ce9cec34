"""Countable things of a whole interview: how much and how it was said, never what it means."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real

import numpy as np

from bole.measurement.text.normalise import normalise
from bole.measurement.text.pieces import tokens

Turns = Sequence[tuple[str, str]]
Prosody = Mapping[str, object] | Sequence[Mapping[str, object]] | None

_FILLERS = re.compile(
    r"\b(?:u+h+m*|u+m+|e+r+m*|hmm+|like|you know|i mean|basically|actually)\b|[嗯呃额啊哦]|那个|就是说|然后呢"
)
_HEDGES = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|i guess|i think|i suppose|kind of|sort of|not sure|a "
    r"little|somewhat)\b|"
    r"可能|也许|大概|好像|应该是|我觉得|差不多|不太确定|有点"
)
_WE = re.compile(r"\b(?:we|us|our|ours|we're|we've)\b|我们|咱们|大家一起")
_I = re.compile(r"\b(?:i|me|my|mine|i'm|i've|i'd)\b|我(?!们)")
_POSITIVE = re.compile(
    r"\b(?:good|great|enjoy\w*|love\w*|excit\w*|success\w*|learn\w*|happy|proud|interest\w*|opportunit\w+)\b|"
    r"喜欢|高兴|成功|学到|有意思|机会|感谢"
)
_NEGATIVE = re.compile(
    r"\b(?:bad|hard|difficult\w*|fail\w*|problem\w*|hate\w*|stress\w*|worr\w+)\b|困难|失败|问题|压力|担心"
)
_BROKEN = re.compile(r"\b(\w+) \1\b|(.{1,3})\2|--|…|\.\.\.")
_ME = frozenset({"interviewee", "candidate", "participant", "applicant", "s", "answer"})


def features(turns: Turns, prosody: Prosody) -> dict[str, float]:
    """Name → number; what was not measured is absent."""
    found = _words([(str(who).strip().lower(), str(text or "")) for who, text in turns])
    found |= _sounds(prosody)
    return {name: value for name, value in found.items() if math.isfinite(value)}


def _words(turns: Sequence[tuple[str, str]]) -> dict[str, float]:
    own = [normalise(text).text for who, text in turns if who in _ME]
    theirs = [normalise(text).text for who, text in turns if who not in _ME]
    lengths = np.array([len(tokens(t)) for t in own if t.strip()] or [0])
    text = " ".join(own)
    said = tokens(text)
    count = max(1, len(said))
    found = {f"words.{name}": len(pattern.findall(text)) / count for name, pattern in _PATTERNS.items()}
    return found | {
        "words.count": float(len(said)),
        "words.different": len(set(said)) / math.sqrt(count),
        "words.long": sum(len(t) > 6 for t in said) / count,
        "words.numbers": sum(t[0].isdigit() for t in said) / count,
        "turns.count": float(len(lengths)),
        "turns.mean": float(lengths.mean()),
        "turns.median": float(np.median(lengths)),
        "turns.longest": float(lengths.max()),
        "turns.shortest": float(lengths.min()),
        "turns.spread": float(lengths.std()),
        "turns.short_share": float((lengths < 12).mean()),
        "turns.share": len(text) / max(1, len(text) + len(" ".join(theirs))),
    }


_PATTERNS = {
    "fillers": _FILLERS, "hedges": _HEDGES, "we": _WE, "i": _I,
    "positive": _POSITIVE, "negative": _NEGATIVE, "broken": _BROKEN,
}  # fmt: skip


def _answers(prosody: Prosody) -> Iterable[Mapping[str, object]]:
    """One mapping per answer, also where answers are named or there is but one."""
    if isinstance(prosody, Mapping):
        inner = [value for value in prosody.values() if isinstance(value, Mapping)]
        return inner or [prosody]
    return prosody or []


def _sounds(prosody: Prosody) -> dict[str, float]:
    """Each named number over the answers: mean, spread, and how it moved from the first half to the
    second.
    """
    answers = _answers(prosody)
    series: dict[str, list[float]] = {}
    for answer in answers:
        for name, value in (answer or {}).items():
            if isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(float(value)):
                series.setdefault(str(name), []).append(float(value))
    found: dict[str, float] = {}
    for name, values in series.items():
        found[f"sound.{name}.mean"] = float(np.mean(values))
        if len(values) > 1:
            found[f"sound.{name}.spread"] = float(np.std(values))
    return found
