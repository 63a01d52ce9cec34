import pytest
from django.db import connection

from bole.foundation.access.actors import ANONYMOUS, acting_as
from bole.foundation.audit import queries as audit
from bole.hiring.candidates import holding, queries, services
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.kernel.errors import DeniedError, NotFoundError

pytestmark = pytest.mark.django_db


def test_the_row_holds_no_readable_name(cast: Cast) -> None:
    with cast.acting("hr"), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM candidates_candidate c")
        text = cursor.fetchone()[0]
        assert queries.get(cast.candidate_id).name == "林小禾"
    for secret in ("林小禾", "13800001111", "lin@example.org", "\\u6797"):
        assert secret not in text
    assert "林小禾".encode().hex() not in text


def test_the_same_address_is_the_same_person(cast: Cast) -> None:
    with cast.acting("hr"):
        again = services.register(unit_id=cast.bank.east.pk, name="Lin", email="LIN@example.org", now=NOW)
        by_phone = services.register(unit_id=cast.bank.east.pk, name="林", phone="+86 13800001111", now=NOW)
    assert again.pk == by_phone.pk == cast.candidate_id


def test_another_branch_opens_its_own_file(cast: Cast) -> None:
    with cast.acting("west_hr"):
        other = services.register(unit_id=cast.bank.west.pk, name="林小禾", email="lin@example.org", now=NOW)
    assert other.pk != cast.candidate_id


@pytest.mark.parametrize("text", ["林小禾", "138 0000 1111", "Lin@Example.org"])
def test_search_finds_by_whole_value(cast: Cast, text: str) -> None:
    with cast.acting("hr"):
        assert list(queries.ids_matching(text)) == [cast.candidate_id]
        assert not queries.ids_matching("林")


def test_search_finds_by_number(cast: Cast) -> None:
    with cast.acting("hr"):
        number = queries.get(cast.candidate_id).number
        assert list(queries.ids_matching(number.lower())) == [cast.candidate_id]


def test_correcting_names_the_changed_fields_only(cast: Cast) -> None:
    with cast.acting("hr"):
        services.correct_contact(
            candidate_id=cast.candidate_id,
            name="林小禾",
            phone="13800002222",
            email="lin@example.org",
            now=NOW,
        )
        line = audit.trail(("candidate", cast.candidate_id)).first()
        assert queries.contact(cast.candidate_id).phone == "13800002222"
    assert line is not None
    assert line.fields == ["phone"]


def test_an_interviewer_reads_the_name_but_not_the_address(cast: Cast) -> None:
    with cast.acting("interviewer"):
        assert queries.get(cast.candidate_id).name
        with pytest.raises(DeniedError):
            queries.contact(cast.candidate_id)


@pytest.mark.parametrize("who", ["west_hr", "auditor", "it_admin"])
def test_others_see_nobody(cast: Cast, who: str) -> None:
    with cast.acting(who):
        with pytest.raises(NotFoundError):
            queries.get(cast.candidate_id)
        with pytest.raises((DeniedError, NotFoundError)):
            services.register(unit_id=cast.bank.east.pk, name="Eve", email="eve@example.org", now=NOW)


def test_nobody_sees_nothing(cast: Cast) -> None:
    with acting_as(ANONYMOUS):
        assert not Candidate.objects.exists()


def test_erasing_leaves_a_row_without_a_person(cast: Cast) -> None:
    with cast.acting("hr"):
        assert holding.export(cast.candidate_id)["name"] == "林小禾"
        assert holding.erase(cast.candidate_id, NOW) == 1
        assert holding.erase(cast.candidate_id, NOW) == 0
        row = Candidate.objects.get(pk=cast.candidate_id)
        assert (row.name, row.phone, row.email, row.email_index, row.erased_at) == ("", "", "", "", NOW)
        assert holding.export(row.pk)["number"] == row.number
