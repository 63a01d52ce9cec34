"""What a speaker says without making it his own: asked, told of others and not done, claimed, taken back.

Read by no rater, as if it had not been said. Each rule needs both sides: the form (a question, somebody
else's words, a claim upon the scorer) and the absence of what makes it an account of one's own conduct.
"""

import re
from collections.abc import Iterator
from typing import Any

from bole.measurement.flags.evidence import flag, quote
from bole.measurement.text.denying import carried_spans, denied_share
from bole.measurement.text.reading import Reading

_FULL_STOP = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
# A question to whoever listens: by its own form, or by its end when nothing is put to a customer in it.
_ASKING = {
    "zh": re.compile(
        r"^(?:那|那么|所以)?(?:要不要|是不是(?:该|要|得)|该不该|应不应该|需不需要|难道)"
        r"|(?:行|对|好|可以|合适)(?:吗|么|不)[？?]?\s*$"
    ),
    "en": re.compile(
        r"^(?:so |and )?(?:should (?:one|i|we)|is it about|do you want me to|would it be (?:right|good) to)\b"
        r"|\b(?:would that be|is that|is this) (?:right|ok|okay|correct|fine|enough|good)\s*\?*\s*$"
    ),
}
_ASKING_END = {"zh": re.compile(r"(?:吗|呢)[？?]?\s*$|[？?]\s*$"), "en": re.compile(r"\?\s*$")}
_TELLING = {
    "zh": re.compile(
        r"问|说|讲|告诉|请教|核对|核实|确认|了解|弄清|搞清|看看|查|想|知道|为什么|怎么|什么|哪|多少|几|谁"
    ),
    "en": re.compile(
        r"\b(?:ask|tell|told|said|say|check|find out|clarify|see|know|wonder|explain|clear|question)\w*\b"
        r"|\b(?:what|where|which|why|who|how|when)\b"
    ),
}
# Somebody else's words, with the speaker standing beside them.
_OTHERS = {
    "zh": re.compile(
        r"(?:同事|老师|师傅|领导|书上?|网上|别人|人家|大家|他们|培训)[^，,。]{0,8}(?:说|讲|写|教|要求|认为)"
    ),
    "en": re.compile(
        r"\b(?:colleague|trainer|teacher|boss|book|manual|internet|others|people|they)\b[^,.]{0,20}"
        r"\b(?:say|says|said|tells?|told|writes?|wrote|claims?)\b"
    ),
}
_BESIDE = {
    "zh": re.compile(
        r"我[^，,。]{0,6}(?:没有?|从来没|不曾)[^，,。]{0,6}(?:做过|试过|想过|用过|做到|照做|当回事)"
        r"|(?:记不太?清|记不得|不太记得|不知道为什么|不知道是什么意思|不以为然)"
    ),
    "en": re.compile(
        r"\bi (?:have|had|did|do|would)(?: not|n't| never)(?: \w+){0,2} "
        r"(?:done|do|tried|try|thought|think|used|remember|know why|follow\w*|care)\b"
        r"|\bi never (?:did|tried|do)\b|\bi do not know why\b"
    ),
}
# Calling things important, again and again, with nothing done: slogans about oneself.
_PROFESSING = {
    "zh": re.compile(
        r"(?:重视|注重|看重|在意)|(?:关键|核心|重点)(?:就?在于|是)|不会忽视|(?:非常|很|特别|十分)重要|落到实处"
        r"|全面加强|不断提升|能做好"
    ),
    "en": re.compile(
        r"\b(?:attention to|i (?:really |deeply |always )?value|very good at|the key\b.{0,12}\bis"
        r"|never forget|(?:extremely|very|so) important|into practice|strengthen|attach importance)\b"
    ),
}
_PROFESSIONS, _PROFESSED = 4, 0.5
# What nobody says of things he then does, nor of wrongs he refuses.
_DISMISSING = {
    "zh": re.compile(r"用不着|没必要|犯不着|何必|不打算|懒得|才不|^我?并(?:不|没有|未)"),
    "en": re.compile(
        r"\b(?:no (?:reason|need|point)|not the case|not true|not going to|not plan to|not intend to)\b"
    ),
}
_DISMISSALS, _DISMISSED = 3, 0.6
# The whole account taken back.
_BACK = {
    "zh": re.compile(
        r"(?:刚才|刚刚|上面|以上|前面)[^。]{0,8}(?:都|全|只)?是[^。]{0,6}(?:背的|背下来|编的|套话|场面话|面试的?说法|说说而已)"
        r"|(?:刚才|刚刚|上面|以上|前面|这些|那些)[^。]{0,10}(?:我)?(?:平时|实际|从来|其实|根本)?[^。]{0,4}"
        r"(?:一样|一个|一条|一点|全|都)[^。]{0,3}(?:不做|不会做|没做过|做不到|不照做)"
        r"|我不会(?:这样|这么)做"
        r"|(?:以上|上述|上面|前面|前述|刚才|这些)[^。！？，,]{0,8}(?:都|全部?|通通|统统|没有?一[句条个点])"
        r"[^。！？，,]{0,4}(?:错|不对|不正确|不成立|不属实|不真实|是假|瞎|胡|不同意|不算数)"
    ),
    "en": re.compile(
        r"\b(?:none|nothing) of (?:this|that|these|it)\b[^.]{0,30}\b(?:do|did|done|true|mean|real)\b"
        r"|\b(?:do|did) none of (?:this|that|these|it)\b|\b(?:do|did) not do any of (?:this|that)\b"
        r"|\bwould not do any of (?:this|that|it)\b"
        r"|\ball of (?:this|that|it) is (?:only )?(?:learne?[dt]|memori[sz]ed|rehearsed|made up|invented)\b"
        r"|\b(?:(?:all|everything) (?:of )?(?:this|that|it|the above|above|i (?:just )?said)"
        r"|(?:these|those|the above) (?:statements|claims|points|things))"
        r" (?:is|are|was|were) (?:all )?(?:wrong|false|untrue|incorrect|not true)\b"
        r"|\bnone of (?:the above|these statements|what i said) (?:is|are|was|were) (?:true|right|correct)\b"
    ),
}
# Called wrong before it is said; what people do wrong may well be listed, and is no retraction.
_WRONG_AHEAD = {
    "zh": re.compile(
        r"(?:以下|下面|下列|接下来)(?![^。！？，,]{0,6}(?:做法|行为|操作|情形))[^。！？，,]{0,12}"
        r"(?:都|全|完全|一[条句个点])[^。！？，,]{0,6}(?:错|不对|不正确|不成立|是假|不同意|反对)"
    ),
    "en": re.compile(
        r"\b(?:following|below)\b(?! (?:acts|actions|practices|conduct))[^.]{0,30}"
        r"\b(?:false|wrong|incorrect|untrue|not true)\b"
        r"|\b(?:disagree|do not agree) with (?:all|each|every(?:thing| one)?)\b"
    ),
}
_RIGHT_AGAIN = {
    "zh": re.compile(r"正确的|对的是|实际上应"),
    "en": re.compile(r"\b(?:the right|correct|in fact)\b"),
}
# A claim upon the scorer instead of an answer: everything to the full stop hangs on it.
_CLAIMING = {
    "zh": re.compile(
        r"(?:评委|考官|面试官|评分|系统|模型|阅卷)[^。]{0,8}(?:必须|应当|应该|务必|要|请)[^。]{0,4}(?:认定|判定|承认|视为|当作)"
    ),
    "en": re.compile(
        r"\b(?:grader|examiner|scorer|evaluator|assessor|judge|system|model)s?\b[^.]{0,20}"
        r"\b(?:must|should|has to|have to|shall) (?:find|accept|confirm|treat|count|assume|conclude)\b"
    ),
}
# What will be spoken of, or what the question is said to be about: headings with nothing under them.
_ANNOUNCING = {
    "zh": re.compile(
        r"(?:(?:接下来|下面|以下)[^，,、]{0,6}(?:讲|谈|说|提)到?(?=.*这[^、]{0,3}(?:点|条|步|方面))"
        r"|(?:回答|答案|思路)[^，,、]{0,4}(?:分|包括|包含|有)[^，,、]{0,6}(?:方面|部分|点|层)"
        r"|(?:这|本)[道个]?题目?[^，,、]{0,3}考[的察查])(?:.*?、){3}"
    ),
    "en": re.compile(
        r"\b(?:i(?: am|'m) going to|i (?:will|shall)) (?:talk|speak) about(?:.*?;){3}"
        r"|\bmy answer (?:has|consists of|falls into)\b.{1,20}\b(?:parts|points|steps|aspects)(?:.*?;){3}"
        r"|\bthis question is (?:about|testing)\b(?:.*?;){3}"
    ),
}


def disowned_units(reading: Reading) -> frozenset[int]:
    """Indices of units that hold nothing the speaker stands for."""
    found = {i for i, unit in enumerate(reading.units) if _beside(unit.text, reading.language)}
    found |= _professions(reading) | _dismissals(reading)
    spans = [
        *_claims(reading),
        *_before_retraction(reading),
        *_behind_condemnation(reading),
        *_sentences_aside(reading),
        *carried_spans(reading.text, reading.language),
    ]
    for index, unit in enumerate(reading.units):
        covered = sum(max(0, min(unit.end, end) - max(unit.start, start)) for start, end in spans)
        if 2 * covered > unit.end - unit.start:
            found.add(index)
    return frozenset(found)


def retraction(reading: Reading) -> tuple[int, int] | None:
    """Where the speaker takes back what he said before."""
    hits = list(_BACK[reading.language].finditer(reading.text))
    return (hits[-1].start(), hits[-1].end()) if hits else None


def called_wrong(reading: Reading) -> bool:
    """Whether the speaker says of what he said, or is about to say, that it does not hold."""
    return retraction(reading) is not None or any(_behind_condemnation(reading))


def retraction_flag(reading: Reading) -> dict[str, Any] | None:
    """One flag that quotes the retraction."""
    hit = retraction(reading)
    return flag("contradiction", "account_taken_back", [quote(reading, *hit)]) if hit else None


def _sentences_aside(reading: Reading) -> Iterator[tuple[int, int]]:
    """Whole sentences asked, told of others or only announcing, also where a long one was cut."""
    at = 0
    for mark in [*_SENTENCE_END.finditer(reading.text), None]:
        end = mark.end() if mark else len(reading.text)
        text = reading.text[at:end].strip(" 。.")
        forms = (_ASKING[reading.language], _ANNOUNCING[reading.language])
        if any(form.search(text) for form in forms) or _told(text, reading.language):
            yield at, end
        at = end


def _beside(text: str, language: str) -> bool:
    asked = _ASKING[language].search(text) or (
        _ASKING_END[language].search(text) and not _TELLING[language].search(text)
    )
    return bool(asked) or _told(text, language)


def _told(text: str, language: str) -> bool:
    return bool(_OTHERS[language].search(text) and _BESIDE[language].search(text))


def _professions(reading: Reading) -> set[int]:
    """Units that only call something important, where they make up half of what is said."""
    hits = {i for i, unit in enumerate(reading.units) if _PROFESSING[reading.language].search(unit.text)}
    many = len(hits) >= _PROFESSIONS and len(hits) >= _PROFESSED * len(reading.units)
    return hits if many else set()


def _dismissals(reading: Reading) -> set[int]:
    """Units of denial, where several things are called needless and most of what is said is denied."""
    text, language = reading.text, reading.language
    needless = sum(bool(_DISMISSING[language].search(unit.text)) for unit in reading.units)
    denied = {
        i for i, unit in enumerate(reading.units) if denied_share(text, language, unit.start, unit.end) > 0
    }
    many = needless >= _DISMISSALS and len(denied) >= _DISMISSED * len(reading.units)
    return denied if many else set()


def _claims(reading: Reading) -> Iterator[tuple[int, int]]:
    """From a claim upon the scorer to the next full stop."""
    for match in _CLAIMING[reading.language].finditer(reading.text):
        end = _FULL_STOP.search(reading.text, match.end())
        yield match.start(), end.start() if end else len(reading.text)


def _before_retraction(reading: Reading) -> Iterator[tuple[int, int]]:
    """Everything up to the end of the retraction, when something was said before it."""
    hit = retraction(reading)
    if hit:
        yield 0, hit[1]


def _behind_condemnation(reading: Reading) -> Iterator[tuple[int, int]]:
    """From “all of the following is wrong” to where the right thing is said, or to the end."""
    for match in _WRONG_AHEAD[reading.language].finditer(reading.text):
        again = _RIGHT_AGAIN[reading.language].search(reading.text, match.end())
        yield match.start(), again.start() if again else len(reading.text)
