"""What a line is shows by itself: without titles, under unknown ones, in prose, in traditional characters."""

import pytest

from bole.parsing import api
from bole.parsing.tests import making
from bole.parsing.types import Resume

_HEAD = "顾清秋\n13800000501\n"


def jobs(found: Resume) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(w.employer, w.title, w.start, w.end) for w in found.work]


def test_names_above_their_dates_without_any_title(read_text):
    """Two lines above a job's period, three above a school's; one employer without any known ending."""
    found = read_text(
        f"{_HEAD}澜沧汽车金融有限公司\n贷后主管\n2021.03-至今\n带领 7 人团队，回收率 88%\n"
        "春水二手车市集\n评估员\n2018.07-2021.02\n评估车辆 1900 台\n"
        "滇中交通职业技术学院\n汽车营销\n大专\n2015.09-2018.06\n"
    )
    assert jobs(found) == [
        ("澜沧汽车金融有限公司", "贷后主管", "2021-03", None),
        ("春水二手车市集", "评估员", "2018-07", "2021-02"),
    ]
    assert [(e.school, e.major, e.degree, e.start) for e in found.education] == [
        ("滇中交通职业技术学院", "汽车营销", "大专", "2015-09")
    ]


def test_what_is_told_in_sentences(read_text):
    found = read_text(
        f"{_HEAD}学习经历\n2008年9月—2011年7月，就读于天池农业职业技术学院，会计电算化专业，大专学历。\n"
        "工作经历\n2011年8月—2015年12月，在昌河棉业有限公司任出纳。\n2016年1月至今，在天池村镇银行任信贷内勤。\n"
    )
    assert jobs(found) == [
        ("昌河棉业有限公司", "出纳", "2011-08", "2015-12"),
        ("天池村镇银行", "信贷内勤", "2016-01", None),
    ]
    one = found.education[0]
    assert (one.school, one.major, one.degree_level) == ("天池农业职业技术学院", "会计电算化", "associate")


def test_a_job_below_the_schools_is_a_job(read_text):
    found = read_text(
        f"{_HEAD}教育背景\n2018.09—2022.06　淮上师范大学　经济学　本科\n实地所学\n"
        "2024.07—2024.09　巢河银行股份有限公司　实习生\n"
    )
    assert [(w.employer, w.kind) for w in found.work] == [("巢河银行股份有限公司", "internship")]
    assert [e.school for e in found.education] == ["淮上师范大学"]


def test_names_stand_where_the_neighbours_have_theirs(read_text):
    found = read_text(
        f"{_HEAD}工作经历\n2021.03-至今\t江州银行\t零售部\t客户经理\n2018.07-2021.02\t白鹿\t华东区\t渠道拓展\n"
    )
    assert jobs(found)[1] == ("白鹿", "渠道拓展", "2018-07", "2021-02")


def test_single_posts_below_all_the_years(read_text):
    found = read_text(
        f"{_HEAD}工作经历\n泉山银行股份有限公司（2011.06 – 至今）\n历山支行行长\t2018.03 – 至今\n"
        "公司业务部客户经理\t2011.06 – 2018.02\n"
    )
    assert [(w.employer, w.start) for w in found.work] == [
        ("泉山银行股份有限公司", "2018-03"),
        ("泉山银行股份有限公司", "2011-06"),
    ]


def test_other_people_give_nothing(read_text):
    found = read_text(
        "Ann Lee\nann@example.com\nExperience\nElm Bank Ltd | Teller\tMar 2019 – Present\n"
        "References\nOliver Pemberton, Branch Manager, Oak Bank Ltd\n13800000777\noliver@example.com\n"
    )
    assert (found.phone, found.email) == (None, "ann@example.com")
    assert [w.employer for w in found.work] == ["Elm Bank Ltd"]


def test_traditional_characters_stay_as_printed(read_text):
    found = read_text(
        "何嘉慧\n工作經驗\n民國108年2月至今\t獅山銀行（香港）有限公司\t客戶經理\n"
        "學歷\n2011年9月至2015年7月\t香港浸會大學\t財務\t學士\n語言\n廣東話（母語）、英語（流利）\n"
    )
    assert jobs(found) == [("獅山銀行（香港）有限公司", "客戶經理", "2019-02", None)]
    assert [(e.school, e.degree, e.degree_level) for e in found.education] == [
        ("香港浸會大學", "學士", "bachelor")
    ]
    assert found.languages == ["廣東話（母語）", "英語（流利）"]


@pytest.mark.parametrize("line", ["N E L L   Y O U N G", "顾清秋男"])
def test_names_set_in_odd_ways(read_text, line):
    assert read_text(f"{line}\n13800000502\n").name in ("NELL YOUNG", "顾清秋")


def test_white_letters_on_a_dark_cell_are_read():
    white = '<w:color w:val="FFFFFF"/>'
    cell = f'<w:tcPr><w:shd w:fill="1F3A5F"/></w:tcPr>{making.paragraph("手机：13800000503", white)}'
    table = f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    found = api.parse(making.docx(making.lines("顾清秋\n教育背景") + table + making.paragraph("藏", white)))
    assert found.phone == "13800000503"
    assert [warning.text for warning in found.warnings if warning.kind == "hidden_text"] == ["藏"]


LABELS = r"""
#text(size: 18pt)[顾清秋] \
13800000504
#text(size: 13pt)[工作经历]
#grid(columns: (30%, 1fr), row-gutter: 8pt,
[2024/2-至今], [客服专员 \ 金湖数字科技有限公司 \ 互联网],
[2023/7-2024/1], [电话销售 \ 吴江保险代理有限公司 \ 保险],
[2020/7-2023/6], [柜员 \ 江州银行 \ 银行])
"""


def test_dates_in_a_column_stay_beside_their_jobs(read_pdf):
    assert [(w.employer, w.start) for w in read_pdf(LABELS).work] == [
        ("金湖数字科技有限公司", "2024-02"),
        ("吴江保险代理有限公司", "2023-07"),
        ("江州银行", "2020-07"),
    ]


def test_heads_of_columns_and_issuing_bodies_are_no_items(read_text):
    found = read_text(
        f"{_HEAD}证书\n证书名称\t获得时间\t发证单位\n普通话二级甲等\t2019.06\t云南省语言文字工作委员会\n"
        "银行从业资格\t2020.11\t中国银行业协会\n专业技能\nExcel\nDigital skills\nPython\n"
    )
    assert found.certificates == ["普通话二级甲等", "银行从业资格"]
    assert found.skills == ["Excel", "Python"]
