"""The words of the pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = str | Promise

STRETCHES: Mapping[int, Words] = {90: lazy("90 days"), 365: lazy("12 months")}
READINGS: Mapping[str, Words] = {
    "poor": lazy("poor at worst"),
    "moderate": lazy("moderate at worst"),
    "good": lazy("good at worst"),
    "excellent": lazy("excellent at worst"),
}
REASONS: Mapping[str, Words] = {
    "too_few_people": lazy("too few"),
    "no_variance": lazy("all alike"),
    "one_category": lazy("all on one level"),
    "no_pairs": lazy("nobody rated the same people"),
    "unstable_resampling": lazy("too unsteady"),
}
HINTS: Mapping[str, tuple[Words, Words]] = {
    "strict": (lazy("Stricter than the others"), lazy("Gives fewer points to the same people.")),
    "lenient": (lazy("More lenient than the others"), lazy("Gives more points to the same people.")),
    "narrow": (lazy("Uses less of the scale"), lazy("Scores lie closer together than those of the others.")),
    "central": (lazy("Often level 3"), lazy("The middle comes more often than with the others.")),
    "halo": (
        lazy("Competencies go together"),
        lazy("One competency predicts the next more than with the others: one impression may colour all."),
    ),
    "moving": (lazy("Moves with time"), lazy("Severity changes from month to month.")),
}
PURPOSES: Mapping[str, Words] = {
    "training": lazy("Training of interviewers"),
    "panels": lazy("Composing panels"),
    "quality": lazy("Quarterly review of quality"),
    "complaint": lazy("A complaint or a request for review"),
}
BASES: Mapping[str, Words] = {
    "same_people": lazy("the same people under both, McNemar's exact test"),
    "gates": lazy("each at its own gate, Fisher's exact test"),
    "too_few": lazy("fewer than 30 at a gate: no alarm is raised"),
}
