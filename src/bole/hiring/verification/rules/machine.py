"""The states of one check and of the whole verification, and the moves between them.

After the pattern of Checkr: pending → running → clear | consider | disputed → cleared | adverse; beside it
what a person does by hand, and what nobody could find out. No event of the machine leads to ``adverse``.
"""

from collections.abc import Mapping
from typing import Final

from bole.kernel.errors import ConflictError

PENDING, RUNNING, STALLED, MANUAL, UNABLE = "pending", "running", "stalled", "manual", "unable"
CLEAR, CONSIDER, DISPUTED, CLEARED, ADVERSE, STOPPED = (
    "clear", "consider", "disputed", "cleared", "adverse", "stopped",
)  # fmt: skip
STATES: Final = (
    PENDING,
    RUNNING,
    STALLED,
    MANUAL,
    UNABLE,
    CLEAR,
    CONSIDER,
    DISPUTED,
    CLEARED,
    ADVERSE,
    STOPPED,
)
ENDED: Final = frozenset({CLEARED, ADVERSE, STOPPED})
SENT: Final = frozenset({RUNNING, STALLED})
BUSY: Final = frozenset({RUNNING, STALLED, MANUAL})
RISKS: Final = frozenset({CONSIDER, DISPUTED, UNABLE})
FINE: Final = frozenset({CLEAR, CLEARED})
PASSABLE: Final = FINE | {MANUAL}  # a gate in such a state holds nothing up

# event → state it leaves → state it enters
MOVES: Final[Mapping[str, Mapping[str, str]]] = {
    "begin": {PENDING: RUNNING},
    "by_hand": {PENDING: MANUAL, RUNNING: MANUAL, STALLED: MANUAL},
    "late": {RUNNING: STALLED},
    "agrees": dict.fromkeys((RUNNING, STALLED, MANUAL, CONSIDER, DISPUTED, UNABLE), CLEAR),
    "differs": dict.fromkeys((RUNNING, STALLED, MANUAL, CLEAR, CONSIDER, UNABLE), CONSIDER)
    | {DISPUTED: DISPUTED},
    "not_told": dict.fromkeys((RUNNING, STALLED), MANUAL),
    "gives_up": {MANUAL: UNABLE},
    "disputes": dict.fromkeys((CONSIDER, UNABLE), DISPUTED),
    "stands": {DISPUTED: CONSIDER},
    "clears": dict.fromkeys((CONSIDER, DISPUTED, UNABLE), CLEARED),
    "ends_badly": dict.fromkeys((CONSIDER, UNABLE), ADVERSE),
    "stops": dict.fromkeys(set(STATES) - {CLEARED, ADVERSE, STOPPED, CLEAR}, STOPPED),
}
A_PERSONS: Final = frozenset({"gives_up", "stands", "clears", "ends_badly"})

# the whole: waiting for the consent, at work, waiting for a person, the person was told, the person disputes
CONSENT, WORK, REVIEW, TOLD, DISPUTE = "consent", "work", "review", "told", "dispute"
ACCEPTED = "accepted"
OPEN: Final = (CONSENT, WORK, REVIEW, TOLD, DISPUTE)
CASE_MOVES: Final[Mapping[str, Mapping[str, str]]] = {
    "agreed": {CONSENT: WORK},
    "risk": {WORK: REVIEW},
    "again": dict.fromkeys((REVIEW, TOLD, DISPUTE), WORK),
    "told": {REVIEW: TOLD},
    "disputes": {TOLD: DISPUTE},
    "answered": {DISPUTE: TOLD},
    "clear": dict.fromkeys((WORK, REVIEW, TOLD, DISPUTE), CLEAR),
    "accept": dict.fromkeys((CONSENT, WORK, REVIEW, TOLD, DISPUTE), ACCEPTED),
    "adverse": {TOLD: ADVERSE},
    "stop": dict.fromkeys(OPEN, STOPPED),
}


def move(state: str, event: str, *, by_person: bool = False) -> str:
    """The state after ``event``. ConflictError (``no_such_move``) where it does not lead on from there, or
    where only a person may."""
    if event in A_PERSONS and not by_person:
        raise ConflictError(f"{event} is a person's", code="person_needed")
    return _after(MOVES, state, event)


def may(state: str, event: str) -> bool:
    """Whether the event leads on from there."""
    return state in MOVES[event]


def move_case(state: str, event: str, *, by_person: bool = False) -> str:
    """The same for the whole verification: telling, accepting and ending badly are a person's."""
    if event in {"told", "accept", "adverse", "answered"} and not by_person:
        raise ConflictError(f"{event} is a person's", code="person_needed")
    return _after(CASE_MOVES, state, event)


def _after(table: Mapping[str, Mapping[str, str]], state: str, event: str) -> str:
    try:
        return table[event][state]
    except KeyError:
        raise ConflictError(f"{event} is not possible from {state}", code="no_such_move") from None
