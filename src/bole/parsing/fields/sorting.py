"""The pieces of a school's lines: which is the school, which the degree, which the field of study."""

import re

from bole.parsing.fields import tokens
from bole.parsing.fields.degrees import CHINESE, ENGLISH, MODE, PROFESSIONAL, degree_of, is_major
from bole.parsing.fields.labels import label_of, pairs
from bole.parsing.fields.names import is_title
from bole.parsing.fields.schools import FACULTY, NOISE, is_school, major_and_school
from bole.parsing.fields.tokens import Token
from bole.parsing.memo import remembered
from bole.parsing.reference import reference
from bole.parsing.text import CJK, bulleted, has_cjk, plain, squash, tidy
from bole.parsing.types import Education, Line

_GLUED_DEGREE = re.compile(
    rf"^([{CJK}A-Za-z（）()·\s]{{2,24}}?)(?:专业)?[\s·(（-]*((?:{MODE})?{CHINESE}(?:学位|学历|在读|生)?)[)）]?$"
)
_GLUED_SCHOOL = re.compile(
    rf"^([{CJK}（）()]{{2,20}}?(?:大学|学院))(?:[（(][{CJK}]{{2,6}}[)）])?([{CJK}]{{2,}}.*)$"
)
_SCHOOL_THEN_MORE = re.compile(r"^(.*\b(?:University|College|Institute|Academy|Polytechnic))\s+([A-Z].+)$")
_MARKS = re.compile(
    r"[,，]\s*(?:2[:.][12]|1st|2nd|first|second|upper|lower|distinction|merit|pass|honou?rs|gpa)\b.*$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[（(][^（()）]*(?:[:：]|预计|expected|在读)[^（()）]*[)）]", re.IGNORECASE)
MAJOR_LABEL = re.compile(r"^(?:主修|专业|所学专业|major(?:\s+in)?|majored in)\s*[:：]?\s*", re.IGNORECASE)


class Sorter:
    """Puts pieces where they belong, each field once."""

    def __init__(self) -> None:
        self.found = Education()
        self.where: dict[str, Line] = {}
        self.loose: list[tuple[str, Line]] = []  # pieces that show nothing of what they are

    def take(self, text: str, line: Line) -> None:
        """A head line: school and degree by their shape, what is left is the major."""
        for kind, value in pairs(Line(tuple(text.split("\t")))):
            if kind in ("school", "degree", "major"):
                self._set(kind, MAJOR_LABEL.sub("", value) if kind == "major" else value, line)
        pieces = tokens.cut(_without_labels(_NOTE.sub("", text)), self._enough)
        for token in sorted(pieces, key=lambda piece: _turn(piece.text)):
            self._place(token.text, line)

    def more(self, line: Line) -> None:
        """A line below: only what shows by itself what it is."""
        if bulleted(line.text) and not pairs(line):
            return
        for kind, value in pairs(line):
            if kind in ("school", "degree", "major"):
                self._set(kind, value, line)
        bare = _without_labels(line.text)
        if (pairs(line) and not tidy(bare)) or len(bare) > 60:
            return
        pieces = tokens.cut(bare, self._enough)
        sure = [
            t.text
            for t in pieces
            if degree_of(t.text) or squash(t.text) in reference().majors or is_school(t.text)
        ]
        split = [t.text for t in pieces if degree_and_major(t.text)]
        for text in sure or split:
            self._place(text, line)
        if sure and len(pieces) <= 3 and not self.found.major:
            for token in pieces:
                self._place(token.text, line)

    def _enough(self, pieces: list[Token]) -> bool:
        """A school, a degree and something beside them: no finer cut is needed."""
        schools = [p for p in pieces if is_school(p.text)]
        degrees = [p for p in pieces if degree_of(p.text) or degree_and_major(p.text)]
        return bool(schools or self.found.school) and bool(degrees or self.found.degree) and len(pieces) > 1

    def _set(self, kind: str, value: str, line: Line) -> None:
        value = tidy(value)
        if kind == "major" and squash(value) in reference().places:
            return
        if value and not getattr(self.found, kind):
            setattr(self.found, kind, value)
            self.where[kind] = line

    def _place(self, text: str, line: Line) -> None:
        if degree := degree_of(text):
            self._set("degree", degree, line)
        elif halves := major_and_school(text):
            self._place(halves[1], line)
            self._place(halves[0], line)
        elif not has_cjk(text) and (halves := _school_and_rest(text)):
            self._set("school", halves[0], line)
            self._place(halves[1], line)
        elif is_school(text) and not (self.found.school and FACULTY.search(text)):
            self._set(
                "school",
                re.sub(r"\s*[（(](?:985|211|双一流|QS)[^)）]*[)）]$", "", text, flags=re.IGNORECASE),
                line,
            )
        elif (
            FACULTY.search(text) or NOISE.search(text) or label_of(text) or squash(text) in reference().places
        ):
            return
        elif halves := degree_and_major(text):
            told = self.found.degree is not None  # then "金融硕士" beside 硕士研究生 is what was studied
            whole = PROFESSIONAL.match(text) and self.found.major and self.where["major"] is line
            self._set("degree", text if whole else halves[0], line)
            self._set("major", _bare_major(text) if told else halves[1], line)
        elif halves := _school_and_rest(text):
            self._set("school", halves[0], line)
            self._place(halves[1], line)
        elif (
            _may_be_studied(text)
            and len(text) <= (24 if has_cjk(text) else 60)
            and not re.search(r"\d", text)
        ):
            if not is_major(text):
                self.loose.append((tidy(text), line))
            self._second_major(text, line)
            self._set("major", _bare_major(text), line)

    def settle(self) -> None:
        """No school was known by its name: the first piece nothing is known of is one, beside a degree."""
        if self.found.school or not self.found.degree or not self.loose:
            return
        (school, line), *rest = self.loose
        if self.found.major == _bare_major(school):
            self.found.major = None
            for text, place in rest[:1]:
                self._set("major", _bare_major(text), place)
        self._set("school", school, line)

    def _second_major(self, text: str, line: Line) -> None:
        """ "日语 / 金融学": two majors beside each other are printed as one field."""
        first, majors = self.found.major, reference().majors
        if not first or self.where["major"] is not line or squash(text) not in majors:
            return
        both = re.search(rf"{re.escape(first)}\s*/\s*{re.escape(text)}", line.text)
        if both and squash(first) in majors:
            self.found.major = tidy(both[0])


def _may_be_studied(text: str) -> bool:
    """Not a note in brackets, no half of a pair of brackets, no title of a job."""
    flat = plain(text)
    if not re.search(r"\w", text) or flat.count("(") != flat.count(")") or re.fullmatch(r"\([^()]*\)", flat):
        return False
    return is_title(text) < 2 or is_major(text) > 0


def _turn(text: str) -> int:
    """Degrees are placed first; "法律硕士" last, it is a degree where a major stands beside it."""
    return 0 if degree_of(text) else 2 if PROFESSIONAL.match(text) else 1


def _without_labels(text: str) -> str:
    """The text without its "label: value" pairs."""
    cells = []
    for cell in text.split("\t"):
        mark = re.search(r"(?:^|[\s|｜,，;；　(（])([^\s:：|｜,，;；　]{1,14})\s*[:：]", cell)
        cells.append(cell[: mark.start()] if mark and label_of(mark[1]) else cell)
    return "\t".join(cells)


def _bare_major(text: str) -> str:
    text = _MARKS.sub("", MAJOR_LABEL.sub("", tidy(text)))
    return text[:-2] if text.endswith("专业") and len(text) > 3 else text


@remembered
def degree_and_major(text: str) -> tuple[str, str] | None:
    """(degree, major) printed in one piece: "MSc in Finance", "金融学（本科）", "本科金融学"."""
    text = tidy(text)
    found = ENGLISH.match(text)
    if found and text[found.end() :].lstrip().startswith((":", "：")):
        return text[: found.end()].strip(), ""  # what follows are the subjects of an examination
    if found and found.end() < len(text):
        rest = re.sub(r"^[\s,:-]*(?:(?:in|of)\s+|[,-]\s*)?", "", text[found.end() :], flags=re.IGNORECASE)
        if rest and not re.match(r"\d", rest) and re.match(r"[\s,:(-]", text[found.end()]):
            return text[: found.end()].strip(), _bare_major(rest.strip("()"))
    noted = re.match(rf"^([{CJK}]{{2,10}}(?:学士|硕士|博士))[（(]([^（()）]+)[)）]$", text)
    if noted and all(degree_of(one) or one in reference().modes for one in re.split(r"[，,、/]", noted[2])):
        text = noted[1]
    tail = re.match(r"^(.+?)\s*[(,-]\s*(\S[^()]*?)\)?$", text)
    if tail and not has_cjk(text) and degree_of(tail[2]):
        return tidy(tail[2]), tidy(tail[1])
    behind = re.match(r"^(.+?)\s*[(（]([^()（）]+)[)）]$", text)
    if behind and (degree_of(behind[2]) or PROFESSIONAL.match(behind[2])) and not is_school(behind[1]):
        return tidy(behind[2]), _bare_major(behind[1])
    glued = _GLUED_DEGREE.match(text)
    if (
        glued
        and not is_school(glued[1])
        and not re.search(r"(?:大学|学院)", glued[1])
        and glued[1] not in reference().modes
    ):
        return glued[2], _bare_major(glued[1])
    if re.match(r"研究生(?:会|院|处)", text):
        return None
    front = re.match(rf"^((?:[{CJK}]{{1,4}}学)?{CHINESE})[\s·:：（(-]*([{CJK}]{{2,16}})[)）]?$", text)
    if front and not is_school(text):
        return front[1], _bare_major(front[2])
    return None


def _school_and_rest(text: str) -> tuple[str, str] | None:
    """(school, what follows) printed without a gap: "西南财经大学金融学本科"."""
    text = tidy(text)
    found = _GLUED_SCHOOL.match(text)
    if found:
        return found[1], found[2]
    latin = _SCHOOL_THEN_MORE.match(text)
    if latin and (
        squash(latin[2]) in reference().majors or degree_and_major(latin[2]) or degree_of(latin[2])
    ):
        return latin[1], latin[2]
    return None
