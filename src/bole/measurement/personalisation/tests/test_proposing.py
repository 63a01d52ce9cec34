"""Lines of a résumé lead to questions by visible rules; what is protected is never touched."""

import re
import shutil

import pytest

from bole.measurement import api
from bole.measurement.frameworks.loading import library_dir
from bole.measurement.personalisation.lines import period_of, written
from bole.measurement.personalisation.proposing import protected_kinds
from bole.measurement.personalisation.rules import load_personalisation

RULES = load_personalisation()
TELLER = {"service_orientation": 35, "patience_care": 30, "financial_knowledge": 25, "communication": 10}
NOVEMBER_2026 = 2026 * 12 + 10

RESUME = """林小禾  138****1111
个人信息
已婚，育有一子，中共党员，汉族，1998 年 5 月出生
工作经历：
1. 2024.03 - 至今  江南连锁超市 会员主管，带领 6 名店员
2. 2021年7月—2023年5月  新风商场 服务台客服，处理顾客投诉
实习经历
• 2020/07 – 2020/09  云杉银行临江支行 大堂实习
教育背景
2017.09-2021.06 江州大学 金融学 本科
项目经历
三百户老客户信息核对项目
"""
ENGLISH = """Work experience
Jul 2021 - May 2023, Newwind Stores, customer service desk
03/2024 - present: River Supermarkets, shift leader
"""


def proposals(text, month=NOVEMBER_2026, weights=TELLER, core=("teller-complaint", "teamwork-experience")):
    lines = api.lines_of(text, RULES.headings)
    return api.propose(lines, RULES, weights=weights, core=core, month=month)


def by_rule(text, **more):
    return {one.rule: one for one in proposals(text, **more)}


def test_lines_know_their_part_and_number():
    lines = {line.line_no: line for line in api.lines_of(RESUME, RULES.headings)}
    assert {n: line.section for n, line in lines.items()} == {
        1: "other", 3: "personal", 5: "work", 6: "work", 8: "internship", 10: "education", 12: "project",
    }  # fmt: skip
    assert lines[6].text.startswith("2021年7月")
    assert lines[8].text.startswith("2020/07")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2019.07-2021.03 甲公司", (2019, 7), (2021, 3)),
        ("2019年7月至2021年3月", (2019, 7), (2021, 3)),
        ("2019/7 ～ 今", (2019, 7), None),
        ("Jul 2019 – March 2021", (2019, 7), (2021, 3)),
        ("07/2019 to present", (2019, 7), None),
        ("2019-2021 whole years, never fewer", (2019, 1), (2021, 12)),
        ("2019年-2021年2月", (2019, 1), (2021, 2)),
    ],
)
def test_periods_as_people_write_them(text, start, end):
    period = period_of(text)
    assert period is not None
    assert period.start == start[0] * 12 + start[1] - 1
    assert period.end == (None if end is None else end[0] * 12 + end[1] - 1)


@pytest.mark.parametrize("text", ["2021.03-2019.07", "电话 138-0000-2019", "2019 年获奖", "第 12-13 周", ""])
def test_what_is_no_period(text):
    assert period_of(text) is None


def test_each_rule_finds_its_line_and_quotes_it():
    found = by_rule(RESUME)
    assert {rule: one.line.line_no for rule, one in found.items()} == {
        "service": 6, "project": 12, "leadership": 5, "internship": 8, "job-change": 5, "gap": 6,
    }  # fmt: skip
    service = found["service"]
    assert service.rubric == "teller-hard-to-please"
    assert "投诉" in service.prompt["zh"]
    assert all(service.line.text in text for text in service.prompt.values())
    assert set(service.reason) == {"zh", "en"}
    assert not any("{" in text for one in found.values() for text in one.prompt.values())


def test_a_gap_is_reckoned_from_the_months_and_names_them():
    gap = by_rule("工作经历\n2018.01-2020.12 甲公司 会计\n2021.07-至今 乙公司 会计")["gap"]
    assert "2021 年 1 月 到 2021 年 6 月" in gap.prompt["zh"]
    assert "Jan 2021 to Jun 2021" in gap.prompt["en"]
    assert gap.line.line_no == 2
    assert "不用说" in gap.prompt["zh"]


@pytest.mark.parametrize(
    "text",
    [
        "工作经历\n2018.01-2020.12 甲公司 会计\n2021.06-至今 乙公司 会计",  # five months
        "工作经历\n2018.01-2020.12 甲公司 会计\n教育背景\n2021.01-2021.06 某大\n工作经历\n2021.07-至今 乙",
        "工作经历\n2018-2020 甲公司 会计\n2021-至今 乙公司 会计",
        "工作经历\n2018.01-2022.12 甲公司 会计\n2019.01-2019.03 丙公司 兼职\n2023.02-至今 乙公司 会计",
        "工作经历\n2021.07-至今 乙公司 会计",
    ],
)
def test_no_gap_where_the_time_is_covered_or_short(text):
    assert "gap" not in by_rule(text)


def test_a_gap_that_lasts_to_this_day():
    text = "工作经历\n2018.01-2026.04 甲公司 会计"
    assert "gap" in by_rule(text)
    assert "gap" not in by_rule(text, month=2026 * 12 + 8)


def test_a_second_employer_is_a_change_and_the_reason_is_not_asked():
    text = "工作经历\n2018.01-2020.12 甲公司 会计\n2021.02-至今 乙公司 出纳"
    change = by_rule(text)["job-change"]
    assert change.line.line_no == 3
    assert "不用说" in change.prompt["zh"]
    assert "job-change" not in by_rule("工作经历\n2018.01-至今 甲公司 会计")


def test_english_lines():
    found = by_rule(ENGLISH)
    assert found["service"].line.line_no == 2
    assert found["leadership"].line.line_no == 3
    clerk = ENGLISH.replace("customer service desk", "accounts clerk").replace(", shift leader", "")
    assert "Jun 2023 to Feb 2024" in by_rule(clerk)["gap"].prompt["en"]


PROTECTED = {
    "marriage": ["2020.01-2021.01 已婚，客服", "Married, customer service"],
    "children": ["2020.01-2021.01 产假，之前做客服", "Maternity leave, service desk", "没有孩子，客服主管"],
    "age": ["35 岁，客服主管", "Aged 35, front desk"],
    "gender": ["女性客服代表", "Female receptionist for customers"],
    "health": ["病假一年后回到客服岗位", "Customer service after surgery"],
    "religion": ["在教会做接待客户的义工", "Church front desk volunteer"],
    "ethnicity": ["回族，客服", "Ethnic minority liaison, customer service"],
    "party": ["中共党员，客服组长", "Communist Party member, team leader"],
    "origin": ["籍贯江州，柜台客服", "Hometown office, front desk"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in PROTECTED.items() for t in texts])
def test_a_line_on_a_protected_matter_is_never_quoted(kind, text):
    (line,) = api.lines_of(text, RULES.headings)
    assert kind in protected_kinds(line, RULES)
    assert proposals(f"工作经历\n{text}") == ()


def test_time_that_a_protected_line_explains_is_no_gap():
    covered = "工作经历\n2018.01-2020.12 甲公司 会计\n2021.01-2022.03 产假及育儿\n2022.04-至今 乙公司 会计"
    beside = "工作经历\n2018.01-2020.12 甲公司 会计\n因身体原因休养\n2022.04-至今 乙公司 会计"
    for text in (covered, beside):
        found = by_rule(text)
        assert "gap" not in found
        assert not any(re.search("产假|育儿|身体", p) for one in found.values() for p in one.prompt.values())


def test_nothing_of_the_personal_part_is_used():
    assert proposals("个人信息\n兴趣：带领球队，做客服志愿者") == ()


def test_a_rubric_measures_the_job_and_is_not_asked_anyway():
    assert by_rule(RESUME, core=("teller-hard-to-please",))["service"].rubric == "experience-own-work"
    assert proposals(RESUME, weights={"sales_skills": 100}) == ()
    assert by_rule(RESUME, weights={"responsibility": 100})["service"].rubric == "experience-own-work"


def test_the_same_résumé_gives_the_same_questions_and_no_words_are_quoted_twice():
    first = proposals(RESUME)
    assert first == proposals(RESUME)
    by_words = [one.line.line_no for one in first if one.rule not in {"gap", "job-change"}]
    assert len(set(by_words)) == len(by_words) == 4
    assert len({one.id for one in first}) == len(first)


LAYOUTS = {
    "time above the employer": """求职意向：综合柜员
【工作经历】
2019年3月 - 2022年11月
海澜大酒店 前厅部 宾客关系主任
- 受理宾客投诉并跟踪回访
2023年8月 - 至今
某物业公司 文员
""",
    "time below the employer": """WORK EXPERIENCE
Blue Kettle Coffee, barista
Mar 2019 – Nov 2022
Dealt with unhappy guests at the counter
Northgate Estates, clerk
Aug 2023 - present
""",
    "no work between": """工作经验：2019.03-2022.11 海澜大酒店 宾客关系主任，处理客诉
2023.08-2025.06 某物业公司 文员
2025.08-至今 待业，自学客服英语
""",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_résumés_laid_out_otherwise_are_quoted_with_their_employer(name):
    found = by_rule(LAYOUTS[name])
    assert set(found) == {"service", "job-change", "gap"}
    first, second = ("Blue Kettle", "Northgate") if "Blue" in LAYOUTS[name] else ("海澜大酒店", "某物业公司")
    assert re.search("投诉|客诉|barista", found["service"].line.text)
    assert second in found["job-change"].line.text
    assert first in found["gap"].line.text
    assert "Dec 2022 to Jul 2023" in found["gap"].prompt["en"]
    assert not any(re.search("求职意向|待业", one.prompt["zh"]) for one in found.values())


def test_a_wish_is_no_experience():
    assert proposals("求职意向：银行柜员\n期望城市：临江") == ()
    assert by_rule("PROJECTS\nBuilt a loyalty-card pilot with three classmates")["project"].line.line_no == 2


@pytest.mark.parametrize("line", ["客服 {line} {from} {0} %s <b>", "客服" * 400, "客服\x00岗位，柜台"])
def test_whatever_a_line_holds_it_is_only_quoted(line):
    (one,) = proposals(line)
    assert len(one.prompt["zh"]) < 300
    if "{" in line:
        assert line in one.prompt["zh"]


def test_months_are_written_as_people_do():
    assert (written(2021 * 12, "zh"), written(2021 * 12 + 11, "en")) == ("2021 年 1 月", "Dec 2021")


BREAKS = [
    ("service.toml", 'condition = "words"', 'condition = "mood"', "condition must be one of"),
    ("service.toml", "order = 10", "order = 10\ncolour = 1", "unknown keys"),
    (
        "service.toml",
        'rubrics = ["teller-hard-to-please"',
        'rubrics = ["teller-counterfeit"',
        "past behaviour",
    ),
    (
        "service.toml",
        'rubrics = ["teller-hard-to-please"',
        'rubrics = ["no-such"',
        "no usable question no-such",
    ),
    ("service.toml", "简历写到“{line}”", "简历写到", "{line} is missing"),
    ("service.toml", "简历写到“{line}”", "简历写到“{line}”{name}", "unknown blanks ['name']"),
    ("service.toml", 'sections = ["work"', 'sections = ["personal"', "sections names ['personal']"),
    ("gap.toml", "months = 6", "", "a gap needs them"),
    ("gap.toml", 'key = "gap"', 'key = "hole"', "key must be the file's name"),
    ("_reading.toml", 'key = "religion"', 'key = "faith"', "no words protect it"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BREAKS)
def test_a_broken_rule_is_named(tmp_path, file, old, new, expected):
    for name in ("questions", "competencies", "lexicons", "personalisation"):
        shutil.copytree(library_dir() / name, tmp_path / name)
    path = tmp_path / "personalisation" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    from bole.measurement.personalisation.checking import check_rules

    assert any(expected in str(problem) for problem in check_rules(tmp_path)), check_rules(tmp_path)


def test_the_installed_rules_are_fit_for_use():
    from bole.measurement.personalisation.checking import check_rules

    assert check_rules(library_dir()) == []
