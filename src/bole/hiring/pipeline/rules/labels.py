"""What a passed stage left behind, in words: «AI 面试得分 85 分», «背景调查无异常».

A step leaves a code with its move: a figure (``85.0``) or ``what:value`` (``panel:90``, ``check:clear``). The
words stand here, so that the line of an application reads the same wherever it is printed.
"""

from collections.abc import Mapping

Words = Mapping[str, str]  # {zh, en}

# kind of stage, or the code's first part → (the sentence, the word beside the stage's name)
SCORES: Mapping[str, tuple[Words, Words]] = {
    "ai_interview": (
        {"zh": "AI 面试得分 {n} 分", "en": "AI interview score {n}"},
        {"zh": "{n} 分", "en": "{n}"},
    ),
    "panel": (
        {"zh": "结构化面试得分 {n} 分", "en": "Structured interview score {n}"},
        {"zh": "{n} 分", "en": "{n}"},
    ),
}
SAID: Mapping[str, tuple[Words, Words]] = {
    "check:clear": (
        {"zh": "背景调查无异常", "en": "Background check clear"},
        {"zh": "无异常", "en": "clear"},
    ),
    "check:accepted": (
        {"zh": "背景调查有待核实项，已由人确认", "en": "Background check: findings accepted by a person"},
        {"zh": "已由人确认", "en": "accepted by a person"},
    ),
    "offer:signed": ({"zh": "offer 签署完成", "en": "Offer signed"}, {"zh": "已签署", "en": "signed"}),
    "onboarding:joined": ({"zh": "已入职", "en": "Joined"}, {"zh": "已入职", "en": "joined"}),
}
ALIASES = {"ai": "ai_interview"}


def sentence(kind: str, label: str, language: str) -> str:
    """What the step of that ``kind`` left, as a phrase of its own; empty when it left nothing."""
    return _said(kind, label, language, 0)


def word(kind: str, label: str, language: str) -> str:
    """The same in a word or two, for beside the stage's name; a code nobody knows stands as it is."""
    return _said(kind, label, language, 1) or label.rsplit(":", 1)[-1]


def _said(kind: str, label: str, language: str, which: int) -> str:
    if label in SAID:
        return SAID[label][which][language]
    what, _, value = label.rpartition(":")
    scores = SCORES.get(ALIASES.get(what, what) or kind)
    figure = _figure(value)
    return scores[which][language].format(n=figure) if scores and figure else ""


def _figure(value: str) -> str:
    """``85.0`` → ``85``; empty for what is no figure."""
    try:
        return f"{round(float(value), 1):g}"
    except ValueError:
        return ""
