"""Whether a clause denies what a point affirms (or affirms what it denies), judged on aligned clauses only.

Sentence vectors do not see negation. Here two clauses that share most of their words are compared by what
is left: the parity of negating words that they do not share, words of opposite meaning, and frames that
call a stretch of text wrong.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bole.measurement.text.grams import stem
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.pieces import is_small, pieces, tokens, weight

_NEGATOR = re.compile(
    r"并非|绝非|不(?!仅|但|只|光|管|论|断|同|过|得不|妨|如说|久|良|法|动产)|没有?|无(?!论|数|穷|关紧要)|"
    r"(?<![是除])非(?!常|法|凡|典)|"
    r"未(?!来)|别(?!的|人|墅)|勿|切忌|禁止|严禁|避免|拒绝|杜绝|否认|而非|"
    r"\b(?:not(?! only)|never|no(?! matter| doubt| longer)|nor|neither|none|nothing|cannot|cant|dont|doesnt|"
    r"isnt|wont|"
    r"\w+n't|without|hardly|fail(?:s|ed)? to|unable|impossible|refuse[sd]?|declines?|stop(?:s|ped)?|"
    r"no longer|ceases?|lacks?|instead of|rather than|"
    r"prevents?|avoids?)\b"
)
_REACH, _REACH_WORDS = 4, 2  # characters, and English words, that carry meaning behind a negating word
_END_OF_REACH = re.compile(r"[,，、;；:：]|\b(?:and|but|so|because|if|when|then)\b")
_KEPT_OFF = re.compile(  # to keep something off, in other words, is no denial of keeping it off
    r"避免|拒绝|杜绝|禁止|严禁|防止|阻止|防范|预防|抑制|减少|降低|控制|[挡拦阻防反]|"
    r"\b(?:prevent|avoid|stop|refuse|declin|protect|reduc|limit|block|ban)\w*\b"
)
_CALLED_WRONG = re.compile(
    r"(?:是|都|属于|为)?(?:错误|错的|不对的?|不正确|不成立|不真实|假的|谬误|误解|谎言)|"
    r"\b(?:false|wrong|incorrect|untrue|a myth|a mistake|mistaken)\b"
)
_QUESTIONING = re.compile(
    r"不是吗|对不对|是不是|能不能|会不会|有没有|要不要|可不可以|是否|不知道|不清楚|不确定"
)
_DOUBLE = re.compile(
    r"不(?:是|能|会|可|得)不|没有不|无不|非.{1,6}不可|\bnot (?:un\w+|in\w+|without|never)\b|"
    r"\b(?:cannot|never) fails? to\b"
)
_AT_HEAD = re.compile(
    r"^\W*(?:并不|并非|绝非|绝不|不是|\bit (?:is|was) (?:not|never)\b|\bit isn't\b|\bno, )(?!仅|只|但)"
)
_TURNS_BACK = re.compile(
    r"^\W*(?:而是|而|但|不过|应该|应当|\b(?:but|rather|instead|it is|they are|in fact)\b)"
)
_AHEAD = re.compile(
    r"(?:以下|下面|下列|接下来)[^。]{0,16}(?:错|不对|不正确|不成立|不同意|假)|(?:不同意|反对|否认|"
    r"不认为|不赞成)"
    r"[^。]{0,14}(?:[:：]|以下|下面|下列)|\b(?:following|below)\b[^.]{0,50}\b(?:false|wrong|incorrect|untrue|"
    r"not true)\b|\b(?:disagree|not true|false|wrong)\b[^.]{0,40}(?:\bfollowing\b|\bbelow\b|:)"
)
_BEHIND = re.compile(
    r"(?:以上|上述|前面|上面|这些|这种|这个|该)[^。,，]{0,10}(?:都|全|均|是|并)?(?:错|不对|不正确|"
    r"不成立|假的|不同意|"
    r"不存在)|\b(?:all of this|the above|these (?:claims|statements)|that|this)\b[^.,]{0,30}\b(?:is|"
    r"are|was|were)\b"
    r"[^.,]{0,12}\b(?:false|wrong|incorrect|untrue|not true|not correct|a myth)\b"
)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """``a/b, c/d`` as pairs."""
    found = (pair.split("/") for pair in text.split(", "))
    return tuple((one, two) for one, two in found)


# No pair holds a negating word or calls anything wrong: those are counted by themselves.
_OPPOSITES = _pairs(
    "加快/变慢, 变快/变慢, 占用/节省, 变大/变小, 变高/变低, 上涨/下跌, "
    "盈利/亏损, 升值/贬值, 收紧/放松, 保本/亏本, 吸收/放出, "
    "增加/减少, 提高/降低, 上升/下降, 升高/降低, 增大/减小, 增强/减弱, "
    "促进/抑制, 加快/减慢, 加速/减速, 扩大/缩小, 支持/反对, "
    "公开/保密, 相同/不同, 一致/相反, 最大/最小, 最高/最低, 最多/最少, "
    "先进先出/后进先出, 主动/被动, 真实/虚假, 完整/残缺, "
    "安全/危险, 正比/反比, 吸收/释放, 之前/之后, 内部/外部, "
    "立即/拖延, 优点/缺点, 高于/低于, 大于/小于, 多于/少于, 买入/卖出, "
    "上调/下调, 容易/难以, 容易/困难, 宽松/收紧, 长期/短期, 快速/缓慢, 越高/越低, "
    "越大/越小, 越多/越少, 静态/动态, 局部/全局, 直接/间接"
)
_OPPOSITES_EN = _pairs(
    "increas/decreas, rais/lower, rise/fall, more/less, more/fewer, high/low, higher/lower, "
    "large/small, larger/smaller, fast/slow, faster/slower, before/after, "
    "first/last, same/different, start/end, begin/end, inside/outside, internal/external, "
    "local/global, static/dynamic, safe/dangerous, allow/forbid, "
    "gain/lose, absorb/releas, positive/negative, open/closed, early/late, "
    "easy/hard, easy/difficult, keep/lose, cheap/expensive, long/short, permanent/temporary, firm/soft, "
    "best/worst, maximum/minimum, push/pull, front/back, hot/cold, strong/weak, "
    "stronger/weaker, public/private"
)


_UP = frozenset(
    {
        "上升",
        "上涨",
        "升高",
        "提高",
        "增加",
        "增大",
        "增多",
        "增强",
        "变大",
        "变高",
        "变多",
        "升值",
        "上调",
        "加强",
    }
)
_DOWN = frozenset(
    {
        "下降",
        "下跌",
        "降低",
        "减少",
        "减小",
        "减弱",
        "变小",
        "变低",
        "变少",
        "贬值",
        "下调",
        "削弱",
        "缩小",
        "下滑",
    }
)
_FORBIDDEN_ASKED = re.compile(
    r"禁止|不能|不得|不可以?|不允许|不应该?|不该|不准|误区|不属于|错误的|违规|"
    r"\b(?:must not|should not|shouldn't|may not|cannot|can't|not allowed|forbidden|prohibited|avoid|"
    r"mistakes?)\b"
)
_CASE = re.compile(
    r"^\W*(?:而|但|但是|那么?)?(?:如果|要是|假如|倘若|若是?|万一|一旦|除非)(?!.*(?:就|便|我|应|要|会))|的话\W*$|"
    r"^\W*(?:but |and )?(?:if|unless|in case)\b(?!.*\b(?:then|i|we)\b)"
)
_WHICH = re.compile(r"^\W*(?:不|没|未|无)[^，,、的是]{1,8}(?<![我你您他她它们])的(?=[\u3400-\u9fff]{2})")
_COMPARED = re.compile(r"区别|不同|差别|差异|相比|比较|对比|\b(?:differ\w*|compar\w*|versus|vs)\b")
_UNWILLING = re.compile(
    r"(?<!不)(?:怕|担心|唯恐|以免|免得|省得)|不愿|不想|不肯|不忍|舍不得|"
    r"\b(?:afraid|fear\w*|unwilling|not want)\b"
)
_OWN_NEGATION = frozenset("不没无未非别勿")
_PERMITTED = re.compile(r"可以|允许|应该|应当|能够|可能|必须|\b(?:can|may|should|must|allowed|fine|okay)\b")


def asks_what_is_forbidden(question: str) -> bool:
    """Whether what its points name is what must not be; then to deny them is to agree."""
    return _FORBIDDEN_ASKED.search(question) is not None


def keeps_off(text: str) -> bool:
    """Whether a text is about keeping something off: no denial of another that is."""
    return _KEPT_OFF.search(text) is not None


def only_a_case(clause: str) -> bool:
    """Whether a clause names a case (“if it cannot be …”) and says nothing of what is done in it."""
    return _CASE.search(clause) is not None


def without_case(text: str) -> str:
    """A text without a denial at its head that only says whom or what it is about (“不能后补的解释原因”)."""
    return _WHICH.sub("", text)


def shrinks_from(clause: str, point: str) -> bool:
    """Whether both shrink from something: who fears it does not want it, in whatever words."""
    return _UNWILLING.search(clause) is not None and _UNWILLING.search(point) is not None


def compares(question: str) -> bool:
    """Whether a question asks how things differ."""
    return _COMPARED.search(question) is not None


def about_another(question: str, point: str, clause: str) -> bool:
    """Whether two texts begin with different ones of the things a question compares, so that what is denied
    of one says nothing of the other."""
    if not compares(question):
        return False
    asked = frozenset(p for p in pieces(question) if weight(p) >= 1.0)
    first = next((p for p in pieces(point) if p in asked), None)
    other = next((p for p in pieces(clause) if p in asked), None)
    return first is not None and other is not None and first != other and first not in pieces(clause)


def permits(clause: str) -> bool:
    """Whether a clause allows what it names."""
    return _PERMITTED.search(clause) is not None and not _NEGATOR.search(clause)


def denies(text: str) -> bool:
    """Whether a text holds a denial of its own."""
    return _NEGATOR.search(_DOUBLE.sub("", _QUESTIONING.sub("", text))) is not None


@lru_cache(maxsize=65_536)
def opposed(clause: str, point: str) -> bool:
    """Whether ``clause`` says the contrary of ``point``; both normalised, about the same thing."""
    if clause in point:
        return False
    clause = _BEHIND.sub("", _AHEAD.sub("", clause))
    differ = _negated(clause, point) != _negated(point, clause)
    wrong = _wrong(clause) != _wrong(point)
    return (differ + wrong + _swapped(clause, point)) % 2 == 1


def frame_ahead(sentence: str) -> bool:
    """Whether a sentence says that what follows is wrong."""
    return _AHEAD.search(sentence) is not None


def frame_behind(sentence: str) -> bool:
    """Whether a sentence says that what stands before it is wrong."""
    return _BEHIND.search(sentence) is not None


def inherited(clauses: Sequence[str]) -> list[bool]:
    """Per clause of one sentence: whether a denial at the head of the sentence still governs it."""
    governs = bool(clauses) and _AT_HEAD.search(clauses[0]) is not None
    found = [False]
    for clause in clauses[1:]:
        governs = governs and not _TURNS_BACK.search(clause) and not _NEGATOR.search(clause)
        found.append(governs)
    return found[: len(clauses)]


def _negated(text: str, other: str) -> bool:
    """Whether ``text`` holds a negating word that ``other`` does not hold in the same phrase."""
    plain = _DOUBLE.sub("", _QUESTIONING.sub("", _CALLED_WRONG.sub("", text)))
    return any(
        not _holds(other, plain[m.start() : m.end() + 1], m.group())
        and not (_KEPT_OFF.fullmatch(m.group()) and _KEPT_OFF.search(other))
        and _governs(plain[m.end() :], other)
        for m in _NEGATOR.finditer(plain)
    )


def _governs(after: str, other: str) -> bool:
    """Whether what a negating word governs is something ``other`` speaks of; also when it governs nothing."""
    reached = tokens(_END_OF_REACH.split(after, maxsplit=1)[0])
    governed = [t for t in reached if not is_small(t) and t not in _OWN_NEGATION]
    chinese = bool(governed) and is_cjk(governed[0][0])
    governed = governed[: _REACH if chinese else _REACH_WORDS]
    held = sum(t in tokens(other) or _opposite_in(t, other) for t in governed)
    return not governed or (2 * held >= len(governed) if chinese else 2 * held > len(governed))


def _opposite_in(word: str, other: str) -> bool:
    """Whether ``other`` says the opposite of an English word: not to lose it is to keep it."""
    words = _words(other)
    return any(
        (_has(frozenset({word}), one) and _has(words, two))
        or (_has(frozenset({word}), two) and _has(words, one))
        for one, two in _OPPOSITES_EN
    )


def _holds(text: str, phrase: str, word: str) -> bool:
    """Whether a text holds a negating word: with the next character in Chinese, in any form in English."""
    if not word.isascii():
        return phrase in text
    wanted = stem(word)
    return any(stem(w) == wanted for w in re.findall(r"[a-z']+", text)) or (" " in word and word in text)


def _wrong(text: str) -> bool:
    return _CALLED_WRONG.search(text) is not None


def _swapped(clause: str, point: str) -> int:
    """1 when a word of the point stands in the clause only as its opposite."""
    if _turned_round(clause, point):
        return 1
    for one, two in _OPPOSITES:
        for there, here in ((one, two), (two, one)):
            if there in point and here in clause and here not in point and there not in clause:
                return 1
    clause_words, point_words = _words(clause), _words(point)
    for one, two in _OPPOSITES_EN:
        for there, here in ((one, two), (two, one)):
            if (
                _has(point_words, there)
                and _has(clause_words, here)
                and not (_has(point_words, here) or _has(clause_words, there))
            ):
                return 1
    return 0


def _turned_round(clause: str, point: str) -> bool:
    """Whether one only rises where the other only falls."""
    (up, down), (up_too, down_too) = (
        (any(w in text for w in _UP), any(w in text for w in _DOWN)) for text in (clause, point)
    )
    return (up and not down and down_too and not up_too) or (down and not up and up_too and not down_too)


@lru_cache(maxsize=16_384)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text))


def _has(words: frozenset[str], wanted: str) -> bool:
    if len(wanted) >= 6:
        return any(w.startswith(wanted) for w in words)
    return wanted in words or wanted + "s" in words
