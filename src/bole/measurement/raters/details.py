"""Details that could be verified: figures, times, named people and things, own actions."""

import re
from dataclasses import dataclass

# Figures that say nothing: ordinals, "a bit", "one", and how a step is numbered.
_FIGURE_ZH = re.compile(
    r"(?:百分之[零一二两三四五六七八九十百点\d]+|\d+(?:\.\d+)?\s*%|"
    r"(?<![第一二两三四五六七八九十百千万])[一二两三四五六七八九十百千万]{2,6}(?:多|来|余)?个(?!月|小时|人|百分)|"
    r"(?<![第一二三四五六七八九十])(?:\d[\d,.]*|[一二两三四五六七八九十百千万几]{1,6}(?:多|"
    r"来)?)\s*"
    r"(?:个多|多)?(?:万元|亿元|元|块|万|亿|个人|名|位|人|分钟|小时|个小时|天|个月|年|岁|周|次|遍|"
    r"起|笔|户|份|张|页|家|条|项|单|件|场|倍|成(?![功立果为年长绩交效])|礼拜|星期|钟头|公里|米|封|支|组|轮|台|桌|本|科|"
    r"门|级|%|个百分点|点半?|号))"
)
_TRIVIAL_ZH = re.compile(
    r"^(?:一(?:个人|位|人|份|张|次|遍|件|条|项|家|点|些|起|天|名|本|台|门|组|场|笔|户)|两?三?几(?:个|"
    r"位|次|天|人|年)|一点|两个人|几[个位次天人年句])$"
)
_FIGURE_EN = re.compile(
    r"(?<![a-z])(?:\d[\d,.]*\s*(?:%|percent|minutes?|hours?|days?|weeks?|months?|years?|people|"
    r"customers?|clients?|cases?|pages?|files?|reviews?|branches|"
    r"million|thousand|k|yuan|dollars?|times?|points?)?|(?:two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|million|dozen|half)(?:[\s-](?:one|two|three|four|"
    r"five|six|seven|eight|nine|hundred|thousand|million|and|percent))*)(?![a-z])"
)
_TIME_ZH = re.compile(
    r"去年|前年|今年|上个月|上周|上学期|下半年|上半年|半年后|大[一二三四](?![个家])|研[一二三]|"
    r"暑假|寒假|实习期间|[一二三四五六七八九十\d]+月(?:份|底|初|[一二三四五六七八九十\d]+[日号])?|"
    r"第[一二三四五六七八九十\d]+天|第二天|当天|次日|明天上午|明天下午|后天|周[一二三四五六日]|"
    r"星期[一二三四五六日]|月底|年底|季度|[一二三四五六七八九十两\d]+(?:个月|周|天|年)(?:之?后|"
    r"以后|内|前)|"
    r"(?:20|19)\d\d年?|[零〇一二三四五六七八九]{2,4}年|"
    r"(?<![一二三四五六七八九十\d])[一二两三四五六七八九十\d]{1,3}点"
    r"(?:半|整|钟|一刻|三刻|零?[一二三四五六七八九十\d]+分)|早上[一二三四五六七八九十\d]+点|每天早上|每周"
)
_TIME_EN = re.compile(
    r"\b(?:last (?:year|month|week|summer|winter|spring|autumn|semester|june|july|march|april|"
    r"may)|this year|in (?:19|20)\d\d|(?:january|february|march|april|june|july|august|september|"
    r"october|november|december)|next (?:morning|day|week)|the following (?:day|week|month|"
    r"morning)|tomorrow (?:morning|afternoon)?|every (?:morning|day|week|friday|monday)|"
    r"(?:monday|tuesday|wednesday|thursday|friday)|end of (?:the month|june|the year)|(?:two|"
    r"three|four|five|six|seven|eight|nine|ten|\d+) (?:days?|weeks?|months?|years?) (?:later|"
    r"after|early|earlier|ago)|"
    r"a (?:month|week|year) (?:later|ago)|within (?:a|two|three|\d+) (?:days?|weeks?|hours?)|"
    r"half past \w+|quarter (?:past|to) \w+|\d{1,2}(?::\d\d)? ?[ap]m|\w+ o'clock|"
    r"second day|during my (?:internship|second|third|final)|(?:first|second|third|final|"
    r"sophomore|junior|senior) year)\b"
)
_NAME_ZH = re.compile(
    r"[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤罗毕郝安常乐于傅卞康余顾孟黄穆萧尹姚邵汪毛米贝成戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江颜郭梅盛林钟徐邱骆高夏蔡田胡凌霍万柯卢莫丁邓洪石崔吉龚程陆曾](?:阿姨|"
    r""
    r"叔叔|大爷|大妈|奶奶|爷爷|先生|女士|老师|经理|主任|行长|总|姐|哥|师傅|某|同学)|"
    r"小[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张曹魏谢邹苏潘彭鲁马方袁唐薛雷罗宋黄梁郭林徐高夏蔡田胡丁邓刘]"
    r"|[\u4e00-\u9fff]{2,6}(?:大学|学院|支行|分行|网点|银行|公司|集团|超市|社区|小区|医院|协会|"
    r"学生会|社团)|大堂经理|取号机|手机银行|自助机|工号|优先号|提示单|清单|共享表格|表格|台账|"
    r"合规部|内控部|审计部|合规专员|"
    r"风险测评|录音录像|双录|净值型|定期存款|国债|大额存单|货币基金|举报|热线|从业资格|证书|"
    r"[特一二三]等奖|[\u4e00-\u9fff]{2,4}(?:广场|商场|大厦|小学|中学|市场|奶茶店|水果店|饭店)|"
    r"老板娘|店长|房东|组长|班长|队长|导师|学长|学姐|保安|会计|出纳|门卫|"
    r"奖学金|表扬信|锦旗|赞助|问卷|海报|微信群|系统|流水|凭证|授权书|委托书|户口本|营业执照|公证"
)
_NAME_EN = re.compile(
    r"\b(?:mr|mrs|ms|miss|madam|aunt|uncle|auntie|professor|dr)\.? [a-z]+\b|\b(?:lobby manager|"
    r"branch manager|line manager|supervisor|compliance (?:officer|department|team)|"
    r"audit(?: department)?|internal control|"
    r"number machine|mobile (?:app|bank|banking)|staff number|priority (?:slot|number|ticket)|"
    r"checklist|tracker|spreadsheet|shared (?:list|sheet|document|folder|drive|calendar)|"
    r"risk (?:assessment|questionnaire|profile)|"
    r"term deposit|fixed deposit|government bond|wealth product|hotline|log ?book|voucher|cctv|"
    r"written opinion|scholarship|certificate|internship|student union|university|college|"
    r"landlord|landlady|shift leader|team leader|store manager|head teacher|accountant|caretaker|"
    r"city bank|branch|excel|python|"
    r"wechat|dashboard|survey|poster|sponsor|contract|passport|identity card|power of attorney|recording)\b"
)
# Past forms that tell what somebody felt, wanted or was, not what could be seen.
_INNER_EN = (
    "(?:want|need|lik|lov|hop|believ|tri|enjoy|worri|seem|happen|realis|realiz|struggl|succeed|improv|graduat|"
    "learn|feel|wish|mind|car|deserv|belong|depend|agre|decid|wonder|expect|us|suppos|interest|excit|"
    "motivat|determin|committ|dedicat)ed\\b"
)
_OWN_ZH = re.compile(
    r"(?:我|我们)(?:会|先|再|就|马上|立刻|立即|主动|当场|每天|每周|负责|自己|来|去|也|还|又|都|"
    r"当时|于是|便|一个人|跟\S{1,6}?|和\S{1,6}?|给\S{1,6}?|向\S{1,6}?|请\S{1,6}?|帮\S{1,6}?|"
    r"让\S{1,6}?|把\S{1,10}?|在\S{1,8}?){0,4}"
    r"(?:写|列|做|画|打|找|问|查|核对|确认|联系|预约|安排|整理|设计|制作|建|开|约|拉|跑|谈|陪|递|"
    r"倒|道歉|解释|说明|讲|教|带|分|记录|登记|上报|汇报|报告|提交|提出|提议|建议|协调|统计|测|算|"
    r"放|贴|加|拿|送|留|发|推荐|服务|接待|帮|请|练|考|学|组织|主持|复核|拆|改|补|截图|保存|拒绝|"
    r"提醒|通知|换|定|拍|梳理|对接|处理|办|完成|收集|培训)"
    # whatever is done to something (把), and whatever moves or comes about by it
    r"|我们?(?!觉得|认为|想|希望|感|相信|知道|不)[^,.;!?，。；！？]{0,8}?把[\u4e00-\u9fff\d]{2,10}"
    r"|我们?(?!觉得|认为|想|希望|感|相信|知道|不|没)(?:[从往在到][\u4e00-\u9fff]{1,6}?)?[\u4e00-\u9fff]{1,2}"
    r"(?:下来|出来|起来|过去|进去|上去|回来|回去|翻出|找出|挑出)"
)
_OWN_EN = re.compile(
    r"\b(?:i|we)(?:'d|'ll)? (?:would |will |then |also |first |immediately |personally |always |"
    r"only |quickly |just |even )*"
    r"(?:ask|make|made|build|built|set|split|call|write|wrote|tell|told|explain|suggest|"
    r"organi[sz]e|arrange|offer|report|propose|take|took|give|gave|sit|sat|meet|met|check|prepare|"
    r"create|draw|drew|assign|invite|help|speak|spoke|"
    r"talk|share|bring|brought|keep|kept|move|apologi[sz]e|recommend|walk|start|stay|work|use|"
    r"collect|record|log|book|reserve|print|scan|show|list|lead|led|divide|hold|held|finish|train|"
    r"design|test|count|compare|contact|visit|serve|served|"
    r"guide|handle|study|studied|pass|win|won|run|ran|teach|taught|learn|learnt|sell|sold|reduce|"
    r"cut|save|send|sent|review|remind|verify|phone|listen|let|put|find|found|fix|sort|draft|plan|"
    r"rehearse|interview|agree)(?:e?d|s|ing)?\b"
    r"|\b(?:i|we) (?:then |also |first |immediately |personally |always |quickly |just |even )*"
    rf"(?!{_INNER_EN})[a-z]{{2,}}ed\b"
)


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail inside a text."""

    kind: str
    start: int
    end: int
    text: str


def details_of(text: str, prompt: str, language: str) -> list[Detail]:
    """Details of a normalised text that the question did not hand out itself."""
    zh = language == "zh"
    found: list[Detail] = []
    for kind, pattern in (
        ("figures", _FIGURE_ZH if zh else _FIGURE_EN),
        ("times", _TIME_ZH if zh else _TIME_EN),
        ("names", _NAME_ZH if zh else _NAME_EN),
        ("own_action", _OWN_ZH if zh else _OWN_EN),
    ):
        for match in pattern.finditer(text):
            said = match.group().strip()
            if kind == "figures" and (_TRIVIAL_ZH.match(said) or _given(said, prompt)):
                continue
            found.append(Detail(kind, match.start(), match.end(), said))
    return found


def _given(figure: str, prompt: str) -> bool:
    """Whether the figure is the question's own (forty minutes)."""
    same = {"四十分钟": "40分钟", "40分钟": "40分钟", "forty": "40", "40 minutes": "40", "40": "40"}
    return same.get(figure, "\0") in prompt
