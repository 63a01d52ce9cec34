"""Are the rules of personalised questions fit to be used?"""

import re
from collections.abc import Iterator
from pathlib import Path

from bole.measurement.frameworks.checking import Problem
from bole.measurement.frameworks.loading import parse_question
from bole.measurement.frameworks.reading import RubricError
from bole.measurement.personalisation.rules import Personalisation, Rule, load_personalisation

_BLANK = re.compile(r"\{([^}]*)\}")
_KNOWN = {"words": {"line"}, "change": {"line"}, "gap": {"line", "from", "to", "months"}}
KINDS = (
    "marriage", "children", "age", "gender", "health", "religion", "ethnicity", "party", "origin",
)  # fmt: skip


def check_rules(folder: Path) -> list[Problem]:
    """Every fault of ``personalisation/``; nothing where a library has no such folder."""
    if not (folder / "personalisation").is_dir():
        return []
    try:
        found = load_personalisation(folder)
    except RubricError as error:
        place, _, text = error.message.partition(": ")
        return [Problem("personalisation", place, text or error.message)]
    return sorted({*_protection(found), *(p for rule in found.rules for p in _faults(rule, folder))})


def _protection(found: Personalisation) -> Iterator[Problem]:
    for kind in KINDS:
        if kind not in found.protected:
            yield Problem("personalisation/_reading.toml", kind, "no words protect it")


def _faults(rule: Rule, folder: Path) -> Iterator[Problem]:
    file = f"personalisation/{rule.key}.toml"
    for text in (rule.question.zh, rule.question.en):
        unknown = sorted(set(_BLANK.findall(text)) - _KNOWN[rule.condition])
        if unknown:
            yield Problem(file, "question", f"has unknown blanks {unknown}")
    for key in rule.rubrics:
        path = folder / "questions" / f"{key}.toml"
        try:
            question = parse_question(path.read_bytes(), str(folder))
        except (OSError, RubricError):
            yield Problem(file, "rubrics", f"there is no usable question {key}")
            continue
        if question.kind != "past_behaviour":
            yield Problem(file, "rubrics", f"{key} does not ask about past behaviour")
