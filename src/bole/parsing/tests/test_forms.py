"""Forms to fill in, exports of recruiting sites, two languages side by side: one wording each."""

import pytest

from bole.parsing import api
from bole.parsing.tests import making

FORM = [
    ["姓　名", "童雅雯", "性　别", "女"],
    ["联系电话", "150-7936-2814", "外语水平", "CET-4（498分）"],
    ["紧急联系人", "童建国", "联系电话", "13807930011"],
    ["工\n作\n经\n历", "起止时间", "工作单位", "部门及职务", "证明人及电话"],
    ["", "2023.03至今", "赣江村镇银行信州支行", "综合柜员", "刘主任 13907931122"],
    ["", "2021.08-2023.02", "信江会计师事务所", "审计助理", "吴敏 13879302233"],
    ["家\n庭\n成\n员", "称谓", "姓名", "工作单位", "职务"],
    ["", "父亲", "童建国", "上饶市供电公司", "电工"],
    ["资格证书", "初级会计职称"],
    ["是否服从调剂", "服从"],
]


def test_a_form_with_titles_from_top_to_bottom():
    found = api.parse(making.docx(making.table(FORM)))
    assert (found.name, found.phone) == ("童雅雯", "150-7936-2814")
    assert [(w.employer, w.title, w.start, w.end) for w in found.work] == [
        ("赣江村镇银行信州支行", "综合柜员", "2023-03", None),
        ("信江会计师事务所", "审计助理", "2021-08", "2023-02"),
    ]
    assert (found.languages, found.certificates) == (["CET-4（498分）"], ["初级会计职称"])


def test_columns_for_the_first_and_the_last_month():
    rows = [
        ["学习经历", "起", "止", "毕业院校", "所学专业", "学历学位"],
        ["", "2001.09", "2005.07", "河南财经学院", "金融学", "大学本科"],
        ["工作简历", "自", "至", "工作单位", "职务"],
        ["", "2018.03", "至今", "中原信达银行郑州分行", "授信审批部总经理"],
        ["", "2005.07", "2018.02", "浉河区农村信用合作联社", "信贷员"],
    ]
    found = api.parse(making.docx(making.table(rows)))
    assert [(e.school, e.degree, e.major, e.start) for e in found.education] == [
        ("河南财经学院", "大学本科", "金融学", "2001-09")
    ]
    assert [(w.title, w.start, w.end, w.current) for w in found.work] == [
        ("授信审批部总经理", "2018-03", None, True),
        ("信贷员", "2005-07", "2018-02", False),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "values"),
    [
        ("▌专业技能\nJava：精通　　|　　78个月\nKafka：良好　　|　　30个月", "skills", ["Java", "Kafka"]),
        ("技能\nExcel（熟练） 财务报表分析（熟练）", "skills", ["Excel（熟练）", "财务报表分析（熟练）"]),
        ("语言能力\n英语：读写能力良好 | 听说能力一般", "languages", ["英语：读写能力良好 | 听说能力一般"]),
        ("Top Skills\nTransaction Monitoring\nSQL", "skills", ["Transaction Monitoring", "SQL"]),
    ],
)  # fmt: skip
def test_lists_of_recruiting_sites(read_text, body, kind, values):
    assert getattr(read_text(f"顾清秋\n13800000405\n{body}\n"), kind) == values


def test_an_empty_label_inside_a_job_is_no_title(read_text):
    head = "2022.05 - 至今　　江州银行　　柜员\n工作描述：办理业务。\n离职原因：\n"
    more = "2019.09 - 2022.04　　易汇软件公司　　程序员\n"
    found = read_text(f"顾清秋\n13800000406\n▌工作经历\n{head}{more}")
    assert [w.title for w in found.work] == ["柜员", "程序员"]


def test_two_languages_side_by_side(read_text):
    work = "南浦银行股份有限公司 Nanpu Bank Co., Ltd.\n外汇交易员 FX Trader\t2022.08 – 至今\n"
    school = "厦门大学 Xiamen University\t2015.09 – 2019.06\n理学学士 BSc，统计学 Statistics\n"
    found = read_text(f"许嘉衡\n13800000407\n工作经历\n{work}教育背景\n{school}")
    assert [(w.employer, w.title) for w in found.work] == [
        ("南浦银行股份有限公司 Nanpu Bank Co., Ltd.", "外汇交易员 FX Trader")
    ]
    assert [(e.school, e.degree, e.major) for e in found.education] == [
        ("厦门大学 Xiamen University", "理学学士 BSc", "统计学 Statistics")
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [("Yifei (Fiona) Luo", "Yifei (Fiona) Luo"), ("姓　　名：戚建军　　　出生年月：1975年8月", "戚建军")],
)
def test_names(read_text, line, name):
    assert read_text(f"{line}\n13800000408\n教育背景\n").name == name


def test_a_department_printed_with_its_bank(read_text):
    found = read_text("顾清秋\n实习经历\n2025.06 – 2025.09　　蓉城银行数字金融部　　产品助理实习生\n")
    assert [(w.employer, w.title) for w in found.work] == [("蓉城银行数字金融部", "产品助理实习生")]


def test_a_degree_with_how_it_was_studied_for(read_text):
    found = read_text("顾清秋\n教育背景\n上海交通大学　工商管理　MBA（在职）　2018年9月至2021年6月\n")
    assert [(e.degree, e.degree_level, e.major) for e in found.education] == [
        ("MBA（在职）", "master", "工商管理")
    ]


@pytest.mark.parametrize(
    ("head", "employer", "title"),
    [
        ("2007年8月—2013年2月    在南阳市宛城区供销合作社任会计", "南阳市宛城区供销合作社", "会计"),
        ("Aug 2007 to date\nAnalyst\nThistle & Forth Bank plc", "Thistle & Forth Bank plc", "Analyst"),
    ],
)
def test_an_employer_told_in_words(read_text, head, employer, title):
    found = read_text(f"苗翠花\n13800000409\n工作经过\n{head}\n")
    assert [(w.employer, w.title, w.start) for w in found.work] == [(employer, title, "2007-08")]


def test_a_project_is_no_employer(read_text):
    jobs = "2024.07 – 至今　星河金融研究院　算法研究员\n"
    more = "2021.01 – 2023.12　面向反欺诈的时序图学习（国家自然科学基金，主要参与人）\n"
    found = read_text(f"颜柏舟\n13800000410\n工作经历\n{jobs}{more}")
    assert [w.employer for w in found.work] == ["星河金融研究院"]
    found = read_text(f"颜柏舟\n13800000410\n研究项目\n{more}牧区整村授信，执行人\n2023.03 – 2023.10\n")
    assert found.work == []
    assert found.projects[0] == "面向反欺诈的时序图学习"


def test_a_table_with_a_word_this_program_does_not_know():
    rows = [
        ["Degree", "Specialization", "Institution", "Year", "Merit list"],
        ["PGDM", "Finance", "Indian Institute of Management\nBangalore", "2014 - 2016", "3.4/4"],
    ]
    body = making.lines("Priya Raghunathan\nEducation") + making.table(rows)
    one = api.parse(making.docx(body)).education[0]
    assert (one.school, one.degree, one.degree_level, one.major, one.start) == (
        "Indian Institute of Management Bangalore", "PGDM", "master", "Finance", "2014",
    )  # fmt: skip


def test_a_rare_name_set_large_and_an_address_in_a_sentence():
    look = '<w:sz w:val="40"/>'
    body = making.paragraph("娜仁图雅", look) + making.lines(
        "蒙古族\n手机13800000411，邮箱naren@example.cn。"
    )
    found = api.parse(making.docx(body))
    assert (found.name, found.phone, found.email) == ("娜仁图雅", "13800000411", "naren@example.cn")


@pytest.mark.parametrize("form", ["【{}】{}", "[{}] {}", "■ {} | {}", "{} — {}", "{}　　{}", "二、{}:{}"])
def test_a_list_on_the_line_of_its_title(read_text, form):
    rows = [("技能", "Excel、Python"), ("证书", "银行从业资格、CPA"), ("语言", "英语（CET-6）")]
    body = "\n".join(form.format(*row) for row in rows)
    found = read_text(f"李娜\n13900001111\n教育背景\n2015.9-2019.6　湖南大学　会计学　本科\n{body}\n")
    assert (found.skills, found.certificates) == (["Excel", "Python"], ["银行从业资格", "CPA"])
    assert (found.languages, len(found.education)) == (["英语（CET-6）"], 1)
