"""Degrees as printed and their levels."""

import re

from bole.parsing.memo import remembered
from bole.parsing.reference import reference, words
from bole.parsing.text import CJK, has_cjk, plain, squash, tidy

CHINESE, MODE = rf"(?:{words()['degree_zh']})", rf"(?:{words()['mode']})"
_ZH_DEGREE_WHOLE = re.compile(
    rf"^(?:{MODE}[\s/·-]?)*(?:[{CJK}]{{1,5}}学)?{CHINESE}"
    rf"(?:学位|学历|在读|毕业|生|\s*[/、和+及&]\s*(?:[{CJK}]{{2,4}}学)?{CHINESE}(?:学位)?)*"
    rf"(?:[（(](?:{MODE}|{CHINESE}|在读|学位|学历|应届|毕业|保研|推免|[\s/、])+[)）])?$"
)
ENGLISH = re.compile(
    rf"^(?:Associate (?:in|of) (?:Applied )?(?:Arts|Science|Business)"
    rf"|(?:Bachelor|Master|Doctor|Associate)(?:'?s)?(?:\s+Degree)?"
    rf"(?:\s+of\s+(?:{words()['degree_of']}))?"
    rf"|B\.?\s?A|B\.?\s?Sc?|B\.?\s?Eng|B\.?\s?Com|M\.?\s?A|M\.?\s?Sc?|M\.?\s?Eng|Ph\.?\s?D"
    rf"|Postgraduate Diploma|{words()['degree_en']})\.?(?![A-Za-z])(?:\s*\([^)]*\))?(?:\s+degree)?",
    re.IGNORECASE,
)
_MODE_BEHIND = re.compile(rf"\s*[（(](?:{MODE}|在读|应届|毕业|[\s/、])+[)）]$")  # "MBA（在职）"
_MAJOR_END = re.compile(
    rf"(?:{words()['major_zh']})(?:专业|方向|系)?(?:[（(][^（()）]+[)）])?$|\b(?:{words()['major_en']})$"
)
PROFESSIONAL = re.compile(rf"^[{CJK}]{{2,8}}(?:专业)?(?:学士|硕士|博士)(?:[（(][^（()）]{{1,14}}[)）])?$")


@remembered
def degree_of(text: str) -> str | None:
    """The text when it is a degree and nothing else."""
    bare = tidy(text)
    if _ZH_DEGREE_WHOLE.match(plain(bare)) or squash(bare).replace(".", "") in reference().degrees:
        return bare
    told = _MODE_BEHIND.sub("", bare)
    found = ENGLISH.match(told)
    return bare if found and found.end() == len(told) else None


@remembered
def is_major(text: str | None) -> float:
    """How much the text looks like a field of study: 0 not, 1 by its ending, 2 by the catalogue."""
    bare = tidy(text or "")
    if squash(bare) in reference().majors or squash(bare).removesuffix("专业") in reference().majors:
        return 2.0
    return 1.0 if _MAJOR_END.search(bare) else 0.0


def level_of(degree: str | None) -> str | None:
    """The level of a printed degree, a key of degrees.toml: doctor, master, bachelor, associate …"""
    if not degree:
        return None
    levels = reference().degrees
    key = squash(degree).replace(".", "").replace("'", "")
    hits = [(word, level) for word, level in levels.items() if has_cjk(word) and word in key]
    if hits:
        return max(hits, key=lambda hit: (hit[1] == "doctor", hit[1] == "master", len(hit[0])))[1]
    latin = re.split(r"[\s(,/]|(?<=[a-z])(?=[A-Z]{2})", plain(degree).strip())
    for size in (3, 2, 1):
        level = levels.get(squash(" ".join(latin[:size])).replace(".", "").replace("'", ""))
        if level:
            return level
    return next(
        (levels[p] for p in ("doctor", "master", "bachelor", "associate", "diploma") if key.startswith(p)),
        None,
    )
