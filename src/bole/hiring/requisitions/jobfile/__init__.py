"""A job as a file, format ``bole.job/1``: read with every fault at its line, written back. Pure."""

from bole.hiring.requisitions.jobfile.reading import line_of, parse, read, targets, to_raw
from bole.hiring.requisitions.jobfile.shape import (
    CHANNELS,
    FORMAT,
    ORIGINS,
    Competency,
    Exercise,
    Fault,
    Job,
    JobFileError,
    Target,
)

__all__ = [
    "CHANNELS", "FORMAT", "ORIGINS", "Competency", "Exercise", "Fault", "Job", "JobFileError", "Target",
    "line_of", "parse", "read", "targets", "to_raw",
]  # fmt: skip
