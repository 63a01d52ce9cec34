"""Words spoken to whoever scores. They are data: flagged, quoted, read by no rater."""

import re
from typing import Any

from bole.measurement.flags.evidence import flag, quote
from bole.measurement.text.cues import sounds_of
from bole.measurement.text.reading import Reading

# Who is spoken to.
_JUDGE_ZH = r"系统|评分|打分|评委|考官|面试官|老师|人工智能|ai|模型|算法|程序|机器|后台|评估|评价|助手|阅卷"
_JUDGE_EN = (
    r"system|scor(?:er|ing)|evaluator|grader|assessor|examiner|judge|ai|a\.i\.|model|algorithm|"
    r"machine|assistant|interviewer|whoever|marking"
)
# The same without words that also name people in stories (a teacher, an assistant).
_CALLED_ZH = r"系统|评分|打分|评委|考官|面试官|人工智能|(?<![a-z])ai(?![a-z])|模型|算法|程序|后台|评判|阅卷"
_CALLED_EN = (
    r"\b(?:scor(?:er|ing)|evaluator|evaluation|grader|assessor|examiner|ai|algorithm|rubric|"
    r"whoever|marking|"
    r"note to|attention|administrator)\b"
)
# What is asked for.
_PRIZE_ZH = (
    r"满分|最高分|高分|九十[多几]?分|九十五分|9[05]分|一百分|100分|五分|5分|10分|十分满|优秀|最高档|最高等级|最高级|最高的?(?:分数|"
    r"等级|评价|档)|通过(?:这|本|此|面试)|录用|录取|加分|不要扣分|不扣分|好评|a级|最好的(?:分数|评价)"
)
_PRIZE_EN = (
    r"full (?:marks|score|points)|maximum (?:score|points|marks)|max(?:imum)? score|top (?:score|"
    r"marks|level|grade)|highest (?:score|marks|level|grade|rating)|"
    r"perfect (?:score|answer|ten)|five out of five|ten out of ten|one hundred|100|excellent|"
    r"high(?:est)? score|recommend(?:ed)? for hir\w+|pass this|let me pass|"
    r"no deductions|five stars?|hire me|good score|high marks|all criteria"
)
_GIVE_ZH = (
    r"给(?:我|出|他|她|这|本|个|打)|打(?:成|出|个|上|满|最|高)|评(?:为|成|定|上)|判(?:定|为|成)|输出|"
    r"改成|设(?:为|成|置)|标(?:为|记|成)|算(?:作|成|我)|让我(?:通过|过)|属于|推荐录用|请|务必|拜托|"
    r"直接|必须|应该|都应|一定要"
)
_GIVE_EN = (
    r"give|assign|rate|set|mark|award|grant|output|return|score|must be|counts? as|should be|let me|"
    r"treat|consider|please|put|make it"
)
# Overriding what holds.
_OVERRIDE_ZH = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要管|不用管|抛开|跳过|取消|作废|推翻|不必理会|别管|替换|"
    r"覆盖).{0,14}(?:规则|标准|要求|指令|提示|设定|设置|评分|分析|限制|上面|前面|之前|以上)|"
    r"(?:规则|标准|要求|指令|提示|设定|评分|限制).{0,10}(?:作废|无效|忽略|取消|失效|以我说的为准|"
    r"改为|换成)|"
    r"(?:你现在|从现在(?:开始|起)|现在开始|接下来)[,，]?你?(?:是|不再是|扮演|只需要|只要|必须|"
    r"要把|就是)|你(?:不再)?是(?:一个|我的|一名)?.{0,8}(?:助手|程序|模型|机器人)|你的任务是|"
    r"新的(?:指令|指示|规则|评分)|系统(?:提示|指令|消息)|不用(?:再)?(?:分析|评估|打分|检查)"
)
_OVERRIDE_EN = re.compile(
    r"\b(?:ignore|disregard|forget|override|skip|bypass)\b.{0,40}\b(?:rubric|instructions?|"
    r"criteria|prompts?|analysis|scoring|grading|guidelines|previous|above|everything before)\b|"
    r"\byou are (?:now|no longer)\b|\byour (?:new )?(?:task|job|role) is\b|\bfrom now on,? (?:you|"
    r"an answer|this answer|every)\b|\bnew instructions?\b|\bsystem (?:prompt|message|note)\b|"
    r"\b(?:criteria|rubric|rules of scoring|grading)\b.{0,24}\b(?:changed|replaced|no longer|"
    r"updated|cancelled|void)\b|\bnote to (?:the )?(?:evaluator|grader|scorer|system|ai|model)\b|"
    r"\bas an ai\b|\bdo not (?:analy[sz]e|evaluate|score)\b"
)
_OWN_EN = re.compile(
    r"\b(?:i|we|they|he|she|people|nobody)\b(?: \w+){0,4} (?:ignore|disregard|forget|skip|bypass)"
)
_OWN_ZH = re.compile(
    r"(?:我|我们|他|她|同事|大家|客户|不能|不会|不可|有人)[^,，。]{0,8}(?:忽略|无视|忘记|忘掉|"
    r"跳过|取消|抛开)"
)
# The marks of another contest: a customer, a teacher, an exam, a survey.
_OTHER_ZH = re.compile(
    r"客户|顾客|阿姨|大爷|满意度|考试|成绩|比赛|得了|拿了|拿到|获得|考了|评为|被评|期末|绩效|考核|"
    r"我们组|项目|问卷|导师|裁判|网点"
)
_OTHER_EN = re.compile(
    r"\b(?:customers?|clients?|teacher gave|exam|survey|contest|jury|professor|satisfaction|"
    r"course|thesis|my school|we got|we received|was rated|were rated|performance review)\b"
)
_SOUND_PRIZE = (" man fen ", " zui gao fen ", " ping fen gui ze ", " ping fen biao zhun ")


def instruction_units(reading: Reading) -> frozenset[int]:
    """Indices of units that speak to the scorer."""
    return frozenset(
        i for i, unit in enumerate(reading.units) if speaks_to_scorer(unit.text, reading.language)
    )


def instruction_quotes(reading: Reading) -> list[str]:
    """Every passage that speaks to the scorer, verbatim; the flag shows the first few only."""
    return [
        reading.quote(reading.units[i].start, reading.units[i].end)
        for i in sorted(instruction_units(reading))
    ]


def instruction_flag(reading: Reading) -> dict[str, Any] | None:
    """One flag with every such sentence quoted."""
    units = sorted(instruction_units(reading))
    if not units:
        return None
    evidence = [quote(reading, reading.units[i].start, reading.units[i].end) for i in units[:4]]
    return flag("instruction_to_scorer", "speaks_to_the_scorer", evidence, sentences=float(len(units)))


def speaks_to_scorer(text: str, language: str) -> bool:
    """An order to whoever scores, or a plea for marks; not talk about marks somebody got elsewhere."""
    return _chinese(text) if language == "zh" else _english(text)


def addresses_scorer(text: str, language: str) -> bool:
    """Whether somebody or something that scores is spoken to or named."""
    return re.search(_CALLED_ZH if language == "zh" else _CALLED_EN, text) is not None


def _chinese(text: str) -> bool:
    if _OVERRIDE_ZH.search(text) and not _OWN_ZH.search(text):
        return True
    prize = re.search(_PRIZE_ZH, text) is not None or _SOUND_PRIZE[0] in sounds_of(text).exact
    if not prize or _OTHER_ZH.search(text):
        return False
    asks = re.search(_GIVE_ZH, text) is not None
    strong = (
        re.search(r"满分|最高[分档等级]|九十五?分|9[05]分|一百分|100分|五分|5分|高分|不要扣分|不扣分", text)
        is not None
        or _SOUND_PRIZE[0] in sounds_of(text).exact
    )
    to_judge = re.search(_JUDGE_ZH, text) is not None
    return asks and (
        strong
        or (
            to_judge
            and re.search(
                r"给我|让我|请(?!问|客户|他|她|您|大堂|主管|坐)|务必|拜托|改成|评为|判定|推荐录用", text
            )
            is not None
        )
    )


def _english(text: str) -> bool:
    if _OVERRIDE_EN.search(text) and not _OWN_EN.search(text):
        return True
    if not re.search(rf"\b(?:{_PRIZE_EN})\b", text) or _OTHER_EN.search(text):
        return False
    judge = re.search(rf"\b(?:{_JUDGE_EN})\b", text) is not None
    order = (
        re.search(
            rf"(?:^|[,:.] |\band |\bplease |\bjust |\bto |\bwill |\bso |\bmust |\bshould )(?:{_GIVE_EN})\b",
            text,
        )
        is not None
    )
    mine = (
        re.search(
            r"\b(?:give me|give this|let me pass|my (?:total|score|answer|rating)|this (?:answer|"
            r"candidate|response)|everything as|every (?:competency|item)|hire me|mark me|rate me|"
            r"me full|me a)\b",
            text,
        )
        is not None
    )
    return order and (mine or judge)
