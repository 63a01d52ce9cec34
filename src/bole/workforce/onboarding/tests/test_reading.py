"""A real card, drawn for the test, through the real reader's child."""

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.files import services as files
from bole.hiring.conftest import NOW, Cast
from bole.parsing.tests import cards
from bole.workforce.onboarding import reading
from bole.workforce.onboarding.rules import materials


@pytest.mark.django_db
@pytest.mark.media
def test_a_card_is_read_by_our_names_and_another_persons_is_refused(cast: Cast) -> None:
    made = cards.make("identity_card_front", 3)
    with system_scope("test"):
        stored = files.keep_whole(
            unit_id=cast.bank.east.pk, candidate_id=cast.candidate_id, purpose="document",
            body=cards.jpeg(made.picture), now=NOW,
        )  # fmt: skip
        found = reading.read(stored.pk, "identity_card_front")
    assert found is not None
    fields = {name: field["value"] for name, field in found["fields"].items()}
    assert (fields["name"], fields["id_number"]) == (made.truth["name"], made.truth["number"])
    assert fields["home_address"]
    assert found["refused"] == []
    mine = {"name": made.truth["name"], "id_number": made.truth["number"]}
    assert materials.verdict(found, mine).refused == ()
    assert "other_name" in materials.verdict(found, {"name": "欧阳修远"}).refused
