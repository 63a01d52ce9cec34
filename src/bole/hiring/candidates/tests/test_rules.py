import pytest

from bole.hiring.candidates import rules
from bole.kernel.errors import InvalidError


@pytest.mark.parametrize(
    "written",
    ["138 0000 1111", "+86 138-0000-1111", "0086 13800001111", "８６１３８００００１１１１", "13800001111"],
)
def test_one_number_however_written(written: str) -> None:
    assert rules.same_phone(written) == "13800001111"


def test_a_foreign_number_keeps_its_country() -> None:
    assert rules.same_phone("+44 20 7946 0018") == "+442079460018"


def test_names_and_addresses_are_compared_without_case_and_width() -> None:
    assert rules.same_name(" Emily  ＣＨＥＮ ") == "emily chen"
    assert rules.same_mail(" Lin@Example.ORG ") == "lin@example.org"


@pytest.mark.parametrize(
    ("name", "phone", "email", "field"),
    [
        ("", "13800001111", "", "name"),
        ("x" * 121, "13800001111", "", "name"),
        ("林小禾", "", "", "email"),
        ("林小禾", "", "nobody", "email"),
        ("林小禾", "12", "", "phone"),
    ],
)
def test_what_cannot_be_reached_is_refused(name: str, phone: str, email: str, field: str) -> None:
    with pytest.raises(InvalidError) as caught:
        rules.check_contact(name=name, phone=phone, email=email)
    assert field in caught.value.fields


def test_masks_show_enough_and_no_more() -> None:
    assert rules.masked_mail("lin.xiaohe@example.org") == "l***@example.org"
    assert rules.masked_phone("13800001111") == "***1111"
    assert rules.masked_mail("none") == ""
    assert rules.masked_phone("") == ""
