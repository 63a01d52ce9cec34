"""From verdicts and match to an outcome. The machine passes or asks a person; it ends nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bole.hiring.screening.rules.catalogue import Catalogue
from bole.hiring.screening.rules.judging import Judged, judge
from bole.hiring.screening.rules.reading import Read
from bole.hiring.screening.rules.sentences import Words

Outcome = Literal["pass", "hold", "reject_proposed"]
LOOK_AT = ("hidden_text", "instruction")  # warnings of the parser after which a person looks


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person is asked; ``code``: rule_failed, rule_open, low_match, hidden_text, instruction."""

    code: str
    words: Words

    def to_json(self) -> dict[str, Any]:
        """For the stored result."""
        return {"code": self.code, "words": self.words}


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome with its reasons; ``questions`` are for the interview and change nothing."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    questions: tuple[Words, ...]


def judge_all(body: Mapping[str, Any], read: Read, catalogue: Catalogue) -> list[tuple[str, Judged]]:
    """(need, verdict) of every rule of a checked set, in its order."""
    return [(row["need"], judge(row["test"], read, catalogue)) for row in body["rules"]]


def decide(
    judged: Sequence[tuple[str, Judged]],
    *,
    score: float | None,
    hold_below: int | None,
    warnings: Sequence[str],
) -> Decided:
    """A required fail proposes a rejection to a person; what is open, doubtful or low is held; else pass.

    Desired rules and questions never hold anybody.
    """
    required = [one for need, one in judged if need == "required"]
    failed = [_reason("rule_failed", one) for one in required if one.verdict == "fail"]
    held = [_reason("rule_open", one) for one in required if one.verdict == "unknown"]
    held += [Reason(kind, _ODD[kind]) for kind in LOOK_AT if kind in warnings]
    if hold_below is not None and score is not None and score < hold_below:
        zh, en = f"匹配 {score:.0f}，低于 {hold_below}", f"match {score:.0f}, below {hold_below}"
        held.append(Reason("low_match", {"zh": zh, "en": en}))
    questions = tuple(one.value for _, one in judged if one.verdict == "question")
    outcome: Outcome = "reject_proposed" if failed else ("hold" if held else "pass")
    return Decided(outcome, (*failed, *held), questions)


_ODD: Mapping[str, Words] = {
    "hidden_text": {
        "zh": "简历含看不见的文字，已剔除，请看一眼",
        "en": "hidden text was left out; please look",
    },
    "instruction": {
        "zh": "简历含写给评分者的话，已剔除，请看一眼",
        "en": "words to the scorer were left out; please look",
    },
}


def _reason(code: str, one: Judged) -> Reason:
    return Reason(
        code,
        {
            "zh": f"{one.sentence['zh']}：{one.value['zh']}",
            "en": f"{one.sentence['en']}: {one.value['en']}",
        },
    )
