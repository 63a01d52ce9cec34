"""What lies under ``library/development`` can be used, and what is damaged says where."""

from pathlib import Path

import pytest

from bole.measurement import api as measurement
from bole.workforce.performance import library
from bole.workforce.performance.library import DevelopmentLibraryError


def test_every_file_is_sound_and_names_what_exists() -> None:
    known = set(measurement.competency_labels())
    for program in library.programs().values():
        assert {one.competency for one in program.tasks} <= known
        assert program.standards
    assert {one.competency for one in library.plan_rules().rules} <= known
    reasons = library.reasons()
    assert all(one.article.startswith(("§39", "§40")) for one in reasons.values())  # §21 admits no other
    assert all({"union", "notice"} <= {paper.key for paper in one.papers} for one in reasons.values())
    assert [one.key for one in reasons.values() if one.pay] == ["illness", "not-competent"]
    assert {one.kind for one in library.statements()} == set(library.work_kinds())
    tasks = {task.key for program in library.programs().values() for task in program.tasks}
    assert {key for kind in library.work_kinds().values() for key in kind.reports} <= tasks
    assert library.program("no-such-job").key == "default"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("target = 4", "target = 4\ngoal = 5"),
        ('kind = "count"', 'kind = "done"'),
        ("weeks = [1, 0]", "weeks = [0, 0]"),
        ('key = "default"', 'key = "other"'),
        ('key = "learned"', 'key = "learning_hours"'),
        ('en = "hours"', 'en = ""'),
        ("bole.probation/1", "bole.probation/2"),
        ("version = 1", "version ="),
    ],
)
def test_a_damaged_program_is_a_named_fault(tmp_path: Path, settings: object, old: str, new: str) -> None:
    text = (library.folder() / "probation" / "default.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "default.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DevelopmentLibraryError, match=r"default\.toml"):
        library._programs(tmp_path)
