"""The candidate's consents as the pages show them: what is asked, what stands, what a change would mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.interviews import pages, rules
from bole.hiring.interviews.models import Interview

OVER = frozenset({"finished", "expired"})
ANSWERS = {"yes": True, "no": False}


def asked(interview: Interview, decisions: Mapping[str, bool]) -> tuple[str, ...]:
    """The purposes that apply after these decisions, in order."""
    return rules.purposes_asked(
        interview.offered_channels,
        typed=bool(interview.accommodations.get("typed")),
        recording=decisions.get("recording", True),
    )


def next_purpose(interview: Interview, decisions: Mapping[str, bool]) -> str | None:
    """The first purpose without a decision; None when all are decided."""
    return next((one for one in asked(interview, decisions) if one not in decisions), None)


def decided_in(interview: Interview, query: Mapping[str, str]) -> dict[str, bool]:
    """Decisions carried in an address or form, in order; stops at the first one missing."""
    found: dict[str, bool] = {}
    while (purpose := next_purpose(interview, found)) is not None:
        if query.get(purpose) not in ANSWERS:
            break
        found[purpose] = ANSWERS[query[purpose]]
    return found


def rows(
    interview: Interview, token: str, standing: Mapping[str, bool], purposes: Sequence[str]
) -> list[dict[str, Any]]:
    """One row per purpose that applies: its title, whether it is agreed to, where to change it."""
    return [
        {
            "title": pages.block(purpose).title,
            "agreed": standing.get(purpose, False),
            "change_url": pages.address("consent-change", token, purpose=purpose),
        }
        for purpose in purposes
        if interview.state != Interview.State.WITHDRAWN
    ]


def may_ask_live(standing: Mapping[str, bool], rights: Sequence[Mapping[str, Any]]) -> bool:
    """Whoever is not recorded may talk to a person instead, unless that was asked for."""
    waiting = any(one["kind"] == "live" and one["state"] != "done" for one in rights)
    return not standing.get("recording", False) and not waiting


def effects(interview: Interview, purpose: str, *, granted: bool) -> list[str]:
    """What happens at once if this consent is given or taken back now."""
    over = interview.state in OVER
    lines = {
        ("recording", True): [
            _("Answers still to come are recorded."),
            _("What was erased does not come back."),
        ],
        ("recording", False): [
            _("Everything recorded in this interview is erased at once, also what was handed in."),
            _("Transcripts and scores made from it go too. A person takes over; you may ask for a talk.")
            if over
            else _("You type your answers instead, also those that were recorded; or you ask for a talk."),
        ],
        ("analysis", True): [_("Your answers are analysed by the program, also those handed in already.")],
        ("analysis", False): [
            _("The analysis stops at once. Transcripts and scores made by the program are erased."),
            _("A person rates your answers; that may take a little longer."),
        ],
        ("face", True): [
            _("Answers still to come are given with picture and sound."),
            _("Answers already recorded with a picture are looked at too."),
        ],
        ("face", False): [
            _("Your picture is no longer looked at, and what was counted is erased."),
            _("Answers still to come are given by voice only."),
        ],
    }
    found = lines[purpose, granted]
    return found[:1] if over and purpose == "face" else found
