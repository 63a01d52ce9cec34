"""Whether a job can be used here: its competencies have written anchors, its guide and process are there."""

from collections.abc import Mapping

from bole.hiring.requisitions import library, ways
from bole.hiring.requisitions.jobfile import Fault, Job, JobFileError, parse, to_raw
from bole.kernel.errors import InvalidError
from bole.measurement import api as measurement


def check_job(job: Job, job_key: str) -> None:
    """JobFileError naming everything that is not there, or cannot be in a job's file at all."""
    parse(to_raw(job))
    faults = []
    if job.key != job_key:
        faults.append(Fault("key", "other_job", job_key))
    anchors = measurement.competencies(list(job.weights), job.key)
    for index, one in enumerate(job.competencies):
        if not anchors[one.key]:
            faults.append(Fault(f"competency[{index}].key", "no_anchors", one.key))
    for place, choices, value in (
        ("guide", library.choices("guides"), job.guide),
        ("process", ways.known(), job.process),
    ):
        if value not in choices:
            faults.append(Fault(place, "unknown", value))
    known = set(measurement.question_keys())
    for index, scene in enumerate(job.exercises):
        if scene.question not in known:
            faults.append(Fault(f"exercise[{index}].question", "unknown", scene.question))
        elif scene.within not in measurement.measured_by([scene.question]):
            faults.append(Fault(f"exercise[{index}].within", "not_measured", scene.question))
    faults += [Fault("questions", "unknown", key) for key in job.questions if key not in known]
    if faults:
        raise JobFileError(faults)


def label_of(key: str) -> Mapping[str, str]:
    """A competency's name in both languages; InvalidError without it in the library."""
    label = measurement.competency_labels().get(key)
    if label is None:
        raise InvalidError(f"the library has no competency {key}", fields={"key": "no_anchors"})
    return label
