"""Templates, dates of a checklist, progress, documents: without a database."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bole.kernel.errors import InvalidError
from bole.parsing import documents
from bole.workforce.onboarding import words
from bole.workforce.onboarding.rules import checklist, figures, materials, templates

LIBRARY = Path(__file__).resolve().parents[5] / "library" / "onboarding"
EVERY = {path.stem: templates.read(path.read_bytes()) for path in LIBRARY.glob("*.toml")}
ID_NUMBER = "11010519491231002X"  # the example printed in GB 11643


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def test_the_two_posts_get_two_packs() -> None:
    common = EVERY["default"]
    teller, manager = (templates.merged(common, EVERY[key]) for key in ("teller", "relationship-manager"))
    assert [part.title["zh"] for part in teller.guide[:2]] == ["柜台操作流程", "服务礼仪"]
    assert [part.title["zh"] for part in manager.guide[:2]] == ["客户开发技巧", "产品知识手册（简版）"]
    assert {task.key for task in common.tasks} < {task.key for task in teller.tasks}
    assert teller.standard != manager.standard
    for one in EVERY.values():
        keys = {part.key for part in common.milestones}
        assert all(not task.milestone or task.milestone in keys for task in one.tasks)


BROKEN: list[tuple[str, str]] = [
    ('format = "bole.onboarding/1"', 'format = "bole.onboarding/2"'),
    ('owner = "it"', 'owner = "robot"'),
    ('kind = "read"', 'kind = "upload"'),
    ('material = "degree"', 'material = "passport"'),
    ("due = -7", "due = -700"),
    ('asks = "desk"', 'asks = "salary"'),
    ('key = "id_back"', 'key = "id_front"'),
    ('why = { zh = "制作工牌。", en = "For your staff card." }', 'why = { zh = "制作工牌。" }'),
    ('key = "photo"', 'key = "photo"\nsecret = 1'),
    ("jobs = []", "jobs = []\nextra = 1"),
    ("version = 1", "version = "),
]


@pytest.mark.parametrize(("good", "bad"), BROKEN)
def test_a_broken_template_is_refused(good: str, bad: str) -> None:
    text = (LIBRARY / "default.toml").read_text(encoding="utf-8")
    assert good in text
    with pytest.raises(InvalidError) as refused:
        templates.read(text.replace(good, bad, 1).encode())
    assert refused.value.code == "template_invalid"


def test_days_count_in_working_days_from_the_first_day() -> None:
    tuesday = date(2026, 12, 1)
    assert checklist.workday(tuesday, -1, weekdays) == date(2026, 11, 30)
    assert checklist.workday(tuesday, -2, weekdays) == date(2026, 11, 27)
    assert checklist.workday(tuesday, 4, weekdays) == date(2026, 12, 7)
    assert checklist.workday(date(2026, 12, 5), 0, weekdays) == date(2026, 12, 5)


def test_as_many_working_days_lie_between_as_were_asked_for() -> None:
    for start in (date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 6)):
        for offset in range(-15, 16):
            there = checklist.workday(start, offset, weekdays)
            one, other = sorted((there, start))
            days = [one + timedelta(n) for n in range((other - one).days + 1)]
            assert sum(map(weekdays, [day for day in days if day != start])) == abs(offset)
            assert (there - start).days * offset >= 0


def test_nothing_is_due_in_the_past_and_branches_keep_theirs() -> None:
    own = templates.from_table(
        {
            "format": templates.FORMAT,
            "key": "x",
            "version": 1,
            "title": {"zh": "岗", "en": "x"},
            "task": [
                {"key": "a", "owner": "hr", "kind": "confirm", "title": {"zh": "甲", "en": "a"},
                 "why": {"zh": "因", "en": "w"}, "due": -9, "units": ["NORTH"]},
                {"key": "b", "owner": "hr", "kind": "confirm", "title": {"zh": "乙", "en": "b"},
                 "why": {"zh": "因", "en": "w"}, "due": 1},
            ],
        }
    )  # fmt: skip
    day, first = date(2026, 11, 30), date(2026, 12, 1)
    north = checklist.plan(own, starts_on=first, today=day, codes=["HO", "NORTH"], works=weekdays)
    assert [(one.plan.key, one.due_on) for one in north] == [("a", day), ("b", date(2026, 12, 2))]
    assert [one.plan.before_start for one in north] == [True, False]
    south = checklist.plan(own, starts_on=first, today=day, codes=["HO"], works=weekdays)
    assert [one.plan.key for one in south] == ["b"]


@dataclass
class Row:
    milestone: str
    state: str
    required: bool = True
    before_start: bool = True


def test_the_line_of_three_words() -> None:
    steps = EVERY["default"].milestones

    def line(*rows: Row) -> list[str]:
        return [one.state for one in checklist.progress(steps, rows)]

    first, second, third = "materials", "insurance", "workplace"
    assert line(Row(first, "waiting"), Row(second, "open"), Row(third, "open")) == ["now", "next", "next"]
    assert line(Row(first, "done"), Row(second, "open"), Row(third, "done")) == ["done", "now", "done"]
    assert line(Row(first, "done"), Row(first, "open", required=False)) == ["done"]
    assert line(Row(first, "dropped"), Row(third, "open")) == ["now"]
    assert checklist.is_ready([Row("", "done"), Row("", "open", before_start=False), Row("", "dropped")])
    assert not checklist.is_ready([Row("", "waiting")])
    assert checklist.missing([Row("", "waiting"), Row("", "open", required=False), Row("", "done")]) == 1


def reading(**fields: tuple[str, float]) -> dict[str, Any]:
    return {"fields": {name: {"value": value, "confidence": c} for name, (value, c) in fields.items()}}


KNOWN = {"name": "林小禾", "id_number": ID_NUMBER}
VERDICTS: list[tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = [
    (reading(name=("林小禾", 0.99)), (), ()),
    (reading(name=("林 小 禾", 0.99)), (), ()),
    (reading(name=("林小木", 0.99)), (), ("name_differs",)),  # one sign: the person corrects it
    (reading(name=("许知夏", 0.99)), ("other_name",), ()),
    (reading(name=("许知夏", 0.5)), (), ("other_name",)),  # not sure enough to refuse
    (reading(id_number=("110105194912310011", 0.95)), ("other_number",), ()),
    (reading(), (), ()),
    ({"refused": ["blurred"], **reading(name=("许知夏", 0.99))}, ("blurred", "other_name"), ()),
]


@pytest.mark.parametrize(("read", "refused", "hints"), VERDICTS)
def test_what_refuses_and_what_only_asks(
    read: dict[str, Any], refused: tuple[str, ...], hints: tuple[str, ...]
) -> None:
    found = materials.verdict(read, KNOWN)
    assert (found.refused, found.hints) == (refused, hints)


def test_two_pictures_of_one_document_make_a_whole_and_of_two_do_not() -> None:
    first = reading(id_number=(ID_NUMBER, 0.9), name=("林小禾", 0.9))["fields"]
    second = {**reading(id_number=(ID_NUMBER, 0.9), home_address=("江州市滨江路 8 号", 0.9)),
              "refused": ["missing_name", "glare"], "hints": ["missing_sex"]}  # fmt: skip
    whole = materials.completed("identity_card_front", second, first)
    assert {name: one["value"] for name, one in whole["fields"].items()} == {
        "id_number": ID_NUMBER, "home_address": "江州市滨江路 8 号", "name": "林小禾",
    }  # fmt: skip
    assert (whole["refused"], whole["hints"]) == (["glare"], ["missing_sex"])
    other = {**first, "id_number": {"value": "110105194912310011", "confidence": 0.9}}
    for earlier in (other, {}, {"name": first["name"]}):
        assert materials.completed("identity_card_front", second, earlier) == second
    assert materials.completed("identity_card_back", second, first) == second


def test_every_refusal_says_in_words_what_to_do() -> None:
    for code in documents.REFUSALS | {"unreadable", "too_many_pixels", "other_name", "other_number"}:
        assert words.REFUSED[code], code


def test_one_wrong_digit_is_no_identity_number() -> None:
    assert materials.is_id_number(ID_NUMBER)
    assert materials.is_id_number(ID_NUMBER.lower())
    for place in range(17):
        for by in range(1, 10):
            digit = str((int(ID_NUMBER[place]) + by) % 10)
            assert not materials.is_id_number(ID_NUMBER[:place] + digit + ID_NUMBER[place + 1 :])


def test_numbers_of_cards() -> None:
    assert materials.is_card_number("6222 0000 0000 0000 003") is materials.is_card_number(
        "6222000000000000003"
    )
    assert materials.is_card_number("4539578763621486")  # a published test number
    for wrong in (
        "4539578763621487",
        "45395787636",
        "4539578763621486" * 2,
        "４５３９５７８７６３６２１４８６",
        "",
    ):
        assert not materials.is_card_number(wrong)


def test_what_is_confirmed_must_be_possible() -> None:
    good = {"name": " 林小禾 ", "id_number": ID_NUMBER, "birth_date": "1949-12-31", "x": "y"}
    assert materials.confirmed("identity_card_front", good) == {
        "name": "林小禾", "id_number": ID_NUMBER, "sex": "", "birth_date": "1949-12-31", "home_address": "",
    }  # fmt: skip
    for change in ({"name": ""}, {"id_number": "1"}, {"birth_date": "31.12."}):
        with pytest.raises(InvalidError) as refused:
            materials.confirmed("identity_card_front", {**good, **change})
        assert set(refused.value.fields) == set(change)


def test_figures_need_something_to_count() -> None:
    nothing = figures.figures([], [])
    assert (nothing.days_to_ready, nothing.first_try) == (None, None)
    some = figures.figures([timedelta(days=2), timedelta(days=9), timedelta(days=4)], [1, 1, 3, 1])
    assert (some.days_to_ready, some.ready_n, some.first_try, some.materials_n) == (4, 3, 0.75, 4)
