"""Every capability with something to say about a candidate has a panel on the candidate's page."""

import pytest
from django.apps import apps

from bole.foundation.privacy import registry
from bole.foundation.ui import panels

# Capabilities that hold data of candidates and have no panel, and why that is right.
EXEMPT = {
    "analysis": "its results are read with their evidence in the report, which the panel of scores leads to",
    "assessment": "scores stand in the path line of each application, as labels its steps left",
    "calibration": "agreement of raters is about raters; a candidate's page must not show second ratings",
    "feedback": "the letter stands on the interview's page; the message that carried it is in messages",
    "files": "documents stand where they belong: résumés in theirs, recordings with the interview",
    "integrity": "observations are looked at with their context on their own page, never beside a score",
    "surveys": "answers to surveys are anonymous: nothing may lead from a person to them",
    "signing": "a signed paper stands with what was signed, in the panel of the offer or the contract",
    "raters": "a rater's training is about the rater; whose answers were rated again stays unnamed",
}


def test_every_holder_of_personal_data_has_a_panel_or_a_reason() -> None:
    shown = {panel.key.split(".")[0] for panel in panels.registered()}
    holders = {holder.name.split(".")[-1] for holder in registry.holders()}
    assert holders - shown - set(EXEMPT) == set()
    assert not shown & set(EXEMPT), "it has a panel now: take it off the list"


def test_panels_belong_to_capabilities_and_ask_for_a_permission() -> None:
    labels = {config.label for config in apps.get_app_configs()}
    assert {panel.key.split(".")[0] for panel in panels.registered()} <= labels
    assert all(panel.permission and str(panel.title) for panel in panels.registered())


@pytest.mark.parametrize("key", ["candidates", "pipeline", "interviews", "messaging", "privacy"])
def test_the_panels_the_page_promises_are_there(key: str) -> None:
    assert key in {panel.key for panel in panels.registered()}
