"""A signed offer: letter, sheet and seal, beside bare typesetting and bare pyHanko; and a batch with two
workers.

    python bench/offers.py [--single 20] [--batch 2000] [--workers 2]

The letter is the product's template with the terms of a teller. ``letter``: what the candidate reads;
``sealed``: what the task makes of it without database and file storage (sheet of signatures, the bank's
PAdES seal, its check). ``typst``: the same template once more by the library alone; ``pyhanko``: the
library signing the bare letter with the same key and level. Ratios are medians over ``--single`` runs; the
batch is whole letters per second, each worker a process of its own.
"""

import argparse
import hashlib
import io
import json
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.config.settings.test")
os.environ.setdefault("OMP_NUM_THREADS", "1")
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
KEPT: dict[str, Any] = {}


def ready() -> None:
    """Django's settings, the key, the typesetter's fonts: once a process."""
    import django

    if KEPT:
        return
    django.setup()
    from bole.foundation.ui import typesetting
    from bole.integrations.esign_local import authority

    typesetting.fonts()
    KEPT["own"] = authority.make("测试银行", NOW - timedelta(days=1))


def data(number: int) -> dict[str, Any]:
    """What the template prints, for one person."""
    rows = [
        ("到岗日", "2026 年 12 月 22 日 周二"),
        ("基本工资", "每月 ¥5,100"),
        ("岗位工资", "每月 ¥2,100"),
        ("合同", "3 年"),
        ("试用期", "3 个月，期间每月 ¥5,760"),
        ("保障", "五险，公积金 12%"),
    ]
    return {
        "lang": "zh",
        "title": "录用通知书",
        "bank": "测试银行",
        "unit": "东分行",
        "number": f"C-{number:05d} · v1",
        "to": f"候选人{number}：",
        "opening": "我们很高兴向你发出综合柜员岗位的录用通知，条款如下：",
        "rows": [{"label": a, "value": b, "note": ""} for a, b in rows],
        "sum": "每月固定工资：¥7,200（人民币柒仟贰佰元整）",
        "closing": ["以上金额均为税前。"] * 3,
        "hash_label": "条款",
        "hash": hashlib.sha256(str(number).encode()).hexdigest(),
        "signatures": "双方签署见后附签署页。",
        "draft": "",
    }


def letter(number: int) -> bytes:
    """The letter as the product makes it."""
    from bole.foundation.ui.typesetting import typeset
    from bole.hiring.offers.letter import TEMPLATE

    return typeset(TEMPLATE, data(number), NOW)


def bare_typst(number: int) -> bytes:
    """The same page by the library alone."""
    import typst

    from bole.foundation.ui import typesetting
    from bole.hiring.offers.letter import TEMPLATE

    found, usable = typesetting.fonts()
    text = json.dumps({**data(number), "fonts": list(usable)}, ensure_ascii=False)
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=found, sys_inputs={"data": text})
    made = compiler.compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def sealed(pdf: bytes, number: int) -> bytes:
    """Sheet of signatures, seal, and the check of both: the task without database and storage."""
    from bole.foundation.signing import paper
    from bole.foundation.signing.services import SignerMark
    from bole.ports.esign import SealOrder

    sealer = the_sealer()
    mark = SignerMark(f"候选人{number}", None, NOW, "bench", hashlib.sha256(pdf).hexdigest())
    laid, page = paper.with_sheet(
        pdf, mark, "录用通知书 Offer letter", "ABCD1234EFGH", "https://bank.example/verify/"
    )
    look = paper.appearance(sealer.certificate(), NOW)
    made = sealer.seal(SealOrder(laid, str(number), "录用通知书", "ABCD", paper.box(page), look, NOW))
    assert sealer.check(made.pdf).whole
    return bytes(made.pdf)


def the_sealer() -> Any:
    """The local sealer with a key made for this run."""
    from bole.integrations.esign_local import adapter

    own = KEPT["own"]
    return adapter.sealer(own)


def bare_pyhanko(pdf: bytes) -> bytes:
    """The library signing the bare letter, same key, same level, nothing else."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own = KEPT["own"]
    signer = signers.SimpleSigner(
        signing_cert=_certificate(own.certificate),
        signing_key=_key(own.key),
        cert_registry=SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(field_name="Bank", subfilter=fields.SigSeedSubFilter.PADES)
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer, output=out)
    return out.getvalue()


def _certificate(pem: bytes) -> Any:
    from asn1crypto import pem as armour
    from asn1crypto import x509

    return x509.Certificate.load(armour.unarmor(pem)[2])


def _key(pem: bytes) -> Any:
    from asn1crypto import keys
    from asn1crypto import pem as armour

    return keys.PrivateKeyInfo.load(armour.unarmor(pem)[2])


def timed(times: int, act: Any) -> float:
    """Median seconds."""
    found = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def one(number: int) -> int:
    """A whole letter in a worker."""
    ready()
    return len(sealed(letter(number), number))


def main() -> None:
    """Measure and print one JSON line."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--single", type=int, default=20)
    options.add_argument("--batch", type=int, default=2000)
    options.add_argument("--workers", type=int, default=2)
    args = options.parse_args()
    ready()
    pdf = letter(0)
    sealed(pdf, 0), bare_typst(0), bare_pyhanko(pdf)
    found = {
        "letter": timed(args.single, letter),
        "typst": timed(args.single, lambda n: bare_typst(n + 10**5)),  # the library remembers what it has set
        "sealed": timed(args.single, lambda n: sealed(pdf, n)),
        "pyhanko": timed(args.single, lambda _n: bare_pyhanko(pdf)),
    }
    began = time.perf_counter()
    with ProcessPoolExecutor(args.workers, mp_context=get_context("spawn")) as pool:
        sizes = list(pool.map(one, range(args.batch), chunksize=20))
    took = time.perf_counter() - began
    whole, bare = found["letter"] + found["sealed"], found["typst"] + found["pyhanko"]
    print(json.dumps({**{key: round(value, 4) for key, value in found.items()}, "ratio": round(whole / bare,
    2), "batch": len(sizes), "workers": args.workers, "per_second": round(len(sizes) / took, 2),
                      "load": Path("/proc/loadavg").read_text().split()[0]}))  # fmt: skip


if __name__ == "__main__":
    main()
