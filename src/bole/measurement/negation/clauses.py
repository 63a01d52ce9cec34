"""Clauses, and how they are meant: stood by or not, denied or not."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bole.measurement.text.normalise import normalise

Stance = Literal["own", "quoted", "supposed", "past", "other"]

_CUT_ZH = re.compile(r"[，,。；;：:、！!\n]|(?<=[吗呢])(?=.)|(?<=[？?])|\s+(?=[\u4e00-\u9fff])")
_CUT_EN = re.compile(
    r"[,.;:!\n]|(?<=\?)|\s(?=(?:but|so that|and then|because|and (?:i|we|he|she|it|they)) )"
    r"|(?<!and)(?<!but)(?<!because)\s(?=i (?:use|would|will|go|call|tell|ask|let|just|keep|"
    r"stop|report|finish|send) )"
)

# Only these look like a denial of what stands beside them and are none.
_MASK_ZH = re.compile(
    r"([\u4e00-\u9fff])不\1|不仅|不但|不只|不光|不单|不管|不论|无论|不断|不少|不同|不过|不好意思|不得不|不能不|不能只|"
    r"不能光|拿不准|拿不定|说不清|干不来|做不来|忍不住|想不到|看不清|等不及|来不及|不会不|不敢不|"
    r"没有不|"
    r"不是不|不是没有?|差不多|要不要|能不能|是不是|有没有|会不会|可不可以|好不好|行不行|愿不愿意|"
    r"不一会|不久|不止|"
    r"免不了|推不掉|少不了|不满|不耐烦|不高兴|不清楚|不明白|不懂|不足|不一样|不舒服|不放心|不小心|"
    r"非常|未来|别人|"
    r"别的|区别|特别|级别|分别|告别|识别|个别|没关系|无论如何|没有关系"
)
_DENY_ZH = re.compile(
    r"不可能|不会|不能|不可以|不可|不准|不许|不应该|不该|不应|不得|不要|不用|不必|不需要|不想|"
    r"不愿意?|不敢|不肯|"
    r"没必要|没有必要|没有|没|不|别|无须|无需|拒绝|避免|禁止|杜绝|严禁|未"
)
_MASK_EN = re.compile(
    r"\bnot only\b|\bno matter\b|\bno later\b|\bnot just\b|\bno doubt\b|\bif not\b|"
    r"\bwhether or not\b|\bnot sure\b|"
    r"\bno problem\b|\bcannot but\b|\bno exceptions?,? not even\b"
)
_DENY_EN = re.compile(
    r"\b(?:not|never|no|nobody|none|\w+n't|cannot|refuse[ds]?(?: to)?|without|instead of|rather than|nor|"
    r"avoid(?:ed|ing)?|declined?(?: to)?|neither|hardly|no one|nothing|unwilling)\b"
)
_IF_ZH = re.compile(
    r"如果|要是|假如|假设|万一|倘若|若是|一旦|即使|哪怕|就算(?!了)|除非|只有|等(?=他|她|客户|材料)"
)
_IF_EN = re.compile(r"\b(?:if|unless|suppose|in case|even if|should (?:he|she|i|they))\b")
# A condition that meets the rule instead of excusing its breach.
_MET_ZH = re.compile(r"齐|拿来|补齐|带来|到了|批|授权|同意|确认|核实|查清|符合|通过|本人|家里人|公证|有权")
_MET_EN = re.compile(
    r"\b(?:complete|brings?|approv\w+|author\w+|agrees?|confirm\w+|verified|in order|proper|allowed)\b"
)
_ASKED_ZH = re.compile(
    r"[吗么？?]$|谁(?:敢|能|会|还|担|来)|怎么(?:能|敢|可以|好意思|知道|推荐|放心)|怎么.{1,6}$|"
    r"凭什么|何必|难道|岂|"
    r"有什么用|什么用|值得|(?<![释明诉道解问楚说讲白])为什么要|那不是"
)
_ASKED_EN = re.compile(
    r"\?$|^(?:who (?:could|would|can)|what good|why should|how (?:could|can) (?:i|we|anyone))\b|"
    r"\bwhat good\b"
)
_ANSWERED = re.compile(r"因为|because|是因为")  # a question the speaker answers himself
_THEY_ZH = (
    r"(?:有的(?:人|同事|同学|客户)?|有些(?:人|同事)|有(?:一个|一位|个|两个|几个|二十份|位)?(?:人|"
    r"同事|同学|客户|老人)|别人|"
    r"别的[\u4e00-\u9fff]{0,2}|其他[\u4e00-\u9fff]{0,2}|(?:组里|团队里|班里|中间|"
    r"旁边)[\u4e00-\u9fff]{0,8}|老人|客户|顾客|师傅|"
    r"同事|主管|领导|经理|行长|老板|大家|他们?|她们?|对方|他儿子|他女儿|家里人|带我的经理)"
)
_SAY_ZH = (
    r"(?:[说讲](?![到完着话清明好])|问|劝|求|催|要|想|让我|叫我|希望|建议|觉得|以为|嫌|非要|坚持|"
    r"提出|提议|认为|硬塞|威胁|投诉)"
)
_QUOTE_ZH = re.compile(
    rf"(?<![跟对和向给让请把帮陪断诉替听代催问劝])(?<!告诉){_THEY_ZH}(?!的)[^我]{{0,5}}?{_SAY_ZH}|"
    rf"听说|据说|所谓|(?:书上|课本上?|教材上?|墙上|标语|口号|海报上?|宣传栏)[^我]{{0,4}}?[说讲写贴挂印]"
)
_OTHER_ZH = re.compile(rf"^(?:那天|当时|其实|因为|毕竟|虽然|但是?|不过)?{_THEY_ZH}(?!的)")
_OWN_ZH = re.compile(r"我(?!妈|爸|奶奶|爷爷|室友|师傅|的(?!卡|密码|英语|业绩|性格))|咱")
_PAST_ZH = re.compile(r"以前|从前|小时候|刚来|刚进|刚实习|刚开始|一开始|原来|起初|刚毕业|大一的时候")
_CHANGED_ZH = re.compile(r"现在|后来|改|变了|练出来|赶上|吃过亏|以后")
_BAD_ZH = re.compile(
    r"不行|不合适|不踏实|说不清|担不起|追不回|对不上|只会更|害人|害了|害他|(?:是|属于|算)违规|"
    r"不对$|是错|谁来负责|谁负责|后果|就要跑|再犯|没法公正|"
    r"要走|出了?事|就会再|早晚|全乱|失信|砸了|丢饭碗|违法"
)
_THEY_EN = (
    r"(?:some(?: \w+)?|other(?: \w+)?|people|someone|somebody|nobody else|one (?:test|colleague|"
    r"member)|two people|"
    r"(?:my|a|the|his|her|one) (?:\w+ )?(?:colleague|manager|boss|supervisor|friend|senior|mentor|"
    r"teammate|customer|"
    r"client|wife|son|daughter|husband|police|father|mother|uncle)|he|she|they)"
)
_SAY_EN = (
    r"(?:say|says|said|told|tell|tells|suggest\w*|ask\w*|want\w*|think\w*|thought|beg\w*|argue\w*|"
    r"insist\w*|"
    r"propos\w*|offer\w*|urged|push\w*|hide|hid)"
)
_QUOTE_EN = re.compile(rf"\b{_THEY_EN}\b(?: \w+){{0,2}} {_SAY_EN}\b")
_OTHER_EN = re.compile(rf"^(?:and |but |then |actually )?{_THEY_EN}\b")
_OWN_EN = re.compile(r"\b(?:i|i'd|i'll|i've|we)\b")
_PAST_EN = re.compile(
    r"\bused to\b|\bas a child\b|\bwhen i was young\w*\b|\bat first\b|\bin the second week\b|\bback then\b"
)
_CHANGED_EN = re.compile(r".")
_BAD_EN = re.compile(
    r"\b(?:would (?:carry|only|be (?:wrong|part|lost|a))|is wrong|could say|would get|be fired|"
    r"part of it|no good)\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: normalised text, who stands by it, and whether a question turns it round."""

    text: str
    stance: Stance
    turned: bool = False
    condition: Literal["none", "met", "excuse"] = "none"


@dataclass(frozen=True, slots=True)
class _Words:
    cut: re.Pattern[str]
    if_: re.Pattern[str]
    met: re.Pattern[str]
    asked: re.Pattern[str]
    quote: re.Pattern[str]
    other: re.Pattern[str]
    own: re.Pattern[str]
    past: re.Pattern[str]
    changed: re.Pattern[str]
    bad: re.Pattern[str]


_ZH = _Words(
    _CUT_ZH, _IF_ZH, _MET_ZH, _ASKED_ZH, _QUOTE_ZH, _OTHER_ZH, _OWN_ZH, _PAST_ZH, _CHANGED_ZH, _BAD_ZH
)  # fmt: skip
_EN = _Words(
    _CUT_EN, _IF_EN, _MET_EN, _ASKED_EN, _QUOTE_EN, _OTHER_EN, _OWN_EN, _PAST_EN, _CHANGED_EN, _BAD_EN
)  # fmt: skip


@lru_cache(maxsize=20_000)
def clauses_of(text: str, language: str) -> tuple[Clause, ...]:
    """The clauses of a text (one sentence or a few) in order."""
    words = _ZH if language == "zh" else _EN
    plain = normalise(text).text
    pieces = [p.strip(" ?？") for p in words.cut.split(plain)]
    marks = [p.strip() for p in words.cut.split(plain)]
    kept = [(p, m) for p, m in zip(pieces, marks, strict=True) if len(p) >= 2]
    result: list[Clause] = []
    for index, (piece, mark) in enumerate(kept):
        following = kept[index + 1][0] if index + 1 < len(kept) else ""
        result.append(_meant(piece, mark, following, result[-1] if result else None, words))
    return tuple(result)


def _meant(piece: str, mark: str, following: str, before: Clause | None, words: _Words) -> Clause:
    """A clause with its stance; ``following`` and ``before`` are its neighbours."""
    turned = bool(words.asked.search(mark)) and not _ANSWERED.match(following)
    condition = before.condition if before and before.stance == "supposed" else "none"
    stance: Stance = "own"
    if turned and before and before.stance == "supposed":
        stance = "supposed"
    elif words.past.search(piece) and words.changed.search(piece + following):
        stance = "past"
    elif words.if_.search(piece) and (following or not words.own.search(piece)):
        stance = "supposed"
        condition = "met" if words.met.search(piece) else "excuse"
    elif words.bad.search(following) or words.bad.search(piece) or _only_thought(piece, following, words):
        stance = "supposed"
    elif words.quote.search(piece):
        stance = "quoted"
    elif words.other.search(piece) and not words.own.search(piece):
        stance = "other"
    elif before and before.stance == "quoted" and not words.own.search(piece):
        stance = "quoted"
    return Clause(piece, stance, turned, condition)


def _only_thought(piece: str, following: str, words: _Words) -> bool:
    """ "Without understanding it, how could one …": a denial whose consequence is asked, not done."""
    return bool(following) and bool(words.asked.search(following)) and not words.own.search(piece + following)


def denials(text: str, language: str) -> list[tuple[int, int]]:
    """Places of words that deny, in order."""
    mask, deny = (_MASK_ZH, _DENY_ZH) if language == "zh" else (_MASK_EN, _DENY_EN)
    masked = mask.sub(lambda m: "·" * len(m.group()), text)
    return [m.span() for m in deny.finditer(masked)]
