import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.events import bus
from bole.foundation.privacy import journal, queries, rules, services, wordings
from bole.foundation.privacy.events import ConsentWithdrawn
from bole.foundation.privacy.models import Consent
from bole.kernel.errors import InvalidError
from bole.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def var_dir(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def person(bank: Any) -> Iterator[Actor]:
    me = Actor(kind="candidate", id=new_id(), candidate_id=new_id(), unit_ids=(bank.east.pk,))
    with acting_as(me):
        yield me


def give(person: Actor, purpose: str, granted: bool, **options: Any) -> Consent:
    assert person.candidate_id is not None
    values = {"language": "zh", "now": NOW, "wording": wordings.wording(purpose)} | options
    return services.give_consent(
        candidate_id=person.candidate_id, unit_id=person.unit_ids[0], granted=granted, **values
    )


def decisions(person: Actor, **options: Any) -> dict[str, bool]:
    assert person.candidate_id is not None
    return {name: d.holds for name, d in queries.consents(person.candidate_id, **options).items()}


def test_yes_no_and_silence_are_three_things(person: Actor) -> None:
    give(person, "recording", True)
    give(person, "face", False)
    assert decisions(person) == {"recording": True, "face": False}


def test_the_wording_is_kept_with_its_hash(person: Actor) -> None:
    row = give(person, "face", True)
    wording = wordings.wording("face")
    assert (row.wording_key, row.wording_version) == ("face", wording.version)
    assert row.wording_sha256 == wording.sha256
    assert len(wording.sha256) == 64


def test_the_latest_word_counts_and_a_tie_is_a_no(person: Actor) -> None:
    give(person, "analysis", True)
    give(person, "analysis", False)
    assert decisions(person) == {"analysis": False}
    give(person, "analysis", True, now=NOW + timedelta(seconds=1))
    assert decisions(person) == {"analysis": True}


def test_withdrawal_ends_every_standing_consent(person: Actor) -> None:
    give(person, "recording", True)
    give(person, "recording", True, about_id=new_id())
    assert person.candidate_id is not None
    done = services.withdraw_consent(candidate_id=person.candidate_id, purpose="recording", now=NOW)
    assert done == 2
    assert decisions(person) == {"recording": False}
    again = services.withdraw_consent(candidate_id=person.candidate_id, purpose="recording", now=NOW)
    assert again == 0


def test_a_decision_can_belong_to_one_interview(person: Actor) -> None:
    first, second = new_id(), new_id()
    give(person, "recording", True, about_id=first)
    give(person, "recording", False, about_id=second)
    assert decisions(person, about_id=first) == {"recording": True}
    assert decisions(person, about_id=second) == {"recording": False}


def test_nobody_decides_for_somebody_else(person: Actor) -> None:
    give(person, "recording", True)
    stranger = Actor(kind="candidate", id=new_id(), candidate_id=new_id())
    with acting_as(stranger):
        assert decisions(person) == {}
        assert person.candidate_id is not None
        done = services.withdraw_consent(candidate_id=person.candidate_id, purpose="recording", now=NOW)
        assert done == 0
    assert decisions(person) == {"recording": True}


@pytest.mark.parametrize("key", ["nothing", "../consents/face", "", "a" * 80])
def test_an_unknown_wording(key: str) -> None:
    with pytest.raises(InvalidError):
        wordings.wording(key)


@pytest.mark.parametrize("purpose", ["recording", "analysis", "face"])
def test_each_purpose_has_words_in_both_languages_and_a_way_on(purpose: str) -> None:
    found = wordings.wording(purpose)
    assert found.purpose == purpose
    for language, word in (("zh", "继续"), ("en", "go on")):
        assert all(found.texts[language].values())
        assert word in found.texts[language]["refuse"]


def test_every_purpose_has_a_wording_or_needs_none() -> None:
    written = {path.stem for path in (Path(conf.LIBRARY_DIR) / "consents").glob("*.toml")}
    about_purposes = {wordings.wording(key).purpose for key in written}
    assert {key for key, purpose in rules.PURPOSES.items() if purpose.sensitive} <= about_purposes
    assert about_purposes <= set(rules.PURPOSES)


def test_the_promised_retention_is_the_one_in_force() -> None:
    kept = rules.PURPOSES["recording"].retention
    assert kept is not None
    for key in ("recording", "face", "analysis"):
        for language in ("zh", "en"):
            promised = re.findall(r"(\d+)(?: 天| days)", wordings.wording(key).texts[language]["text"])
            assert set(promised) <= {str(kept.days)}
    assert "180 天" in wordings.wording("recording").texts["zh"]["text"]


def test_the_bank_may_keep_shorter() -> None:
    assert rules.keep_until("recording", NOW) == NOW + timedelta(days=180)
    assert rules.keep_until("recording", NOW, {"recording": 30}) == NOW + timedelta(days=30)
    assert rules.keep_until("face", NOW) is None
    with pytest.raises(InvalidError):
        rules.keep_until("anything", NOW)


def test_a_withdrawal_is_journalled_when_it_commits(
    person: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    row = give(person, "recording", True)
    assert person.candidate_id is not None
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_consent(candidate_id=person.candidate_id, purpose="recording", now=NOW)
        assert list(journal.read(journal.path())) == []
    assert list(journal.read(journal.path())) == [{"kind": "consent", "id": str(row.pk)}]


def test_others_hear_of_a_withdrawal(person: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(bus._handlers, ConsentWithdrawn, [heard.append])
    give(person, "face", True)
    assert person.candidate_id is not None
    services.withdraw_consent(candidate_id=person.candidate_id, purpose="face", now=NOW)
    services.withdraw_consent(candidate_id=person.candidate_id, purpose="face", now=NOW)
    assert heard == [ConsentWithdrawn(person.candidate_id, person.unit_ids[0], "face")]
