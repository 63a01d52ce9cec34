"""Sentences that speak to whoever, or whatever, scores: reported, never obeyed, never read as a field."""

import re

from bole.parsing.text import plain

_ORDERS = re.compile(
    "|".join((
        r"(?:忽略|无视|不要理会|不必理会|请?跳过|抛开|忘记|忽视)[^。；\n]{0,12}(?:以上|此前|之前|前面|先前|上述|所有|全部|任何|其他|原有|系统)[^。；\n]{0,12}(?:指令|指示|要求|规则|标准|评分|提示|内容|设定|说明|限制)",
        r"(?:给|为|把|将|对)(?:予)?(?:这[位个名]|该|此|本|我|他|她)?[^。；，\n]{0,10}(?:打|评|评为|判|予|设为|标记为|列为)?(?:出|上|为)?(?:最高|满|高)分(?:数)?(?:[。！!,，；\s]|$)",
        r"(?:评分|打分|得分|分数)\s*(?:必须|应该?|请|设|为|:)[^。；\n]{0,8}(?:100|满分|最高|10\s*/\s*10)",
        r"(?:必须|务必|请|直接|应当?|自动)[^。；，\n]{0,6}(?:推荐|录用|通过|录取|优先|进入下一轮|晋级)[^。；，\n]{0,8}(?:该|此|这位|这名|本|我|候选人|简历|应聘者|筛选|初筛)",
        r"(?:将|把)[^。；，\n]{0,10}(?:候选人|简历|应聘者)[^。；\n]{0,10}(?:排在?第一|置顶|列为首选|评为|标记为|判定为|推荐)",
        r"(?:你是|您是|作为)(?:一[个名位])?[^。；，\n]{0,8}(?:AI|人工智能|语言模型|大模型|评分(?:系统|模型|员|助手)|筛选(?:系统|模型)|招聘(?:系统|助手|模型))",
        r"(?:AI|人工智能|大模型|语言模型|评分系统|筛选系统|机器人)[^。；\n]{0,6}(?:请|必须|注意|须|应)[^。；\n]{0,30}(?:分|推荐|通过|录用|优秀|忽略|合格|匹配)",
        r"(?:系统|管理员|开发者)\s*(?:提示词?|指令|消息|prompt)\s*[:：]",
        r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,30}"
        r"\b(?:previous|prior|above|earlier|preceding|all|any|other|your|these|the)\b[^.\n]{0,30}"
        r"\b(?:instructions?|prompts?|rules?|criteria|guidelines?|requirements?|text|content|directions?)",
        r"\b(?:give|assign|award|rate|score|grade|mark|rank|recommend|hire|shortlist|advance|select|accept)\b"
        r"[^.\n]{0,16}\b(?:this|the|him|her|me|my)\b[^.\n]{0,20}"
        r"\b(?:candidate|applicant|resume|résumé|cv|person)\b",
        r"\b(?:give|assign|award)\b[^.\n]{0,40}\b(?:top|highest|maximum|full|perfect|best|high)\b[^.\n]{0,12}"
        r"\b(?:score|mark|rating|grade|points?)",
        r"\b(?:rate|score|rank|grade)\b[^.\n]{0,24}"
        r"\b(?:10/10|100/100|100%|10 out of 10|first|number one|as excellent|highest)",
        r"\b(?:you are|act as|as)\s+(?:an?|the)\s+(?:AI|LLM|language model|assistant that|automated"
        r"|resume screen|screening|recruit\w* (?:assistant|bot|system))",
        r"\b(?:note|attention|message|instructions?)\s+(?:to|for)\s+(?:the\s+)?(?:AI|LLM|ATS|language model"
        r"|model|reviewer bot|screening|grader|scor\w+|system)",
        r"(?:<\|?\s*(?:system|im_start|instructions?)\b|\[/?INST\]|###\s*(?:system|instruction)"
        r"|\bsystem\s*prompt\b|\bBEGIN (?:SYSTEM|INSTRUCTION))",
    )),
    re.IGNORECASE,
)  # fmt: skip


def found_in(text: str) -> str | None:
    """The sentence that gives an order to the scorer, or None."""
    match = _ORDERS.search(plain(text))
    if match is None:
        return None
    begin = max(text.rfind(mark, 0, match.start()) for mark in "。！；\n\t") + 1
    ends = [place for mark in "。！；\n\t" if (place := text.find(mark, match.end())) >= 0]
    return text[begin : min(ends, default=len(text) - 1) + 1].strip()
