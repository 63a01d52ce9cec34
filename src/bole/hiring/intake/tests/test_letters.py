"""What is taken from letters as they really come: forwarded, packed, oddly named, answered by machines."""

import struct
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from bole.hiring.intake import letters, winmail

PDF, PHOTO = b"%PDF-1.4 one", b"\xff\xd8\xff" + b"p" * 30_000
WRITTEN = """您好，应聘综合柜员。
姓名：周明  手机：139 1111 0001
教育经历：2015.09-2019.06 西南财经大学 金融学 本科
工作经历：2019.07-至今 江州银行股份有限公司 综合柜员，办理对私业务，日均九十笔
证书：银行从业资格、普通话二级甲等；自我评价：细致，有耐心，愿意从柜台做起，能够接受轮岗安排和周末值班。"""


def letter(text: str = "您好", subject: str = "应聘", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["Message-ID"] = subject, "<1@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def attached(made: EmailMessage, *files: tuple[str, bytes], kind: str = "application/octet-stream") -> bytes:
    main, _slash, sub = kind.partition("/")
    for name, body in files:
        made.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def names(raw: bytes) -> list[str]:
    return [name for name, _ in letters.read(raw).files]


def test_several_files_and_what_is_never_a_resume() -> None:
    files = [
        ("简历.pdf", PDF),
        ("学位证.docx", b"PK\3\4 2"),
        ("邀请.ics", b"x"),
        ("名片.vcf", b"x"),
        ("smime.p7s", b"x"),
    ]
    raw = attached(letter(), *files)
    assert letters.read(raw).files == (("简历.pdf", PDF), ("学位证.docx", b"PK\3\4 2"))
    assert (
        len(letters.read(attached(letter(), *[(f"{n}.pdf", PDF) for n in range(30)])).files) == letters.MOST
    )


def test_names_in_every_spelling() -> None:
    """RFC 2231 whole and in parts, RFC 2047 where it may not stand, raw GBK and UTF-8 bytes, no name."""
    hung, kind = b"Content-Disposition: attachment", b"Content-Type: application/pdf"
    for header, name in (
        (hung + b"; filename*=GB18030''%D6%DC%C3%F7.pdf", "周明.pdf"),
        (hung + b";\r\n filename*0*=utf-8''%E5%91%A8;\r\n filename*1*=%E6%98%8E.pdf", "周明.pdf"),
        (hung + b'; filename="=?gb2312?B?1tzD9y5wZGY=?="', "周明.pdf"),
        (kind + b'; name="=?UTF-8?Q?=E5=91=A8=E6=98=8E.pdf?="', "周明.pdf"),
        (hung + b'; filename="\xd6\xdc\xc3\xf7.pdf"', "周明.pdf"),
        (hung + '; filename="周明.pdf"'.encode(), "周明.pdf"),
        (kind, "file.pdf"),
        (hung, "file"),
    ):
        found = letters.read("Subject: 应聘\r\n".encode("gbk") + header + b"\r\n\r\n" + PDF)
        assert (found.subject, [one for one, _ in found.files]) == ("应聘", [name])


def test_forwarded_as_letter_as_file_and_packed_by_outlook() -> None:
    inner = attached(letter(subject="原信"), ("周明.pdf", PDF))
    outer = letter(subject="Fw: 应聘")
    outer.add_attachment(letters.message_from_bytes(inner, policy=letters.policy.default))
    assert names(outer.as_bytes()) == ["周明.pdf"]
    assert names(attached(letter(), ("原信.eml", inner))) == ["周明.pdf"]
    packed = tnef(("JIANLI~1.PDF", "周明的简历.pdf", PDF), ("b.txt", "", b"second"))
    assert letters.read(attached(letter(), ("winmail.dat", packed), kind="application/ms-tnef")).files == (
        ("周明的简历.pdf", PDF), ("b.txt", b"second"),
    )  # fmt: skip
    assert names(attached(letter(), ("winmail.dat", packed[: packed.index(b"second")]))) == ["周明的简历.pdf"]
    assert winmail.files(b"no packing") == winmail.files(b"") == []


@pytest.mark.parametrize(("beside", "found"), [(True, ["简历.pdf"]), (False, ["photo.jpg"])])
def test_pictures_inside_the_text_count_only_alone(beside: bool, found: list[str]) -> None:
    made = MIMEMultipart("related")
    made.attach(MIMEText('<p>您好</p><img src="cid:one"><img src="cid:two">', "html", "utf-8"))
    for cid, name, body in (("one", "logo.png", b"l" * 500), ("two", "photo.jpg", PHOTO)):
        picture = MIMEImage(body, "jpeg", name=name)
        picture["Content-ID"] = f"<{cid}>"
        made.attach(picture)
    if beside:
        whole = MIMEMultipart()
        whole.attach(made)
        sheet = MIMEText("", "plain")
        sheet.replace_header("Content-Type", "application/pdf")
        sheet.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "简历.pdf"))
        sheet.set_payload(PDF.decode())
        del sheet["Content-Transfer-Encoding"]
        whole.attach(sheet)
        made = whole
    assert names(made.as_bytes()) == found


def test_a_resume_written_as_the_letter_itself() -> None:
    [(name, body)] = letters.read(letter(WRITTEN).as_bytes()).files
    assert (name, "西南财经大学" in body.decode()) == (letters.BODY_NAME, True)
    page = MIMEText("<div>" + WRITTEN.replace("\n", "<br>") + "</div>", "html", "gb2312").as_bytes()
    assert "<br>教育经历" in letters.read(page).files[0][1].decode()
    assert names(attached(letter(WRITTEN), ("简历.pdf", PDF))) == ["简历.pdf"]
    for text in (
        "请问还招人吗？我的手机 13911110001，本科学历。" * 5,
        WRITTEN.replace("139 1111 0001", "见附件"),
    ):
        assert names(letter(text).as_bytes()) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"subject": "自动回复：面试邀请"},
        {"subject": "Automatic reply: your invitation"},
    ],
)
def test_answers_of_machines_bring_nobody_in(answer: dict[str, str]) -> None:
    raw = attached(letter(WRITTEN, **answer), ("简历.pdf", PDF))
    assert (letters.read(raw).automatic, letters.read(raw).files) == (True, ())
    assert letters.read(attached(letter(Auto_Submitted="auto-generated"), ("简历.pdf", PDF))).files


def test_a_returned_letter_brings_nobody_in_and_a_broken_one_is_named() -> None:
    report = MIMEMultipart("report", report_type="delivery-status")
    report.attach(MIMEText(WRITTEN, "plain", "utf-8"))
    assert letters.read(report.as_bytes()).files == ()
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
    )
    with pytest.raises(letters.LetterError):
        letters.read(deep)
    assert letters.read(b"").files == letters.read(b"\0\xff" * 50).files == ()


def test_the_key_is_the_letter_and_what_it_holds() -> None:
    first = letters.read(attached(letter(), ("a.pdf", PDF))).key
    assert letters.read(attached(letter("anders"), ("b.pdf", PDF))).key == first
    assert letters.read(attached(letter(), ("a.pdf", PDF + b"+"))).key != first


def tnef(*files: tuple[str, str, bytes]) -> bytes:
    """Files packed as MS-OXTNEF says: short name, long name (none: empty), content."""
    made = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x069007, struct.pack("<II", 936, 0))
    for short, long, body in files:
        made += attribute(2, 0x069002, b"\0" * 14)
        made += attribute(2, 0x018010, short.encode("gbk") + b"\0") + attribute(2, 0x06800F, body)
        said = (long + "\0").encode("utf-16-le")
        properties = struct.pack("<I", 3) + struct.pack("<HHI", 0x03, 0x3705, 1)  # method: by value
        properties += struct.pack("<HH", 0x1F, 0x8001) + b"g" * 16 + struct.pack("<II", 1, 2) + b"n\0\0\0"
        properties += struct.pack("<II", 1, 2) + b"v\0\0\0"
        properties += struct.pack("<HHII", 0x1F, 0x3707, 1, len(said)) + said + b"\0" * (-len(said) % 4)
        made += attribute(2, 0x069005, properties)
    return made


def attribute(level: int, kind: int, data: bytes) -> bytes:
    """One attribute with the sum of its bytes."""
    return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
