"""The only door to an employee record: one verb, one transaction, one step in its log."""

from bole.workforce.employees.services.changing import (
    confirm,
    end,
    extend_probation,
    name_manager,
    postpone,
    start,
)
from bole.workforce.employees.services.contracts import CONTRACT_DUE, record_contract, remind_of_contract
from bole.workforce.employees.services.creating import create_from_offer, file_away
from bole.workforce.employees.services.steps import note_reading

__all__ = [
    "CONTRACT_DUE",
    "confirm",
    "create_from_offer",
    "end",
    "extend_probation",
    "file_away",
    "name_manager",
    "note_reading",
    "postpone",
    "record_contract",
    "remind_of_contract",
    "start",
]
