"""Negation, and words put into somebody else's mouth."""

import re
from functools import lru_cache

Spans = tuple[tuple[int, int], ...]
_REACH = {"zh": 9, "en": 34}  # characters before words in which a negation denies them
_AROUND = 6  # characters on either side that may turn a negation into none

# Look like negation and are none.
_NOT_NEGATION_ZH = re.compile(
    r"不仅|不但|不只|不光|不管|不论|无论|不断|不少|不同|不过|不好意思|不得不|不能不|不会不|没有不|"
    r"不是没|差不多|要不要|能不能|是不是|有没有|会不会|"
    r"可不可以|好不好|行不行|对不对|愿不愿意|需不需要|不一会|不久|不止|免不了|不满|不耐烦|不高兴|"
    r"不清楚|不明白|不理解|不懂|不足|不一样|不舒服|不放心|"
    r"不小心|不开心|非常|并非易事|不够"
)
_NEGATOR_ZH = re.compile(
    r"不会|不能|不可以|不可|不准|不许|不应该|不该|不应|不得|不要|不用|不必|不需要|不想|不愿|没有|"
    r"没|不|别|无须|无需|拒绝|绝不|从不|从来不|从来没|决不|避免|禁止|杜绝|未"
)
_NOT_NEGATION_EN = re.compile(
    r"\bnot only\b|\bno matter\b|\bno later\b|\bnot just\b|\bno doubt\b|\bif not\b|"
    r"\bwhether or not\b|\bnot sure\b"
)
_NEGATOR_EN = re.compile(
    r"\b(?:not|never|no|don't|doesn't|didn't|won't|wouldn't|can't|cannot|couldn't|shouldn't|isn't|"
    r"aren't|wasn't|refuse[ds]?(?: to)?|"
    r"without|instead of|rather than|avoid(?:ed|ing)?|declined?(?: to)?|nor|neither|hardly|dont|"
    r"didnt|wont|wouldnt|cant)\b"
)
_CLAUSE_BREAK = re.compile(r"[，,。；;、！？!?]|\b(?:but|and|so|because|then)\b|但是|而是|然后|所以|就")

_OTHERS_ZH = re.compile(
    r"(?:(?<![跟对和向给让请把帮陪])(?:有的?人|有些人|别人|同事|老同事|前辈|师傅|领导|主任|经理|主管|行长|"
    r"老板|组长|客户|顾客|老人家?|阿姨|大爷|家属|销售|对方|他|她|他们|很多人|大家|朋友|带教老师)(?:就|会|可能|也|还|都|跟我|对我|和我|"
    r"曾经|曾|总|老|常|经常){0,3}"
    r"(?:说|讲|劝|觉得|认为|以为|提议|建议我|要求我|让我|叫我|希望我|求我|问我|想让我|想|要我|提出)|"
    r"所谓|如果有人|听说|据说|(?:书上|课本上?|教材上?|墙上|标语|口号|海报上?|宣传栏)[^我,]{0,4}?(?:说|讲|写|贴|挂|印))"
)
_OTHERS_EN = re.compile(
    r"\b(?:(?:some|other|many) (?:people|colleagues|clerks|tellers)|people|somebody|someone|he|"
    r"she|they|my (?:\w+ )?(?:colleague|manager|boss|"
    r"supervisor|friend|senior|mentor|teammate)|(?:a|the|one|another) (?:\w+ )?(?:customer|client|"
    r"colleague|manager|boss|teammate|classmate|senior)|"
    r"others)\b(?: \w+){0,2} (?:say|says|said|told|tell|tells|suggest\w*|ask\w*|want\w*|think\w*|"
    r"thought|beg\w*|argue\w*|insist\w*|propos\w*|offer\w*|urged)"
)

_OWN_ZH = re.compile(r"但我|但是我|可我|可是我|不过我|而我|我会|我就|我还是|我没|我说|我告诉|我跟")
_OWN_EN = re.compile(
    r"\bbut i\b|\bi (?:said|told|would|refused|explained|answered|replied|did|do|will|never|always)\b"
)


def negated(text: str, at: int, language: str, reach: int | None = None, own: Spans = ()) -> bool:
    """Whether the words at offset ``at`` are denied by a word shortly before, in the same clause.

    ``own``: places of negating words that say something else than that these words are denied.
    """
    low = max(0, at - (reach or _REACH[language]))
    before = _same_clause(text[low:at])
    for start, end in own:
        if end > low and start < at:
            a, b = max(0, start - low), min(end, at) - low
            before = before[:a] + " " * (b - a) + before[b:]
    if language == "zh":
        masked = _masked_zh(text[low : at + 4])[: at - low]
        before = "".join(m if b != " " else " " for m, b in zip(masked, before, strict=True))
        return len(_NEGATOR_ZH.findall(before)) % 2 == 1
    return len(_NEGATOR_EN.findall(_masked_en(before))) % 2 == 1


def _same_clause(before: str) -> str:
    """``before`` with blanks up to the last break between clauses; a 就 right at its end breaks nothing."""
    for stop in _CLAUSE_BREAK.finditer(before):
        tail = before[stop.end() :]
        if stop.group() == "就" and not tail:
            continue
        before = " " * (len(before) - len(tail)) + tail
    return before


def _masked_zh(text: str) -> str:
    return _NOT_NEGATION_ZH.sub(lambda m: "·" * len(m.group()), text)


def _masked_en(text: str) -> str:
    return _NOT_NEGATION_EN.sub(lambda m: "·" * len(m.group()), text)


def negates(text: str, start: int, end: int, language: str) -> bool:
    """Whether the words ``text[start:end]`` deny where they stand: 不能 does in 不能查, not in 能不能查."""
    low, high = max(0, start - _AROUND), end + _AROUND
    if language == "zh":
        return bool(_NEGATOR_ZH.search(_masked_zh(text[low:high]), start - low, end - low))
    return bool(_NEGATOR_EN.search(_masked_en(text[low : high + 2 * _AROUND]), start - low, end - low))


@lru_cache(maxsize=20_000)
def has_negator(text: str, language: str) -> bool:
    """Whether a phrase carries a negation of its own."""
    if language == "zh":
        return bool(_NEGATOR_ZH.search(_NOT_NEGATION_ZH.sub("", text)))
    return bool(_NEGATOR_EN.search(_NOT_NEGATION_EN.sub("", text)))


def said_by_others(text: str, at: int, language: str) -> bool:
    """Whether the words at ``at`` are reported as said or wished by somebody else in the same unit."""
    pattern, own = (_OTHERS_ZH, _OWN_ZH) if language == "zh" else (_OTHERS_EN, _OWN_EN)
    for match in pattern.finditer(text):
        if match.start() > at:
            return False
        if at - match.end() > (40 if language == "zh" else 120):
            continue
        if match.end() >= at or not own.search(text, match.end(), at):
            return True
    return False
