"""The suite aimed at marked answers: whatever was marked is asked, and people's marks say what is weak."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from bole.measurement.attacks import figures
from bole.measurement.attacks.cutting import pieces
from bole.measurement.attacks.families import FAMILIES
from bole.measurement.attacks.family import Family
from bole.measurement.attacks.raters import through
from bole.measurement.attacks.running import run
from bole.measurement.attacks.targets import Honest, Target
from bole.measurement.learning.examples import Example
from bole.measurement.learning.fitted import Fitted
from bole.measurement.learning.fitting import fit_examples
from bole.measurement.learning.making import Subject, made_up
from bole.measurement.learning.outcome import Outcome
from bole.measurement.learning.reading import clauses_of, script

Key = tuple[str, tuple[str, ...]]
WEAK, GOOD = 0.5, 0.8  # marks up to which an attack is held against an answer, and from which one is lent
LEARNT_FROM = 70
_TERM = 4  # characters (half as many English words) of what stands for a word where nobody named any


def targets_of(examples: Sequence[Example]) -> tuple[Target, ...]:
    """Every marked question that has points and a weak answer, in order of its text."""
    groups: dict[Key, list[Example]] = defaultdict(list)
    for example in sorted(examples):
        if example.points and example.answer.strip():
            groups[example.key].append(example)
    aimed = [key for key, own in groups.items() if any(e.mark <= WEAK for e in own)]
    return tuple(_target(number, aimed, groups) for number in range(len(aimed)))


def attack_gains(
    rater: Callable[..., Outcome], examples: Sequence[Example], families: Sequence[Family] = FAMILIES
) -> dict[str, float]:
    """Per family the mean score of attacks less the mean of honest answers marked ≤ .5 to the same questions
    (less the text that was doctored where a family doctors good answers), on the scale 0–1."""
    aimed = targets_of(examples)
    if not aimed:
        return {}
    found = figures.figures(run(through(rater), aimed, families))
    return {f.family.key: round(f.gain / 100, 4) for f in found.families if f.gain is not None}


def halves(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Every other answer of each question to learn from, the rest to attack with."""
    ordered = sorted(examples, key=lambda e: (e.key, e.mark, e.answer))
    return ordered[::2], ordered[1::2]


def _target(number: int, aimed: Sequence[Key], groups: Mapping[Key, Sequence[Example]]) -> Target:
    question, points = aimed[number]
    language = _language(aimed[number])
    name = f"{number + 1}. {question}"
    others = [k for k in groups if _language(k) == language and k[0] != question]
    behind = [k for k in (*aimed[number + 1 :], *aimed[:number]) if k in others][:1]
    whole = ("" if language == "zh" else " ").join(points)
    return Target(
        key=name,
        language=language,
        prompt=question,
        points=_sentences(aimed[number]),
        labels=(),
        terms=tuple(p for p in dict.fromkeys(pieces(whole, language, _TERM)) if len(p) > 1),
        foreign=(),
        elsewhere=_sentences(behind[0]) if behind else (),
        neighbours=tuple(e.answer for k in others for e in groups[k] if e.mark >= GOOD),
        honest=_honest(name, language, groups[aimed[number]]),
        given=points,
    )


def _language(key: Key) -> str:
    return script("".join(key[1]) or key[0], "zh")


def _sentences(key: Key) -> tuple[tuple[str, ...], ...]:
    """Points cut into sentences, each with the one wording there is."""
    return tuple((sentence,) for point in key[1] for sentence in clauses_of(point))


def _honest(name: str, language: str, examples: Sequence[Example]) -> tuple[Honest, ...]:
    """The middle one of the weak answers is what attacks are built on; the others stand beside it."""
    weak = sorted((e for e in examples if e.mark <= WEAK), key=lambda e: (e.mark, e.answer))
    host = weak[len(weak) // 2]
    return tuple(
        Honest(f"{name}#{i}", name, language, _quality(e, host), e.answer) for i, e in enumerate(examples, 1)
    )


def _quality(example: Example, host: Example) -> str:
    if example is host:
        return "weak"
    return "medium" if example.mark <= WEAK else "strong"


def fitted_to(aimed: Sequence[Target], count: int = LEARNT_FROM) -> Fitted:
    """A rater fitted on made-up marked answers to these questions, ``count`` to each: nobody's marks are at
    hand. A bank's own marks are attacked by ``targets_of``."""
    return fit_examples([e for target in aimed for e in made_up(subject_of(target), count, "attacked")])


def subject_of(target: Target) -> Subject:
    """A target as made-up answers are made to it."""
    foreign = tuple(words[-1] for words in target.elsewhere)
    return Subject(target.prompt, target.language, target.points, foreign)
