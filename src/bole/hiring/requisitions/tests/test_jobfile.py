"""Job files: every fault at its line, written back as read, differences found."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bole.hiring.requisitions import jobfile, jobtext
from bole.hiring.requisitions.jobfile import JobFileError

JOBS = sorted((Path(__file__).resolve().parents[5] / "library" / "jobs").glob("*.toml"))
TELLER = next(path for path in JOBS if path.stem == "teller").read_text(encoding="utf-8")


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(JobFileError) as caught:
        jobfile.read(text)
    return [(fault.line, fault.place, fault.code) for fault in caught.value.faults]


def line(text: str, start: str, nth: int = 1) -> int:
    found = [n for n, row in enumerate(text.splitlines(), start=1) if row.startswith(start)]
    return found[nth - 1]


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_every_job_of_the_library_comes_back_as_it_was_read(path: Path) -> None:
    job = jobfile.read(path.read_text(encoding="utf-8"))
    assert jobfile.read(jobtext.to_toml(job)) == job
    assert jobfile.parse(jobfile.to_raw(job)) == job


def test_each_fault_has_its_line() -> None:
    heavy = TELLER.replace("weight = 30", "weight = 300")
    assert faults(heavy) == [(line(heavy, "weight = 300"), "competency[1].weight", "out_of_range")]
    less = TELLER.replace("weight = 30", "weight = 25")
    assert faults(less) == [(line(less, "[[competency]]"), "competency", "weights_not_100")]
    assert faults("format = \n")[0][::2] == (1, "toml")
    named = TELLER.replace("pass_mark = 60", 'pass_mark = "sixty"')
    assert faults(named) == [(line(named, "pass_mark"), "pass_mark", "out_of_range")]
    strange = TELLER.replace('origin = "specification"', 'orgin = "specification"', 1)
    assert faults(strange) == [(line(strange, "orgin"), "competency[0].orgin", "unknown_key")]
    alone = TELLER.replace(', en = "Patience and care"', "")
    assert faults(alone) == [(line(alone, "label", 2), "competency[1].label", "both_languages")]
    twice = TELLER.replace('key = "patience_care"', 'key = "communication"')
    assert (line(twice, "[[competency]]"), "competency", "duplicate") in faults(twice)
    gone = TELLER.replace("from = 15\n", "")
    assert faults(gone) == [(line(gone, "[[target]]"), "target[0].from", "missing")]


@pytest.mark.parametrize(
    "text",
    ['format = "bole.job/2"', "competency = 3", "target = [1]", "bounds = 5", "[bounds]\ncap = true",
     "\x00", "[[competency]]\nweight = nan", "[competency]\nkey = 1"],
)  # fmt: skip
def test_junk_is_refused_with_faults(text: str) -> None:
    assert faults(text)


def test_differences_name_what_changed() -> None:
    old = jobfile.read(TELLER)
    more = tuple(replace(c, weight=Decimal(20)) if c.key == "communication" else c for c in old.competencies)
    new = replace(old, pass_mark=Decimal(65), competencies=more[1:], targets=())
    found = [(c.what, c.key, c.before, c.after) for c in jobtext.differences(old, new)]
    assert found == [
        ("weight", "communication", Decimal(10), Decimal(20)),
        ("weight", "service_orientation", Decimal(35), None),
        ("pass_mark", "", Decimal(60), Decimal(65)),
        ("target", "time_to_hire", (Decimal(15), Decimal(7)), None),
    ]
    assert jobtext.differences(old, old) == []
