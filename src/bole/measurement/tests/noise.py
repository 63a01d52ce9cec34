"""Simulated recognition errors: what a recogniser does to words that were said clearly enough."""

import random

from bole.measurement.scoring.sensitivity import homophones
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.sound import syllable

_DROPPED = 0.2  # of the errors in Chinese; the others are characters that sound alike
_CONFUSED = {
    "zh": "z", "ch": "c", "sh": "s", "z": "zh", "c": "ch", "s": "sh", "l": "n", "n": "l", "f": "h", "h": "f",
}  # fmt: skip


def misheard(text: str, language: str, rate: float, seed: int) -> str:
    """``text`` with about ``rate`` of its characters (zh) or words (en) recognised wrongly."""
    rng = random.Random(f"{seed}:{rate}")
    return _chinese(text, rate, rng) if language == "zh" else _english(text, rate, rng)


def _chinese(text: str, rate: float, rng: random.Random) -> str:
    said = []
    for char in text:
        if not is_cjk(char) or rng.random() >= rate:
            said.append(char)
        elif rng.random() >= _DROPPED:
            said.append(rng.choice(_alike(char, rng)))
    return "".join(said)


def _alike(char: str, rng: random.Random) -> tuple[str, ...]:
    """Characters of the same sound; now and then of one that is easily confused with it."""
    sound = syllable(char)
    if rng.random() < 0.25:
        for strict, other in _CONFUSED.items():
            if sound.startswith(strict) and (found := homophones(other + sound[len(strict) :])):
                return found
    return tuple(c for c in homophones(sound) if c != char) or (char,)


def _english(text: str, rate: float, rng: random.Random) -> str:
    words = []
    for word in text.split(" "):
        if not word.isalpha() or rng.random() >= rate:
            words.append(word)
        elif rng.random() < 0.7:
            at = rng.randrange(len(word))
            words.append(word[:at] + rng.choice("aeioustn") + word[at + 1 :])
    return " ".join(words)
