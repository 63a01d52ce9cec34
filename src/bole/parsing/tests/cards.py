"""Documents made for tests: cards and certificates of invented people, drawn by typst, then photographed.

They have the layout of the real thing and none of its safety features; accuracy on real ones is another
question.
"""

import atexit
import functools
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import cv2
import numpy as np
import typst

from bole.parsing.documents import checks
from bole.parsing.documents.types import Kind
from bole.parsing.runtimes.ocr import Picture
from bole.parsing.tests import making

Facts = dict[str, str]
CARD_DOTS, SHEET_DOTS = 300, 150
_HEAD = '#let serif = "Noto Serif CJK SC"\n#set text(font: "Noto Sans CJK SC", lang: "zh")\n'
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ["子涵", "思远", "雨桐", "浩然", "静", "明哲", "晓燕", "志强", "丽华", "伟", "欣怡", "建国", "磊"]
_TOWNS = (
    ("340102", "安徽省合肥市瑶海区长江东路"),
    ("110105", "北京市朝阳区望京西园"),
    ("310115", "上海市浦东新区世纪大道"),
    ("440305", "广东省深圳市南山区科苑路"),
    ("510104", "四川省成都市锦江区红星路"),
    ("420106", "湖北省武汉市武昌区中山路"),
)
_PEOPLES = ["汉", "汉", "汉", "回", "满", "维吾尔", "土家", "壮"]
_SCHOOLS = ["安徽财经大学", "中南财经政法大学", "西南财经大学", "南京大学", "浙江大学", "山东大学"]
_MAJORS = ["金融学", "会计学", "国际经济与贸易", "计算机科学与技术", "法学", "统计学"]
_BANKS = ["中国工商银行", "中国建设银行", "招商银行", "交通银行"]
_LEVELS = (("bachelor", "本科", "05", 4), ("master", "硕士研究生", "02", 3), ("associate", "专科", "06", 3))
_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Made:
    """A document: its picture (RGB) and what stands in it."""

    kind: Kind
    picture: Picture
    truth: Facts


def make(kind: Kind, seed: int, **changes: str) -> Made:
    """Document number ``seed`` of a kind; ``changes`` are printed instead of what belongs there."""
    facts = _FACTS[kind](random.Random(f"{kind}-{seed}"))
    picture = _drawn(_DRAWINGS[kind]({**facts, **changes}), SHEET_DOTS if kind == "degree" else CARD_DOTS)
    return Made(kind, picture, {name: value for name, value in facts.items() if not name.startswith("_")})


def with_check_digit(seventeen: str) -> str:
    """The identity number of 17 places with its last."""
    return next(seventeen + last for last in "0123456789X" if not checks.number_problem(seventeen + last))


def with_luhn(most: str) -> str:
    """A card number with its last digit."""
    return next(most + last for last in "0123456789" if checks.luhn(most + last))


def _person(chance: random.Random) -> Facts:
    town, street = chance.choice(_TOWNS)
    born = date(1970, 1, 1) + timedelta(days=chance.randrange(13_000))
    serial = chance.randrange(1000)
    house = f"{chance.randrange(1, 400)}号{chance.randrange(1, 30)}栋{chance.randrange(101, 2400)}室"
    return {
        "name": chance.choice(_FAMILY) + chance.choice(_GIVEN),
        "sex": "男" if serial % 2 else "女",
        "ethnicity": chance.choice(_PEOPLES),
        "birth_date": born.isoformat(),
        "address": street + house,
        "number": with_check_digit(f"{town}{born:%Y%m%d}{serial:03}"),
    }


def _period(chance: random.Random) -> Facts:
    begin = (date(2008, 1, 1) + timedelta(days=chance.randrange(6000))).replace(day=chance.randrange(1, 29))
    years = 10 if begin.year > 2017 and chance.random() < 0.5 else 20
    town = chance.choice(_TOWNS)[1]
    end = begin.replace(year=begin.year + years).isoformat()
    return {
        "authority": town[town.index("市") - 2 : town.index("市") + 1] + "公安局",
        "valid_from": begin.isoformat(),
        "valid_until": "long" if chance.random() < 0.15 else end,
    }


def _graduate(chance: random.Random) -> Facts:
    person = _person(chance)
    day = date(chance.randrange(2008, 2025), 6, chance.randrange(15, 31))
    level, words, code, years = chance.choice(_LEVELS)
    return {
        "name": person["name"],
        "school": chance.choice(_SCHOOLS),
        "major": chance.choice(_MAJORS),
        "level": level,
        "number": f"{chance.randrange(10001, 14999)}1{day.year}{code}{chance.randrange(1, 9999):06}",
        "issued_on": day.isoformat(),
        "_words": words,
        "_sex": person["sex"],
        "_born": person["birth_date"],
        "_begun": f"{day.year - years}-09-01",
    }


def _account(chance: random.Random) -> Facts:
    digits = "".join(str(chance.randrange(10)) for _ in range(chance.choice((13, 16))))
    until = f"20{chance.randrange(27, 36)}-{chance.randrange(1, 13):02}"
    return {"number": with_luhn("62" + digits), "bank": chance.choice(_BANKS), "valid_until": until}


def spoken(day: str) -> str:
    """2021-06-20 → 二〇二一年六月二十日."""
    year, month, monthday = day.split("-")

    def small(value: int) -> str:
        tens, ones = divmod(value, 10)
        head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
        return head + (_NUMERALS[ones] if ones else "")

    return f"{''.join(_NUMERALS[int(d)] for d in year)}年{small(int(month))}月{small(int(monthday))}日"


def _front_drawing(p: Facts) -> str:
    year, month, day = p["birth_date"].split("-")
    rows = [
        (22, 22, f"#l[姓 名]#h(6pt)#text(size: 10pt)[{p['name']}]"),
        (22, 46, f"#l[性 别]#h(6pt)#[{p['sex']}]#h(22pt)#l[民 族]#h(6pt)#[{p['ethnicity']}]"),
        (22, 66, f"#l[出 生]#h(6pt)#[{year}]#h(5pt)#l[年]#h(5pt)#[{int(month)}]#h(5pt)#l[月]"),
        (101, 66, f"#[{int(day)}]#h(5pt)#l[日]"),
        (22, 87, "#l[住 址]"),
        (50, 86, f"#box(width: 106pt)[#par(leading: 4pt)[{p['address']}]]"),
        (22, 132, f"#l[公民身份号码]#h(14pt)#text(size: 11pt, tracking: 0.8pt)[{p['number']}]"),
    ]
    label = '#let l(body) = text(fill: rgb("#3C7DB0"), size: 7.2pt, body)\n'
    photo = '#place(dx: 172pt, dy: 22pt, rect(width: 56pt, height: 74pt, fill: rgb("#B9C4C9")))\n'
    return _card("#E4EEF3") + label + photo + _placed(rows)


def _back_drawing(p: Facts) -> str:
    begin = p["valid_from"].replace("-", ".")
    end = "长期" if p["valid_until"] == "long" else p["valid_until"].replace("-", ".")
    rows = [
        (78, 24, "#text(size: 13pt, tracking: 2pt)[中华人民共和国]"),
        (78, 48, "#text(size: 17pt, weight: 600, tracking: 4pt)[居民身份证]"),
        (50, 108, f"#text(size: 7.2pt)[签发机关]#h(8pt)#[{p['authority']}]"),
        (50, 126, f"#text(size: 7.2pt)[有效期限]#h(8pt)#[{begin}-{end}]"),
    ]
    emblem = '#place(dx: 22pt, dy: 20pt, circle(radius: 22pt, fill: rgb("#C9605A")))\n'
    return _card("#E6ECE4") + emblem + _placed(rows)


def _bank_drawing(p: Facts) -> str:
    year, month = p["valid_until"].split("-")
    groups = " ".join(p["number"][at : at + 4] for at in range(0, len(p["number"]), 4))
    rows = [
        (16, 16, f"#text(size: 13pt, weight: 600)[{p['bank']}]"),
        (150, 20, "#text(size: 7pt)[借记卡 DEBIT]"),
        (18, 84, f'#text(font: "DejaVu Sans Mono", size: 12.5pt)[{groups}]'),
        (60, 108, f"#text(size: 6pt)[VALID THRU]#h(4pt)#text(size: 9pt)[{month}/{year[2:]}]"),
        (176, 128, "#text(size: 12pt, weight: 700)[UnionPay]"),
    ]
    return _card("#C8D6E6") + _placed(rows)


def _degree_drawing(p: Facts) -> str:
    begun, left = (spoken(day).split("月")[0] + "月" for day in (p["_begun"], p["issued_on"]))
    text = (
        f"学生 #strong[{p['name']}]，性别 {p['_sex']}，{spoken(p['_born'])}生，于{begun}至{left}在本校"
        f" #strong[{p['major']}] 专业{p['_words']}学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    below = f"校 名：{p['school']} \\ \\ 证书编号：{p['number']}"
    beside = f"校（院）长：周正平 \\ \\ {spoken(p['issued_on'])}"
    return (
        '#set page(width: 297mm, height: 210mm, margin: 24mm, fill: rgb("#FBF7EC"))\n'
        "#align(center, text(font: serif, size: 30pt, weight: 700)[普通高等学校 \\ 毕业证书])\n#v(14mm)\n"
        f"#text(font: serif, size: 17pt)[#par(leading: 14pt, first-line-indent: 2em)[{text}]]\n"
        f"#place(bottom + left, text(font: serif, size: 14pt)[{below}])\n"
        f"#place(bottom + right, text(font: serif, size: 14pt)[{beside}])\n"
    )


def _card(colour: str) -> str:
    """The card's blank, with the fine lines that run behind the text."""
    wave = 'place(dy: n * 8pt, line(length: 242pt, stroke: 0.3pt + rgb("#B5C7CF")))'
    waves = f"#for n in range(20) {{ {wave} }}\n"
    return f'#set page(width: 242.6pt, height: 153pt, margin: 0pt, fill: rgb("{colour}"))\n{waves}'


def _placed(rows: list[tuple[int, int, str]]) -> str:
    return "#set text(size: 8.4pt)\n" + "".join(f"#place(dx: {x}pt, dy: {y}pt)[{it}]\n" for x, y, it in rows)


def _drawn(source: str, dots: int) -> Picture:
    folder = _folder()
    path = folder / "card.typ"
    path.write_text(_HEAD + source, "utf-8")
    compiler = typst.Compiler(path, root=folder, font_paths=making._fonts())
    made = compiler.compile(format="png", ppi=dots)
    assert isinstance(made, bytes)
    return np.asarray(cv2.imdecode(np.frombuffer(made, np.uint8), cv2.IMREAD_COLOR)[..., ::-1], np.uint8)


@functools.cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="bole-cards-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


_FACTS: dict[Kind, Callable[[random.Random], Facts]] = {
    "identity_card_front": _person,
    "identity_card_back": _period,
    "degree": _graduate,
    "bank_card": _account,
}
_DRAWINGS: dict[Kind, Callable[[Facts], str]] = {
    "identity_card_front": _front_drawing,
    "identity_card_back": _back_drawing,
    "degree": _degree_drawing,
    "bank_card": _bank_drawing,
}


def photographed(picture: Picture, seed: int, softness: float | None = None) -> Picture:
    """Held over a table: perspective, tilt, a quarter turn, uneven light, noise, and softness (sigma in
    pixels of 1600 × 1200; 0.5–1.5 where none is given)."""
    chance = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    size = (1600, 1200)
    scale = chance.uniform(0.68, 0.86) * min(size[0] / width, size[1] / height)
    angle = np.deg2rad(chance.uniform(-9, 9))
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    corners = signs * np.array([width, height], np.float32) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    target = corners @ turn.T * scale * chance.uniform(0.93, 1.04, (4, 1)) + np.array(size) / 2
    source = corners + np.array([width, height], np.float32) / 2
    move = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    table = chance.integers(60, 120, (1, 1, 3)) + chance.normal(0, 6, (size[1], size[0], 3))
    scene = np.clip(table, 0, 255).astype(np.uint8)
    around = cv2.BORDER_TRANSPARENT  # the table stays
    cv2.warpPerspective(picture, move, size, dst=scene, flags=cv2.INTER_AREA, borderMode=around)
    light = np.linspace(chance.uniform(0.72, 0.95), 1.0, size[0])[None, :, None]
    sigma = chance.uniform(0.5, 1.5) if softness is None else softness
    soft = cv2.GaussianBlur((scene * light).astype(np.float32), (0, 0), sigma)
    noisy = np.clip(soft + chance.normal(0, 5, soft.shape), 0, 255).astype(np.uint8)
    return np.rot90(noisy, int(chance.integers(0, 4))).copy()


def with_glare(picture: Picture, where: tuple[float, float], radius: float = 0.09) -> Picture:
    """A lamp's reflection at ``where`` (parts of width and height); ``radius``: part of the width."""
    height, width = picture.shape[:2]
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    away = np.hypot(across - where[0] * width, down - where[1] * height) / (radius * width)
    lamp = 500 * np.exp(-(away**2))[..., None]
    return np.clip(picture + lamp, 0, 255).astype(np.uint8)


def jpeg(picture: Picture, quality: int = 85) -> bytes:
    """As a phone sends it."""
    made = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return bytes(made.tobytes())
