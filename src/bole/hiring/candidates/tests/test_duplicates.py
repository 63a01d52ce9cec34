"""Duplicates: found by number, address, name and day of birth; merged and undone by a person, never alone."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.hiring.candidates import queries, services
from bole.hiring.candidates.models import Candidate, Duplicate
from bole.hiring.conftest import NOW, Cast
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
LIN = {"name": "林小禾", "phone": "13800001111"}


def enter(cast: Cast, *, source: str = "bank", days: int = 0, **facts: str) -> tuple[Candidate, bool]:
    with cast.acting("hr"):
        return services.enter(
            unit_id=cast.bank.east.pk, source=source, as_of=NOW + timedelta(days=days), now=NOW, **facts
        )


def pair(cast: Cast) -> Duplicate:
    enter(cast, name="林晓禾", phone="138 0000 1111")
    with cast.acting("hr"):
        return queries.open_duplicates(cast.hr).get()


def test_name_and_number_are_the_same_person_one_of_them_is_a_proposal(cast: Cast) -> None:
    known, new = enter(
        cast, name="林 小禾".replace(" ", ""), phone="+86 138 0000 1111", email="x@example.org"
    )
    assert (known.pk, new, known.email) == (cast.candidate_id, False, "lin@example.org")
    for facts, reasons in (
        ({"name": "张三", "phone": "13800001111"}, ["phone"]),
        ({"name": "李四", "email": "LIN@example.org"}, ["email"]),
    ):
        other, new = enter(cast, **facts)
        assert new
        with cast.acting("hr"):
            assert [row.reasons for row in queries.duplicates_of(other.pk)] == [reasons]


def test_name_and_day_of_birth_are_proposed_and_a_wrong_day_refused(cast: Cast) -> None:
    first, _ = enter(cast, name="王芳", phone="13711112222", birth_date="1999-04-01")
    enter(cast, name="王芳", email="other@example.org", birth_date="1999-04-02")
    same, _ = enter(cast, name="王 芳".replace(" ", ""), email="wang@example.org", birth_date="1999-04-01")
    with cast.acting("hr"):
        found = queries.duplicates_of(same.pk)
    assert [(row.other_id, row.reasons) for row in found] == [(first.pk, ["birth"])]
    with pytest.raises(InvalidError):
        enter(cast, name="王芳", phone="13711112222", birth_date="1999-13-01")


def test_merging_moves_nothing_and_is_undone(cast: Cast) -> None:
    row = pair(cast)
    other_id = row.candidate_id
    with cast.acting("hr"):
        for _click in range(2):
            services.merge(duplicate_id=row.pk, keep_id=cast.candidate_id, now=NOW)
        assert [one.pk for one in queries.same_person(queries.get(other_id))] == [cast.candidate_id, other_id]
        assert not queries.open_duplicates(cast.hr).exists()
        with pytest.raises(ConflictError):  # the other way round is a contradiction, not a repetition
            services.merge(duplicate_id=row.pk, keep_id=other_id, now=NOW)
        with pytest.raises(ConflictError):
            services.keep_apart(duplicate_id=row.pk, now=NOW)
    assert enter(cast, name="林晓禾", phone="13800001111")[0].pk == cast.candidate_id  # leads from now on
    with cast.acting("hr"):
        services.unmerge(duplicate_id=row.pk, now=NOW)
        services.unmerge(duplicate_id=row.pk, now=NOW)
        assert [one.pk for one in queries.same_person(queries.get(other_id))] == [other_id]
        assert (queries.get(other_id).name, queries.get(cast.candidate_id).name) == ("林晓禾", "林小禾")
        verbs = [line.verb.rsplit(".", 1)[-1] for line in audit.trail(("candidate", other_id))]
    assert sorted(verbs) == ["merged", "proposed", "registered", "unmerged"]


def test_two_people_are_not_proposed_again(cast: Cast) -> None:
    row = pair(cast)
    with cast.acting("hr"):
        services.keep_apart(duplicate_id=row.pk, now=NOW)
        assert services.propose_duplicates(candidate_id=row.candidate_id, now=NOW) == 0
        assert services.propose_duplicates(candidate_id=row.other_id, now=NOW) == 0
        assert not queries.open_duplicates(cast.hr).exists()


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_others_neither_see_nor_decide(cast: Cast, who: str) -> None:
    row = pair(cast)
    with cast.acting(who):
        assert not queries.open_duplicates(getattr(cast, who)).exists()
        for decide in (services.keep_apart, services.unmerge):
            with pytest.raises((DeniedError, NotFoundError)):
                decide(duplicate_id=row.pk, now=NOW)
        with pytest.raises((DeniedError, NotFoundError)):
            services.merge(duplicate_id=row.pk, keep_id=row.other_id, now=NOW)


def test_erasing_one_of_merged_files_erases_the_person(cast: Cast) -> None:
    row = pair(cast)
    with cast.acting("hr"):
        services.merge(duplicate_id=row.pk, keep_id=cast.candidate_id, now=NOW)
        number = queries.get(row.candidate_id).number
    with cast.acting("chief"):
        services.remove(candidate_id=row.candidate_id, number=number, reason="withdrawn", now=NOW)
    with system_scope("test"):
        assert not Candidate.objects.filter(erased_at=None).exists()
        assert not Duplicate.objects.exists()


def test_older_data_never_takes_the_place_of_newer(cast: Cast) -> None:
    one, _ = enter(cast, source="OA", days=-30, name="赵云", phone="13622223333")

    def take(source: str, days: int, **values: str) -> list[str]:
        with cast.acting("hr"):
            return services.take_over(
                candidate_id=one.pk, values=values, source=source, as_of=NOW + timedelta(days=days), now=NOW
            )

    assert take("OA", -20, phone="13622224444", email="zhao@example.org") == ["phone", "email"]
    assert take("job-board", -25, phone="13699999999") == []
    assert take("job-board", -20, phone="13699999999") == []  # the same time: what is there stays
    assert take("job-board", -10, phone="13622225555", email="") == ["phone"]
    with cast.acting("hr"):
        services.correct_contact(
            candidate_id=one.pk, name="赵云", phone="13622226666", email="zhao@example.org", now=NOW
        )
    assert take("OA", -1, phone="13622227777", email="z@example.org") == ["email"]
    with cast.acting("hr"):
        row: Any = queries.get(one.pk)
        assert (row.phone, row.email) == ("13622226666", "z@example.org")
        assert {field: told["source"] for field, told in row.provenance.items()} == {
            "name": "OA", "phone": "bank", "email": "OA",
        }  # fmt: skip
        with pytest.raises(InvalidError):
            take("OA", 5, email="not an address")
