"""Stretches in which a speaker says what he does not do."""

import re
from collections.abc import Iterator
from functools import lru_cache

_FULL_STOP = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
_DENIAL = {
    "zh": re.compile(
        r"(?:^|(?<=[，,。；;！？!?\s]))(?:我|但我|不过我|其实我)(?:觉得|认为)?(?:平时|一般|从来|也|才|就|根本)?"
        r"(?:不会|不打算|不想|不愿意?|懒得|没必要|不)(?!仅|但|只|光|管|论|得不|过|着急|急着|太|能不|止|会因为|是)"
        r"|(?:^|(?<=[，,。；;！？!?\s]))(?:我(?:觉得|认为)?)?(?:用不着|没必要|犯不着|何必)"
        r"|(?:^|(?<=[，,。；;！？!?\s]))我?并(?:不|没有|未)(?!是|会|能|代表|意味|影响|等于|一定|只|仅|完全|因)"
    ),
    "en": re.compile(
        r"(?:^|(?<=[,.;!?]\s))(?:but |and |so |well |honestly )?(?:i (?:would|will|do|am|did)(?: not|n't)"
        r"(?: going to| plan to| want to| intend to)?|i (?:never|refuse to)"
        r"|there is no (?:reason|need|point)(?: to| in)?"
        r"|it is not (?:the case|true) that"
        r"|i see no (?:need|reason|point)(?: to| in)?)\b(?! (?:only|just|know|think|mean|argue|interrupt))"
    ),
}
_CLAUSE = re.compile(r"[，,、:：]\s*")
_ON = {"zh": re.compile(r"[，,、]\s*也(?!不|没)"), "en": re.compile(r",\s*nor\b")}
_OWN = {
    "zh": re.compile(r"\s*(?:我|但|而是|反而|不过|所以|然后|就)"),
    "en": re.compile(r"\s*(?:i|but|instead|rather|so|then)\b"),
}
# Refusals nobody utters of a thing he then does: they hold for the whole sentence.
_FIRM = {
    "zh": re.compile(r"用不着|没必要|犯不着|何必|不打算|懒得|才不|从来不|根本不|并(?:不|没有|未)"),
    "en": re.compile(
        r"\b(?:never|refuse|no reason|no need|no point|not the case|not true|not going to|not plan to"
        r"|not intend to)\b"
    ),
}
_CARRIED_FAR = 3  # and from which it holds for whatever words they have
_CARRIED = 2  # clauses that carry a denial on (“nor …”) from which it holds for the whole sentence


@lru_cache(maxsize=512)
def denied_spans(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """From a denial of one's own doing to the end of its clause, and of clauses that carry it on."""
    return tuple(_spans(text, language))


def carried_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Sentences in which one denial is carried on over so many clauses that it is meant for all of them."""
    for match in _DENIAL[language].finditer(text):
        stop = _FULL_STOP.search(text, match.end())
        last = stop.start() if stop else len(text)
        if len(_ON[language].findall(text, match.end(), last)) >= _CARRIED_FAR:
            yield match.start(), last


def denied_share(text: str, language: str, start: int, end: int) -> float:
    """How much of ``text[start:end]`` stands under a denial."""
    inside = sum(max(0, min(end, b) - max(start, a)) for a, b in denied_spans(text, language))
    return inside / max(1, end - start)


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    for match in _DENIAL[language].finditer(text):
        stop = _FULL_STOP.search(text, match.end())
        last = stop.start() if stop else len(text)
        carried = len(_ON[language].findall(text, match.end(), last)) >= _CARRIED
        if carried or _FIRM[language].search(match.group()):
            yield from _without_own(text, language, match.start(), last)
        else:
            clause = _CLAUSE.search(text, match.end(), last)
            yield match.start(), clause.start() if clause else last


def _without_own(text: str, language: str, start: int, last: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence but those in which the speaker begins anew."""
    first = True
    for mark in [*_CLAUSE.finditer(text, start, last), None]:
        end = mark.start() if mark else last
        if first or not _OWN[language].match(text, start):
            yield start, end
        start, first = (mark.end() if mark else last), False
