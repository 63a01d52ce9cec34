"""The card beside the interview, for a person's eyes: only where the person agreed to the use of the face.

Nothing is measured and nothing follows by itself: whoever looks may send the document back with a reason.
"""

from uuid import UUID

from bole.foundation.access import actors
from bole.foundation.privacy import queries as privacy
from bole.hiring.interviews import queries as interviews
from bole.workforce.onboarding.models import Material

KIND = "identity_card_front"


def recording_of(material: Material) -> UUID | None:
    """The file of the newest interview's first video answer; None for another document, without that
    interview, or where the person did not agree to it or took the consent back."""
    if material.kind != KIND:
        return None
    application_id = material.task.onboarding.employee.application_id
    found = interviews.newest_of(actors.current(), [application_id]).get(application_id)
    if found is None:
        return None
    decisions = privacy.consents(material.candidate_id, about_id=found.pk)
    if any(purpose not in decisions or not decisions[purpose].holds for purpose in ("recording", "face")):
        return None
    for answer in interviews.answers_of(found.pk):
        if answer.kind == "video" and answer.state == "submitted":
            parts = interviews.recordings_of(answer.pk, answer.attempt)
            if parts and parts[0].file_id is not None:
                file_id: UUID = parts[0].file_id
                return file_id
    return None
