"""Numbers and dates of documents, without any picture: what is wrong has a name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.parsing.documents import bank_card, checks, degree, identity
from bole.parsing.reading.runs import Page, Run

TODAY = date(2026, 11, 22)
GOOD = "110101199003077838"  # made up; its check digit is right


def page(*lines: str) -> Page:
    """One run per line, from top to bottom; a | parts a line's runs."""
    runs: list[Run] = []
    for row, line in enumerate(lines):
        bottom = 1000.0 - 40 * row
        for column, text in enumerate(line.split("|")):
            left = 20.0 + 300 * column
            runs.append(Run(text, left, bottom, left + 250, bottom + 20, 20, len(runs), confidence=0.97))
    return Page(1000, 1100, tuple(runs))


def front(**changes: str) -> Page:
    p = {
        "name": "姓名王静",
        "sex": "性别男|民族汉",
        "birth": "出生1990年3月7日",
        "number": f"公民身份号码{GOOD}",
    }
    p |= changes
    lines = (p["name"], p["sex"], p["birth"], "住址北京市朝阳区望京西园", "12号楼3单元", p["number"])
    return page(*(line for line in lines if line))


def test_a_front_is_read_and_nothing_is_wrong_with_it() -> None:
    fields, problems = identity.front(front(), TODAY)
    assert {name: field.value for name, field in fields.items()} == {
        "name": "王静", "sex": "男", "ethnicity": "汉", "birth_date": "1990-03-07",
        "address": "北京市朝阳区望京西园12号楼3单元", "number": GOOD,
    }  # fmt: skip
    assert problems == []
    assert fields["number"].box[1] > fields["name"].box[3]


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_changed_place_of_an_identity_number_gets_through(at: int, instead: str) -> None:
    changed = GOOD[:at] + instead + GOOD[at + 1 :]
    problems = identity.front(front(number=f"公民身份号码{changed}"), TODAY)[1]
    if changed == GOOD:
        assert problems == []
    else:
        assert {"number_checksum", "number_length"} & set(problems)


@given(st.integers(0, 15), st.integers(1, 9), st.booleans())
def test_no_changed_digit_of_a_card_number_gets_through(at: int, more: int, long: bool) -> None:
    number = "6222021234567890128" if long else "6222021234567894"
    assert checks.luhn(number)
    changed = number[:at] + str((int(number[at]) + more) % 10) + number[at + 1 :]
    assert bank_card.read(page(changed), TODAY)[1] == ["number_checksum"]
    assert bank_card.read(page(" ".join(number)), TODAY)[1] == []


WRONG = {
    "birth date": ({"birth": "出生1990年3月8日"}, "birth_date_differs"),
    "no such day": ({"birth": "出生1990年2月30日"}, "missing_birth_date"),
    "sex": ({"sex": "性别女|民族汉"}, "sex_differs"),
    "people": ({"sex": "性别男|民族汊"}, "unsure_ethnicity"),
    "a digit too few": ({"number": f"公民身份号码{GOOD[:-1]}"}, "number_length"),
    "no number": ({"number": "公民身份号码"}, "missing_number"),
    "no name": ({"name": ""}, "missing_name"),
    "impossible birth date inside": ({"number": "公民身份号码110101199013077839"}, "number_birth_date"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_contradicts_itself_has_a_name(case: str) -> None:
    changes, code = WRONG[case]
    if case.startswith("impossible"):
        body = "11010119901307783"
        total = sum(int(d) * w for d, w in zip(body, checks._WEIGHTS, strict=True))
        changes = {"number": f"公民身份号码{body}{checks._CHECK[total % 11]}"}
    assert code in identity.front(front(**changes), TODAY)[1]


BACKS = {
    "2016.05.01-2036.05.01": ("2036-05-01", []),
    "2016.05.01-长期": ("long", []),
    "2006.05.01-2026.05.01": ("2026-05-01", ["expired"]),
    "2016.05.01-2035.05.01": ("2035-05-01", ["unsure_validity"]),
    "2036.05.01-2016.05.01": ("2016-05-01", ["validity_order"]),
    "2027.05.01-2047.05.01": ("2047-05-01", ["validity_order"]),
    "2016.13.01-2036.05.01": ("2036-05-01", ["missing_valid_until"]),
    "20160501-20360501": ("2036-05-01", []),
}


@pytest.mark.parametrize("period", BACKS)
def test_a_back_is_judged_at_a_day(period: str) -> None:
    until, wanted = BACKS[period]
    made = page("中华人民共和国", "居民身份证", "签发机关|合肥市公安局瑶海分局", f"有效期限|{period}")
    fields, problems = identity.back(made, TODAY)
    assert (fields["valid_until"].value, problems) == (until, wanted)
    assert fields["authority"].value == "合肥市公安局瑶海分局"


def test_a_certificate_of_a_degree_is_read_too() -> None:
    text = (
        "硕士学位证书",
        "林思远，男，1994年8月2日生。在浙江大学",
        "金融学专业完成了硕士学位培养计划，经审核符合",
        "《中华人民共和国学位条例》的规定，授予经济学硕士学位。",
        "浙江大学|校长 周正平",
        "证书编号:1033532019000123|二〇一九年三月三十一日",
    )
    fields, problems = degree.read(page(*text), TODAY)
    assert {name: field.value for name, field in fields.items()} == {
        "name": "林思远", "school": "浙江大学", "major": "金融学", "level": "master",
        "number": "1033532019000123", "issued_on": "2019-03-31",
    }  # fmt: skip
    assert problems == []
    other = [line.replace("2019000123", "2018000123") for line in text]
    assert degree.read(page(*other), TODAY)[1] == ["number_year_differs"]
    other = [line.replace("浙江大学", "浙江某某大学") for line in text]
    assert degree.read(page(*other), TODAY)[1] == ["unknown_school"]
    other = [line.replace("103353", "103354") for line in text]
    assert degree.read(page(*other), TODAY)[1] == ["number_level_differs"]


def test_the_other_side_and_another_card_are_told() -> None:
    back = page(
        "中华人民共和国", "居民身份证", "签发机关|合肥市公安局瑶海分局", "有效期限|2016.05.01-2036.05.01"
    )
    assert identity.front(back, TODAY) == ({}, ["other_side"])
    assert identity.back(front(), TODAY) == ({}, ["other_side"])
    assert bank_card.read(front(), TODAY) == ({}, ["not_such_document"])


@pytest.mark.parametrize("reader", [identity.front, identity.back, degree.read, bank_card.read])
def test_another_paper_is_not_taken_for_it(reader: object) -> None:
    for lines in ((), ("发票", "金额 1234567890123456 元整"), ("录用通知书", "王静：您好"), (GOOD,)):
        fields, problems = reader(page(*lines), TODAY)  # type: ignore[operator]
        assert problems, lines
        assert not fields or problems == ["number_checksum"]


def test_dates_in_figures_and_in_chinese() -> None:
    for text, wanted in {
        "二〇二一年六月二十日": "2021-06-20",
        "二零零九年十二月三十一日": "2009-12-31",
        "2010年1月5日": "2010-01-05",
        "一九九九年十月十日": "1999-10-10",
        "二○一四年三月一日": "2014-03-01",
    }.items():
        match = checks.DATE.search(text)
        assert match is not None
        assert checks.iso(*match.groups()) == wanted
    assert checks.iso("2021", "2", "30") == ""
