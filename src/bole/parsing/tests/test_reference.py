"""The lists of library/reference: whole, with source and licence, small, without contradictions."""

import tomllib

import pytest

from bole.parsing.errors import ParsingError
from bole.parsing.fields.degrees import level_of
from bole.parsing.reference import library_dir, load, reference

FILES = sorted((library_dir() / "reference").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_list_says_where_it_is_from(path):
    raw = tomllib.loads(path.read_text("utf-8"))
    assert raw["key"] == path.stem
    assert raw["title"]
    assert raw["source"]
    assert raw["licence"]
    assert load(path.stem)


def test_lists_are_small_and_aliases_lead_somewhere():
    assert sum(path.stat().st_size for path in FILES) < 300_000
    universities = load("universities")
    groups = [names for group in ("tiers", "other", "foreign") for names in universities[group].values()]
    names = {name for group in groups for name in group}
    assert set(universities["aliases"].values()) <= names
    banks = load("banks")
    assert set(banks["short"].values()) <= {name for names in banks["kinds"].values() for name in names}
    assert not set(universities["tiers"]["p985"]) & set(universities["tiers"]["p211"])


def test_a_title_of_a_section_has_one_meaning():
    words = [word for words in load("headings")["sections"].values() for word in words]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert len(reference().sections) == len(words)


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        ("本科", "bachelor"),
        ("全日制本科（学士）", "bachelor"),
        ("硕士研究生", "master"),
        ("研究生", "master"),
        ("博士研究生", "doctor"),
        ("大专", "associate"),
        ("经济学学士", "bachelor"),
        ("MSc", "master"),
        ("M.Sc.", "master"),
        ("Bachelor of Science", "bachelor"),
        ("PhD", "doctor"),
        ("MBA", "master"),
        ("高中", "high_school"),
        ("其他", None),
    ],
)
def test_levels(printed, level):
    assert level_of(printed) == level


def test_a_damaged_list_is_refused(tmp_path):
    (tmp_path / "degrees.toml").write_text('format = "bole.reference/1"\nkey = "other"\n', "utf-8")
    with pytest.raises(ParsingError) as caught:
        load("degrees", tmp_path)
    assert caught.value.code == "reference_invalid"
