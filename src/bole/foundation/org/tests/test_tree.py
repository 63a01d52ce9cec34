"""The tree: paths follow parents, and asking who lies under whom."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests.support.bank import Bank

from bole.foundation.org import queries, services
from bole.foundation.org.models import Unit
from bole.kernel.errors import ConflictError

pytestmark = pytest.mark.django_db


def test_a_path_names_everybody_above(bank: Bank) -> None:
    assert bank.east_outlet.path == f"{bank.head.pk}/{bank.east.pk}/{bank.east_outlet.pk}/"
    assert bank.east_outlet.lies_under(bank.east.path)
    assert not bank.east.lies_under(bank.east_outlet.path)


def test_who_lies_under_whom(bank: Bank) -> None:
    assert queries.lies_under(bank.east_outlet.pk, (bank.east.pk,))
    assert queries.lies_under(bank.east.pk, (bank.east.pk,))
    assert not queries.lies_under(bank.west.pk, (bank.east.pk,))
    assert not queries.lies_under(uuid.uuid4(), (bank.head.pk,))
    assert not queries.lies_under(bank.west.pk, ())


def test_a_subtree_lists_parents_before_children(bank: Bank) -> None:
    assert queries.subtree((bank.east.pk,)) == [bank.east, bank.east_outlet]
    everybody = queries.subtree((bank.head.pk, bank.east.pk))
    assert everybody[0] == bank.head
    assert len(everybody) == 4
    assert queries.root() == bank.head


def test_an_outlet_moves_and_its_path_with_it(bank: Bank) -> None:
    moved = services.move_unit(unit=bank.east_outlet, parent=bank.west)
    assert moved.path == f"{bank.head.pk}/{bank.west.pk}/{moved.pk}/"
    assert queries.subtree((bank.west.pk,)) == [bank.west, moved]


def test_a_branch_with_outlets_and_a_circle_are_refused(bank: Bank) -> None:
    with pytest.raises(ConflictError, match="beneath it"):
        services.move_unit(unit=bank.east, parent=bank.west)
    with pytest.raises(ConflictError, match="itself"):
        services.move_unit(unit=bank.west, parent=bank.west)


def test_a_code_is_given_once(bank: Bank) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.create_unit(code="E", kind="branch", name_zh="东", name_en="E", parent=bank.head)


def test_the_name_follows_the_language(bank: Bank) -> None:
    with translation.override("en"):
        assert str(Unit.objects.get(code="E")) == "East"
    with translation.override("zh-hans"):
        assert bank.east.name == "东分行"


def test_a_place_is_looked_up_once_per_request_and_anew_in_the_next(
    bank: Bank, django_assert_num_queries: Any
) -> None:
    outlet, west = bank.east_outlet, bank.west
    with queries.remembering(), django_assert_num_queries(1):
        assert queries.lies_under(outlet.pk, (bank.east.pk,))
        assert not queries.lies_under(outlet.pk, (west.pk,))
    services.move_unit(unit=outlet, parent=west)
    with queries.remembering():
        assert queries.lies_under(outlet.pk, (west.pk,))
    with django_assert_num_queries(2):
        assert queries.path_of(outlet.pk) == queries.path_of(outlet.pk)
