"""The same invented person in several layouts: every field exact, nothing that is not there."""

import pytest

from bole.parsing import api
from bole.parsing.tests import layouts, making
from bole.parsing.tests.evaluate import compare

WITHOUT_TITLES = """
秦雨桐　女　32岁
+86 199 0000 0301　qin.yutong@example.com
2020.3-至今　青屿银行　客户经理
负责存量客户维护，2021年至2022年新增有效户 300 户。
2017年7月至2020年2月  云港蓝鲸科技有限公司 | 数据分析师
江西财经大学\t金融学（硕士）\t2014/09 - 2017/06
"""
FORM = [
    ["姓名", "阿依古丽·买买提", "性别", "女"],
    ["手机", "(+86) 199-0000-0302", "邮箱", "a.y@example.com"],
    ["教育经历", "起止时间", "学校", "专业/学历"],
    ["", "2010.09-2014.06", "南昌大学", "统计学/本科"],
    ["工作经历", "起止时间", "单位", "岗位"],
    ["", "2014.07-至今", "临江市财政局", "会计"],
]
ENGLISH = """
Daniel Wong
Phone: +86 199 0000 0303 | Email: daniel.wong@example.com
PROFILE
Banker since 2016, admirer of Harvard University case teaching; led a project from March 2019 to June 2019.
EXPERIENCE
Blue Pine Consulting Co., Ltd.\tShanghai, China
Audit Associate\tMar 2019 – Present
- Led a project with Tsinghua University in 2021 on SME lending
Riverside Commercial Bank, Shanghai Branch\tLondon
Teller (Intern)\t06/2016 - 08/2016
EDUCATION
Bachelor of Science in International Business, University of Leeds\tSep 2012 - Jun 2016
LANGUAGES
English (fluent), Mandarin (native)
LICENSES & CERTIFICATIONS
CFA Level I; ACCA (9 papers)
"""


@pytest.mark.parametrize("name", layouts.ALL)
def test_pdf_layouts(name, read_pdf):
    tally = compare(layouts.TRUTH, read_pdf(layouts.ALL[name]))
    assert (tally.missed, tally.extra) == ([], [])


def test_without_any_title(read_text):
    found = read_text(WITHOUT_TITLES)
    assert (found.name, found.phone) == ("秦雨桐", "+86 199 0000 0301")
    assert [(w.employer, w.title, w.start, w.end, w.current) for w in found.work] == [
        ("青屿银行", "客户经理", "2020-03", None, True),
        ("云港蓝鲸科技有限公司", "数据分析师", "2017-07", "2020-02", False),
    ]
    assert [(e.school, e.major, e.degree, e.degree_level) for e in found.education] == [
        ("江西财经大学", "金融学", "硕士", "master")
    ]


def test_a_form_with_merged_labels():
    found = api.parse(making.docx(making.table(FORM)))
    assert (found.name, found.phone, found.email) == (
        "阿依古丽·买买提",
        "(+86) 199-0000-0302",
        "a.y@example.com",
    )
    assert [(e.school, e.major, e.degree, e.end) for e in found.education] == [
        ("南昌大学", "统计学", "本科", "2014-06")
    ]
    assert [(w.employer, w.title, w.current) for w in found.work] == [("临江市财政局", "会计", True)]


def test_english(read_text):
    found = read_text(ENGLISH)
    assert found.name == "Daniel Wong"
    assert [(w.employer, w.title, w.start, w.end, w.kind) for w in found.work] == [
        ("Blue Pine Consulting Co., Ltd.", "Audit Associate", "2019-03", None, "job"),
        ("Riverside Commercial Bank, Shanghai Branch", "Teller (Intern)", "2016-06", "2016-08", "internship"),
    ]
    assert [(e.school, e.degree, e.major) for e in found.education] == [
        ("University of Leeds", "Bachelor of Science", "International Business")
    ]
    assert found.languages == ["English (fluent)", "Mandarin (native)"]
    assert found.certificates == ["CFA Level I", "ACCA (9 papers)"]


def test_projects_and_offices_at_school_are_no_jobs(read_text):
    found = read_text(
        "马骁\n13900000304\n工作经历\n2019.07-至今\t渭川银行\t风险管理岗\n项目：评分卡升级（2021.03-2021.08）\n"
        "实习经历\n2018.07-2018.09\t江州证券有限公司\t研究助理\n"
        "项目经历\n2022.03 - 2022.09\t小微企业评分卡项目\t项目经理\n· 联合复旦大学完成样本分析\n"
        "校园经历\n2016.09 - 2018.06\t校学生会\t主席\n培训经历\n2020.05 - 2020.06\t省分行培训班\n"
    )
    assert [(w.employer, w.kind) for w in found.work] == [
        ("渭川银行", "job"),
        ("江州证券有限公司", "internship"),
    ]
    assert found.projects == ["评分卡升级", "小微企业评分卡项目"]
    assert found.education == []


def test_several_roles_below_one_employer(read_text):
    found = read_text(
        "宋佳禾\n工作经历\n江州银行股份有限公司\n理财经理\t2020.03 - 至今\n· 管理客户 320 户\n"
        "高柜柜员\t2017.07 - 2020.02\n· 日均办理业务 110 笔\n"
    )
    assert [(w.employer, w.title, w.start) for w in found.work] == [
        ("江州银行股份有限公司", "理财经理", "2020-03"),
        ("江州银行股份有限公司", "高柜柜员", "2017-07"),
    ]
