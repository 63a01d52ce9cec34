"""Agreement as its pages print it: estimates with their intervals, charts, tables, files."""

from bole.insight.agreement.presenting.machines import machine, machine_rows
from bole.insight.agreement.presenting.panels import job, job_rows, panel
from bole.insight.agreement.presenting.raters import drift, everybody, facts, hints
from bole.insight.agreement.presenting.wording import name_of, told

__all__ = [
    "drift",
    "everybody",
    "facts",
    "hints",
    "job",
    "job_rows",
    "machine",
    "machine_rows",
    "name_of",
    "panel",
    "told",
]
