"""`bole library check`: every kind of fault is found in a sample that has exactly this fault."""

import shutil

import pytest

from bole.measurement.frameworks.checking import check_library
from bole.measurement.frameworks.loading import library_dir

QUESTION = "questions/teller-complaint.toml"
TWIN = "questions/rm-elderly-product.toml"
JOB = "jobs/teller.toml"
FRAMEWORK = "frameworks/teller.toml"
GUIDE = "guides/teller-standard.toml"

BREAKS = [
    (QUESTION, 'job = "teller"', 'colour = "red"\njob = "teller"', "unknown keys ['colour']"),
    (QUESTION, 'type = "service_scene"', 'type = "chat"', "type must be one of"),
    (QUESTION, 'jobs = ["teller"]', 'jobs = ["astronaut"]', "unknown jobs ['astronaut']"),
    (QUESTION, "weight = 35", "weight = 34", "competency weights must add up to 100"),
    (QUESTION, '"point:apologise" = 12', '"point:apologise" = 13', "must add up to 100"),
    (QUESTION, 'zh = "道歉并表示理解", en = "', 'zh = "道歉并表示理解", de = "', "en is missing"),
    (QUESTION, 'en = "Apologises and shows understanding"', 'en = " "', "both languages must have a text"),
    (QUESTION, '"不跟客户争对错"', '"先听他把话说完，千万不打断"', "phrasings in zh are nearly the same"),
    (
        QUESTION,
        '"I would not argue with him"',
        '"I would listen to him"',
        "phrasings in en are nearly the same",
    ),
    (QUESTION, 'when = "point:find_cause"', 'when = "point:nothing"', "when names an unknown part"),
    (QUESTION, 'key = "the_rule"', 'key = "exact_way"', "exact_way: is used twice"),
    ("competencies/teamwork.toml", "[anchors]\n1 =", "[anchors]\n2 =", "1 is missing"),
    (JOB, "weight = 30", "weight = 31", "weights must add up to 100"),
    (JOB, 'key = "patience_care"', 'key = "job_fit"', "no question of guide teller-standard measures it"),
    (FRAMEWORK, 'key = "patience_care"', 'key = "job_fit"', "framework and portrait differ"),
    (GUIDE, 'key = "teller-complaint"', 'key = "no-such"', "there is no usable question no-such"),
    (FRAMEWORK, "[competencies.anchors]\n1 =", "[competencies.anchors]\n2 =", "1 is missing"),
    (QUESTION, '"理解 & 心情', '"理解 & !理解", "理解 & 心情', "a cue in zh excludes or denies itself"),
    (FRAMEWORK, 'origin = "specification"', 'origin = "hearsay"', "origin must be one of"),
    (QUESTION, 'en = "Apologises and shows understanding"', 'en = "道歉并表示理解"', "en is not English"),
    (QUESTION, 'zh = "道歉并表示理解"', 'zh = "Apologises"', "zh is not Chinese"),
    (QUESTION, '"I would not argue with him"', '"不跟他争"', "en is not English"),
    (QUESTION, '"不跟客户争对错"', '"No arguing"', "zh is not Chinese"),
    (QUESTION, "limit_seconds = 180", "limit_seconds = 0", "limit_seconds is a number from 10 to 1800"),
    (QUESTION, "think_seconds = 30", "think_seconds = -5", "think_seconds is a number from 0 to 600"),
    (QUESTION, "penalty = 45", "penalty = 450", "penalty is a number from 0 to 100"),
    (QUESTION, "weight = 35", "weight = -35", "weight is a number from 0.1 to 100"),
    (QUESTION, 'when = "point:find_cause"', 'when = "point:find_cause"\nbelow = 0', "below is a number from"),
    (FRAMEWORK, "只说“办不了”“下次再来”，或把客户推给别的窗口；没有一句安抚。",
     "态度好、有道歉，说愿意帮忙，但没有说怎么帮、什么时候办好。", "two levels have the same anchor in zh"),
    (GUIDE, 'key = "teamwork-experience"', 'key = "teller-complaint"', "teller-complaint is asked twice"),
    (QUESTION, '"安虎"', '"安虎", "按扶"', "a homophone with the syllables of '安抚': '按扶'"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for name in ("competencies", "lexicons"):
        shutil.copytree(library_dir() / name, tmp_path / name)
    for name in (QUESTION, TWIN, "questions/teamwork-experience.toml", JOB, FRAMEWORK, GUIDE):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(library_dir() / name, tmp_path / name)
    return tmp_path


def _change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _faults(folder):
    """Faults but the sample's own: it holds three of the questions a bank of questions needs."""
    return [p for p in check_library(folder) if (p.file, p.place) != (FRAMEWORK, "questions")]


def test_the_sample_is_whole(folder):
    assert _faults(folder) == []


@pytest.mark.parametrize(("name", "old", "new", "expected"), BREAKS)
def test_a_fault_is_named_with_its_file(folder, name, old, new, expected):
    _change(folder, name, old, new)
    assert any(p.file.startswith(name.partition("/")[0]) and expected in str(p) for p in _faults(folder))


def test_too_few_phrasings(folder):
    text = (folder / QUESTION).read_text(encoding="utf-8")
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("phrasings.zh"))
    lines[first] = 'phrasings.zh = ["先道歉", "说声对不起", "表示理解", "承认等得久"]'
    (folder / QUESTION).write_text("\n".join(lines), encoding="utf-8")
    assert [(p.file, p.place, p.text) for p in _faults(folder)] == [
        (QUESTION, "points.apologise", "4 phrasings in zh, 5 are needed")
    ]


def test_no_accepted_alternative(folder):
    text = (folder / QUESTION).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("accepted")]
    (folder / QUESTION).write_text("\n".join(lines), encoding="utf-8")
    faults = [p for p in _faults(folder) if p.place == "points.apologise"]
    assert [p.text for p in faults] == [
        "no accepted alternative answer in en",
        "no accepted alternative answer in zh",
    ]


def test_no_probe(folder):
    text = (folder / QUESTION).read_text(encoding="utf-8")
    (folder / QUESTION).write_text(text.partition("[[probes]]")[0], encoding="utf-8")
    assert [(p.file, p.place) for p in _faults(folder)] == [(QUESTION, "probes")]


def test_questions_that_differ_only_in_the_name_of_the_job(folder):
    asked = 'zh = "作为{}，你会如何安抚一位排队很久又缺材料的客户？"'
    other = (folder / JOB).read_text(encoding="utf-8").replace("综合柜员", "理财经理")
    other = other.replace('key = "teller"', 'key = "wealth-manager"')
    (folder / "jobs/wealth-manager.toml").write_text(other, encoding="utf-8")
    own = 'zh = "一位客户排队40分钟，轮到他时被告知缺少一份材料，情绪很激动。你会怎么处理？"'
    _change(folder, QUESTION, own, asked.format("综合柜员"))
    _change(folder, TWIN, 'zh = "你会如何向老年客户推荐理财产品？"', asked.format("理财经理"))
    assert [(p.file, p.place, p.text) for p in _faults(folder)] == [
        (QUESTION, "prompts.zh", "differs from rm-elderly-product in the job's name only")
    ]


def test_a_bank_of_questions_is_complete(folder):
    texts = {p.text for p in check_library(folder) if p.file == FRAMEWORK}
    assert "2 questions serve teller, 12 are needed" in texts
    assert "no question of type knowledge serves teller" in texts


def test_the_shipped_library_is_fit_for_use():
    assert check_library(library_dir()) == []
