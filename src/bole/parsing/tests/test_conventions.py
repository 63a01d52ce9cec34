"""Conventions of other people's résumés, as text: one wording each."""

import pytest

from bole.parsing import api
from bole.parsing.tests import making

PRINTED = "基金从业资格证、CFA、FRM一级"


@pytest.mark.parametrize(
    ("head", "employer", "title"),
    [
        ("2019.03-2022.06  交通银行太平洋信用卡中心  数据实习生", "交通银行太平洋信用卡中心", "数据实习生"),
        ("2019.03-2022.06\n雁塔恒通教育培训中心\n教学主管", "雁塔恒通教育培训中心", "教学主管"),
        ("2019.03-2022.06（3年3个月）\n江州银行股份有限公司 | 理财经理\n银行 | 企业性质：股份制企业",
         "江州银行股份有限公司", "理财经理"),
        ("2019.03-2022.06\n兰州银行安宁支行\n信贷内勤\n· 管理档案", "兰州银行安宁支行", "信贷内勤"),
        ("江州银行股份有限公司\n信贷员  2019.03-2022.06\n牵头制定2016—2018年风险偏好陈述书",
         "江州银行股份有限公司", "信贷员"),
        ("Mar 2019 – Jun 2022\nElm Bank Ltd | Assistant Manager", "Elm Bank Ltd", "Assistant Manager"),
        ("2019.03-2022.06  信贷员 | 和平支行\n江州银行股份有限公司", "江州银行股份有限公司", "信贷员"),
        ("江州银行股份有限公司  2019.03-2022.06\nAI 产品经理", "江州银行股份有限公司", "AI 产品经理"),
        ("Mar 2019 – Jun 2022，Elm Bank Ltd，Associate, Credit Risk", "Elm Bank Ltd",
         "Associate, Credit Risk"),
        ("Harbour Bank Ltd  Mar 2019 – Jun 2022\nAssociate, Credit Risk", "Harbour Bank Ltd",
         "Associate, Credit Risk"),
    ],
)  # fmt: skip
def test_an_employer_and_a_title(read_text, head, employer, title):
    found = read_text(f"顾清秋\n13800000401\n工作经历\n{head}\n")
    assert [(w.employer, w.title, w.start, w.end) for w in found.work] == [
        (employer, title, "2019-03", "2022-06")
    ]


@pytest.mark.parametrize(
    ("head", "degree", "major"),
    [
        ("2013.09-2017.06  苏州大学  经济法  法学硕士", "法学硕士", "经济法"),
        ("2013.09-2017.06\n苏州大学 | 硕士研究生 | 金融硕士", "硕士研究生", "金融硕士"),
        ("2013.09-2017.06  苏州大学  日语 / 金融学  双学士", "双学士", "日语 / 金融学"),
        ("2013.09-2017.06  苏州大学  法律（法学）  法律硕士", "法律硕士", "法律（法学）"),
        ("2013.09-2017.06  苏州大学  网络工程（工学学士）", "工学学士", "网络工程"),
        ("管理学学士审计学\n苏州大学\n2013.09-2017.06", "管理学学士", "审计学"),
        ("硕士研究生 · 数量经济学\n苏州大学 · 2013.09-2017.06", "硕士研究生", "数量经济学"),
        ("2013.09-2017.06\n苏州大学\n机器学习与统计推断\n硕士", "硕士", "机器学习与统计推断"),
        ("Sept. 2013 – June 2017\n苏州大学 | Statistics and Data Science | B.E.", "B.E.",
         "Statistics and Data Science"),
    ],
)  # fmt: skip
def test_a_degree_and_a_major(read_text, head, degree, major):
    found = read_text(f"顾清秋\n13800000402\n教育背景\n{head}\n")
    assert [(e.school, e.degree, e.major, e.start) for e in found.education] == [
        ("苏州大学", degree, major, "2013-09")
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("管理专长", "skills"), ("任职资格", "certificates"), ("业务专长", "skills"),
      ("技术认证", "certificates"), ("Areas of Expertise", "skills")],
)  # fmt: skip
def test_titles_nobody_listed(read_text, title, kind):
    found = read_text(f"顾清秋\n13800000403\n语言\n英语\n{title}\nRHCE、授信审批\n求职动机\n擅长讲解\n")
    assert getattr(found, kind) == ["RHCE", "授信审批"]
    assert found.languages == ["英语"]


@pytest.mark.parametrize(
    "phone", ["852 9876 5432", "(415) 555-0132", "+44 7700 900123", "+49 151 2345 6789", "0086-13812349876"]
)
def test_telephones_of_other_countries(read_text, phone):
    assert read_text(f"林嘉怡\n{phone}\nlin@example.com\n").phone == phone


def test_the_lines_of_a_cell_are_entries():
    body = making.table(
        [
            [
                "工作经历",
                "2016/05-2021/08  江州银行  客服组长\n· 管理22人\n2012/07-2016/04  众联人力公司  客服专员",
            ]
        ]
    )
    found = api.parse(making.docx(body))
    assert [(w.employer, w.title) for w in found.work] == [
        ("江州银行", "客服组长"),
        ("众联人力公司", "客服专员"),
    ]


def test_a_business_language_is_a_skill(read_text):
    found = read_text("林嘉怡\n13800000404\n技能\n日语商务函电、英语流利\n")
    assert found.languages == ["英语流利"]


def test_what_is_no_language_is_left_out(read_text):
    found = read_text("语言\n普通话二级甲等\n林嘉怡\n湖南长沙\n奖励荣誉\n2023年 校一等奖学金\n")
    assert found.languages == ["普通话二级甲等"]


@pytest.mark.parametrize(
    "head",
    [
        "2021.04 - 2021.10，内评模型验证，组长",
        "内评模型验证\n2021.04 - 2021.10 · 组长",
        "内评模型验证\n2021 · 组长",
        "2021.04 - 2021.10  内评模型验证（组长）",
        "项目名称：内评模型验证\n项目时间：2021.04 - 2021.10",
    ],
)
def test_a_project_is_its_name(read_text, head):
    assert read_text(f"林嘉怡\n13800000405\n项目经历\n{head}\n").projects == ["内评模型验证"]


def test_a_flat_letter_is_no_tiny_one():
    """Browsers print Chinese with fonts whose boxes end at the stroke: 一 is 9 points wide and 1 high."""
    found = api.parse(_drawn_letter_by_letter(PRINTED))
    assert [line.text for line in found.lines] == [PRINTED]
    assert "hidden_text" not in [warning.kind for warning in found.warnings]


def _drawn_letter_by_letter(text: str) -> bytes:
    """A page with a font of shapes for each letter: 一 is a bar, every other letter two."""
    bars = {"一": (430, 340)}
    letters = [_letter(30 + 10 * n, letter, *bars.get(letter, (810, 0))) for n, letter in enumerate(text)]
    fonts = " ".join(f"/F{n} {30 + 10 * n} 0 R" for n in range(len(text)))
    drawn = " ".join(f"/F{n} 10 Tf <41> Tj" for n in range(len(text)))
    objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>"),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 99]/Contents 4 0 R/Resources<</Font<<{fonts}>>>>>>"),
        (4, _stream(f"BT 20 50 Td {drawn} ET")),
        *(made for letter in letters for made in letter),
    ]
    body = "\n".join(f"{key} 0 obj\n{value}\nendobj" for key, value in objects)
    return f"%PDF-1.4\n{body}\ntrailer<</Root 1 0 R>>\n%%EOF".encode()


def _letter(key: int, letter: str, top: int, bottom: int) -> list[tuple[int, str]]:
    bars = f"40 {-bottom - 90} 920 90 re 40 {-top} 920 90 re f"
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
        f"endcodespacerange 1 beginbfchar <41> <{ord(letter):04X}> endbfchar endcmap end end"
    )
    return [
        (key, f"<</Type/Font/Subtype/Type3/FontBBox[40 {-bottom} 960 {-top}]/FontMatrix[.001 0 0 -.001 0 0]"
              f"/CharProcs<</g {key + 1} 0 R>>/Encoding<</Type/Encoding/Differences[65/g]>>/FirstChar 65"
              f"/LastChar 65/Widths[1000]/ToUnicode {key + 2} 0 R>>"),
        (key + 1, _stream(f"1000 0 40 {-top} 960 {-bottom} d1 {bars}")),
        (key + 2, _stream(cmap)),
    ]  # fmt: skip


def _stream(text: str) -> str:
    return f"<</Length {len(text)}>>\nstream\n{text}\nendstream"
