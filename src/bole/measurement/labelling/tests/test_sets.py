"""Reading and writing labelled sets and files of labels."""

import pytest

from bole.kernel.errors import InvalidError
from bole.measurement.labelling import measuring
from bole.measurement.labelling.sets import LabelFile, labels_for, read_labels, read_set, write_labels

SET = """
key = "k"
labels = ["a", "b"]
labellers = []
[[answers]]
id = "1"
question = "q"
language = "en"
text = "one, one, two"
clauses = [["one,"], ["one,"], ["two"]]
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "set.toml").write_text(SET, "utf-8")
    return tmp_path / "set.toml"


def test_equal_clauses_have_places_of_their_own(path):
    assert read_set(path).answers[0].places == ((0, 4), (5, 9), (10, 13))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["two"]', '["three"]'),
        ('["two"]', '[""]'),
        ('["two"]', '["two", "a"]'),
        ('id = "1"\n', ""),
        ("labellers = []", 'labellers = ["x"]'),
    ],
)
def test_what_does_not_fit_is_refused(path, old, new):
    path.write_text(SET.replace(old, new), "utf-8")
    with pytest.raises(InvalidError):
        read_set(path)


def test_labels_come_back_as_they_were_written(path):
    labelled = read_set(path)
    file = LabelFile("k", 'O"Hara \\ 王\x7f', labelled.fingerprint, {("1", 0): "a", ("1", 2): "b"})
    write_labels(path.with_name("l.toml"), file, labelled)
    assert read_labels(path.with_name("l.toml")) == file


def test_unknown_labels_in_a_file_are_refused(path):
    labelled = read_set(path)
    with pytest.raises(InvalidError):
        labels_for(labelled, LabelFile("k", "x", labelled.fingerprint, {("1", 0): "c"}))


def test_the_shipped_set_is_as_large_as_its_card_says():
    labelled = measuring.shipped()
    first, second = labelled.by.values()
    assert len(labelled.clauses) == len(first) == len(second) >= 600
    assert len({a.question for a in labelled.answers}) >= 12
    assert labelled.seen < {a.question for a in labelled.answers}
