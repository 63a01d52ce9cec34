"""Suspicions about an answer as a whole: strings of fine words, another subject, a bare template,
repetition."""

import re
from itertools import pairwise
from typing import Any

from bole.measurement.flags.evidence import flag, quote
from bole.measurement.raters.conduct import fine_word_share, small_word_share, template_share, unit_conduct
from bole.measurement.raters.content import Content
from bole.measurement.raters.details import details_of
from bole.measurement.raters.relevance import topic_families
from bole.measurement.raters.scene import Scene
from bole.measurement.text.normalise import is_cjk, normalise
from bole.measurement.text.units import letters

Flag = dict[str, Any]
_LEAST = {"zh": 45, "en": 30}  # letters below which an answer is merely short
_FEW_SMALL = {"zh": 0.115, "en": 0.27}  # share of small words below which speech is a list
_MANY_FINE = {"zh": 0.24, "en": 0.33}
_STUFFED_PART = 0.3
_OFF_POINTS = 2.0  # summed strength of key points above which something was answered
_OFF_SHARE = 0.25  # the same of a question with few key points, per point
_OFF_NEAR = 0.32  # nearness to the question above which the subject was at least touched
_OFF_BARELY = (
    0.26  # the same where words cannot tell: of two families only, or the question names fewer than two
)
_TOLD_RELEVANCE, _TOLD_DETAILS = 20.0, 3  # from here on something of what was asked for is told in own words
_OFF_HARDLY = 15.0  # below this two stray words of the subject tell as little as one
_STORY_DETAILS, _STORY_RELEVANCE, _STORY_SHARE = 5, 18.0, 0.15  # told in detail, and nearly nothing asked for
_TEMPLATE_SHARE = {"zh": 0.12, "en": 0.12}
_TEMPLATE_DETAILS, _TEMPLATE_POINTS = 2, 4.2
_REPEATED_LETTERS, _DISTINCT_PAIRS = 0.25, 0.72
_TEMPLATE_MARKS = 3
_MARKS_ZH = re.compile(
    r"首先|其次|再次|接着|然后|最后|最终|第[一二三四五](?:步|点|个?方面|部分)?|[一二三四]是|情境|"
    r"任务|行动|结果|方面来|几个方面|三步|三个方面|以上就是|"
    r"star|背景|目标|措施|对策|方案|前期|后期|总结|过去|现在|未来|有一次"
)
_MARKS_EN = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|finally|in conclusion|to begin with|after that|"
    r"in the end|star|situation|task|action|result|outcome|"
    r"part|point|step|steps|three parts|goal|plan|preparation|execution|evaluation|challenge|"
    r"conclusion|once)\b"
)


def whole_flags(scene: Scene, content: Content | None) -> list[Flag]:
    """In a fixed order; at most one of stuffing, other subject and template, which exclude one another."""
    reading = scene.reading
    if content is None or reading.length < _LEAST[reading.language]:
        return []
    shape = keyword_stuffing(scene) or empty_template(scene, content) or off_topic(scene, content)
    return [f for f in (shape, repetition(scene)) if f]


def keyword_stuffing(scene: Scene) -> Flag | None:
    """Words strung together without the small words that hold speech together, or mostly fine words."""
    reading, lexicons, language = scene.reading, scene.question.lexicons, scene.language
    small = small_word_share(reading.text, language)
    fine = fine_word_share(reading.text, lexicons, language)
    lists = [
        i
        for i, u in enumerate(reading.units)
        if letters(u.text) >= 10
        and unit_conduct(u.text, lexicons, language) < 0.15
        and fine_word_share(u.text, lexicons, language)
        > (0.12 if small_word_share(u.text, language) < 0.06 else 0.3)
    ]
    share = sum(letters(reading.units[i].text) for i in lists) / max(1, reading.length)
    many = share >= _STUFFED_PART and sum(letters(reading.units[i].text) for i in lists) >= _LEAST[language]
    listed = (
        small < _FEW_SMALL[language]
        and template_share(reading.text, lexicons, language) < _TEMPLATE_SHARE[language]
    )
    if not (listed or fine > _MANY_FINE[language] or many):
        return None
    worst = sorted(
        lists or range(len(reading.units)),
        key=lambda i: (unit_conduct(reading.units[i].text, lexicons, language), i),
    )[:3]
    evidence = [quote(reading, reading.units[i].start, reading.units[i].end) for i in sorted(worst)]
    return flag(
        "keyword_stuffing",
        "words_without_conduct",
        evidence,
        small_word_share=small,
        fine_word_share=fine,
        list_share=share,
    )


def off_topic(scene: Scene, content: Content) -> Flag | None:
    """Nothing the question asks for is there, in words, sound or meaning."""
    units = scene.reading.units
    relevance = content.criteria["relevance"].score or 0.0
    points = sum(f.strength for f in content.points.values())
    near = max(scene.nearness(i, None) for i in range(len(units)))
    if not (
        _elsewhere(scene, content, points, near, relevance)
        or _another_story(scene, content, points, relevance)
    ):
        return None
    order = sorted(range(len(units)), key=lambda i: (content.relevance[i], -letters(units[i].text), i))[:3]
    evidence = [quote(scene.reading, units[i].start, units[i].end) for i in sorted(order)]
    return flag(
        "off_topic",
        "question_not_answered",
        evidence,
        relevance=relevance,
        points_found=points,
        nearness=near,
    )


def _elsewhere(scene: Scene, content: Content, points: float, near: float, relevance: float) -> bool:
    """No word family, no key point, no nearness. Fewer than two families in the rubric are no evidence.

    A story with figures and names that is half on the subject has words no rubric foresees.
    """
    if relevance >= _TOLD_RELEVANCE and _details(scene) >= _TOLD_DETAILS:
        return False
    families = topic_families(scene.question, scene.reading.text, scene.language)
    silent = (families <= 1 or relevance < _OFF_HARDLY) and len(scene.question.terms) > 1
    least = _OFF_NEAR if silent else _OFF_BARELY
    few = points < min(_OFF_POINTS, _OFF_SHARE * len(content.points))
    return few and families <= 2 and near < least


def _another_story(scene: Scene, content: Content, points: float, relevance: float) -> bool:
    """Told with figures, names and times, so not merely weak, and none of it is what was asked for.

    A rubric without word families, or one asked about in other words than it was written for, cannot say.
    """
    if scene.question.asked or len(scene.question.terms) <= 1:
        return False
    if relevance >= _STORY_RELEVANCE or points >= _STORY_SHARE * len(content.points):
        return False
    return _details(scene) >= _STORY_DETAILS


def _details(scene: Scene) -> int:
    """Figures, names, times and the like; one's own doing does not count."""
    prompt = normalise(scene.question.prompt(scene.language)).text
    return sum(d.kind != "own_action" for d in details_of(scene.reading.text, prompt, scene.language))


def empty_template(scene: Scene, content: Content) -> Flag | None:
    """Steps are announced, nothing is told: no details, no key point, only what would fit any question."""
    reading, language = scene.reading, scene.language
    marks = len((_MARKS_ZH if language == "zh" else _MARKS_EN).findall(reading.text))
    share = template_share(reading.text, scene.question.lexicons, language)
    details = _details(scene)
    points = sum(f.strength for f in content.points.values())
    told = details > _TEMPLATE_DETAILS or points > _TEMPLATE_POINTS
    if marks < _TEMPLATE_MARKS or share < _TEMPLATE_SHARE[language] or told:
        return None
    shares = [template_share(u.text, scene.question.lexicons, language) for u in reading.units]
    empty = sorted(sorted(range(len(shares)), key=lambda i: (-shares[i], i))[:3])
    evidence = [quote(reading, reading.units[i].start, reading.units[i].end) for i in empty]
    return flag(
        "empty_template",
        "steps_without_content",
        evidence,
        template_share=share,
        step_words=float(marks),
        points_found=points,
    )


def repetition(scene: Scene) -> Flag | None:
    """Whole sentences again, or the same few words in ever new order."""
    reading = scene.reading
    pairs = _pairs(reading.text, reading.language)
    distinct = len(set(pairs)) / max(1, len(pairs))
    repeated = [i for i, again in enumerate(reading.repeats) if again]
    share = sum(letters(reading.units[i].text) for i in repeated) / max(1, reading.length)
    if share < _REPEATED_LETTERS and distinct >= _DISTINCT_PAIRS:
        return None
    shown = (repeated or list(range(len(reading.units))))[:3]
    evidence = [quote(reading, reading.units[i].start, reading.units[i].end) for i in shown]
    return flag("repetition", "said_again", evidence, repeated_share=share, distinct_share=distinct)


def _pairs(text: str, language: str) -> list[tuple[str, str]]:
    items = (
        [c for c in text if is_cjk(c) or c.isalnum()] if language == "zh" else re.findall(r"[a-z0-9']+", text)
    )
    items = items[:400]  # long answers repeat more pairs by chance
    return list(pairwise(items))
