"""What looks like a school."""

import re

from bole.parsing.memo import remembered
from bole.parsing.reference import reference, words
from bole.parsing.text import CJK, has_cjk, squash, tidy

_SCHOOL = re.compile(
    rf"(?:大学|学院|学校|中学|高中|一中|二中|职校|技校|党校|专科学校|研究院|电大|分校|校区|书院)(?:[（(][{CJK}\w\s.,]{{1,60}}[)）])?$"
)
_SCHOOL_EN = re.compile(
    r"\b(?:University|College|School|Institute|Polytechnic|Academy|Universit[äéy]t?|École|Université)\b"
)
FACULTY = re.compile(
    rf"^[{CJK}]{{2,14}}(?:学院|系|研究所|书院|学部)$"
    r"|\b(?:School|Faculty|Department|College) of\b|^[A-Z]\w+ School$"
)
NOISE = re.compile(
    rf"(?<![A-Za-z])(?:{words()['school_noise']})|前\s*\d|top\s*\d|honou?rs?$|^\d[\d./%\s]*$|^[\d.]+\s*/\s*[\d.]+"
    r"|^(?:985|211|双一流|c9|毕业$|在读$|预计|应届|全日制$|非全日制$|统招$|统分$|学历$|学位$)",
    re.IGNORECASE,
)


@remembered
def is_school(text: str) -> bool:
    """A school by the list, or by how its name ends."""
    bare = re.sub(
        r"[（(](?:985|211|双一流|QS|C9|全日制)[^)）]*[)）]", "", tidy(text), flags=re.IGNORECASE
    ).strip()
    if squash(bare) in reference().schools:
        return True
    if bare.isupper() and " " in bare:
        bare = bare.title().replace(" Of ", " of ")  # "UNIVERSITY OF …"
    if len(bare) > 70 or NOISE.search(bare) or bare.startswith(("我的", "母校")):
        return False
    if has_cjk(bare):
        faculty = FACULTY.match(bare) is not None
        own = bare.endswith(("学院", "书院")) and len(bare) > 4 if faculty else len(bare) >= 4
        return own and _SCHOOL.search(bare) is not None
    return bool(_SCHOOL_EN.search(bare)) and not re.match(r"(?i)high school diploma", bare)


def major_and_school(text: str) -> tuple[str, str] | None:
    """ "Economics, University of Ibadan": a school behind a comma, before it none."""
    halves = re.match(r"^([^,，]+)[,，]\s*([^,，]+)$", text)
    if halves is None or not is_school(halves[2]) or is_school(halves[1]):
        return None
    return tidy(halves[1]), tidy(halves[2])
