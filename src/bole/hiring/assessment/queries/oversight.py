"""How far people look at what the machine proposes: counts only."""

from bole.foundation.access import actors, permissions
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import Override, Report, Review


def oversight_counts() -> dict[str, int]:
    """Reports that stand, those a person had to look at, cards people locked, scores they set; in the actor's
    units, nothing for who may not read reports."""
    if not permissions.allowed(actors.current(), policies.VIEW):
        return {}
    reports = Report.objects.filter(latest=True)
    return {
        "reports": reports.count(),
        "needed_a_person": reports.filter(needs_review=True).count(),
        "proposed_to_advance": reports.filter(recommendation="advance").count(),
        "human_ratings": Review.objects.filter(locked_at__isnull=False).count(),
        "blind_ratings": Review.objects.filter(locked_at__isnull=False, blind=True).count(),
        "scores_set_by_people": Override.objects.count(),
    }
