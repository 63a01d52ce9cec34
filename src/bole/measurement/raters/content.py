"""All criteria and competencies of one answer, before rounding. Called again and again by the
sensitivity runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from bole.measurement.frameworks.schema import Competency, Question
from bole.measurement.raters import (
    compliance,
    coverage,
    customer_orientation,
    fluency,
    relevance,
    specificity,
    structure,
)
from bole.measurement.raters.finding import Found, find_all
from bole.measurement.raters.labels import Labelled, label_units
from bole.measurement.raters.parts import Component, Measured, least_step, total_of
from bole.measurement.raters.scene import Scene


@dataclass(frozen=True, slots=True)
class Content:
    """Everything raters found in one answer."""

    criteria: Mapping[str, Measured]
    competencies: Mapping[str, Measured]
    points: Mapping[str, Found]
    statements: Mapping[str, Found]
    offences: tuple[compliance.Offence, ...]
    labels: tuple[Labelled, ...]
    relevance: tuple[float, ...]

    def scores(self) -> dict[str, float | None]:
        """Score by criterion and competency key."""
        return {m.key: m.score for m in (*self.criteria.values(), *self.competencies.values())}

    def steps(self) -> dict[str, float]:
        """The least step of each assessed score, by key."""
        measured = (*self.criteria.values(), *self.competencies.values())
        return {m.key: least_step(m.components) for m in measured if m.components is not None}


def rate_content(scene: Scene) -> Content:
    """Run every rater once."""
    question = scene.question
    points = find_all(question.points, scene)
    own = relevance.own_relevance(scene, points)
    relevant = relevance.unit_relevance(scene, own)
    labels = label_units(scene)
    said = compliance.statements(scene)
    broken = compliance.offences(question.breaches + question.lexicons.breaches, scene)
    measured = (
        structure.rate(scene, labels, points, relevance.placeless_relevance(scene, own)),
        coverage.rate(scene, points),
        relevance.rate(scene, points, own, relevant),
        specificity.rate(scene, relevant),
        compliance.rate(scene, said, broken),
        customer_orientation.rate(scene, relevant),
        fluency.rate(scene),
    )
    criteria = {m.key: m if question.applies[m.key] != "off" else Measured(m.key, None) for m in measured}
    competencies = {c.key: compose(c, criteria, question, points, said) for c in question.competencies}
    return Content(criteria, competencies, points, said, tuple(broken), labels, relevant)


def compose(
    competency: Competency,
    criteria: Mapping[str, Measured],
    question: Question,
    points: Mapping[str, Found],
    statements: Mapping[str, Found],
) -> Measured:
    """A competency from criteria, key points and statements, by the weights of the rubric.

    Parts that were not assessed leave; the others share their weight.
    """
    present: list[tuple[float, tuple[Component, ...]]] = []
    indicators = {f"point:{p.key}": (p, points[p.key]) for p in question.points}
    indicators |= {f"statement:{s.key}": (s, statements[s.key]) for s in question.statements}
    for part, weight in competency.compose.items():
        if part.startswith("criterion:"):
            components = criteria[part.removeprefix("criterion:")].components
            if components is not None:
                present.append((weight, components))
        else:
            indicator, found = indicators[part]
            places = (found.place,) if found.place and found.strength > 0.1 else ()
            points_of = 100.0 * found.strength if places else 0.0
            present.append(
                (
                    weight,
                    (Component(part, indicator.label, 100.0, points_of, places, "quote", indicator.advice),),
                )
            )
    whole = sum(w for w, _ in present)
    if whole < 50:
        return Measured(competency.key, None)
    merged: list[Component] = []
    for weight, components in present:
        raw = sum(c.points for c in components)
        factor = weight / whole * (total_of(components) / raw if raw > 100 else 1.0)
        merged += [
            Component(c.key, c.label, c.worth * factor, c.points * factor, c.places, c.kind, c.advice)
            for c in components
        ]
    return Measured(competency.key, tuple(merged))
