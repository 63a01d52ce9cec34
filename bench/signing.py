"""A signed offer beside bare typesetting and signing; many of them by two processes.

    python -m bench.signing [--runs 30] [--offers 2000]

One document: processor milliseconds of the cheapest run of ``signing.services.seal`` (sheet, seal, check,
encryption, rows) beside the least a sealed offer costs: Typst sets one page, pyHanko signs it. Many: two
processes seal ``--offers`` different offers on one database; every tenth is verified afterwards.
"""

from __future__ import annotations

import argparse
import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.journeys import product

from bench.product import ROOT, inside, keep

WORKERS = 2
NAME = "bench.signing"
OFFER = """#let d = json(bytes(sys.inputs.data))
#set text(font: d.fonts, lang: "zh")
= 录用通知书
#for n in range(30) [第 #n 项：月薪 8000 元，五险一金按规定缴纳，试用期三个月。 \\ ]
编号 #d.number
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--offers", type=int, default=2000)
    args = options.parse_args()
    from bole.cli.running import Address, Running

    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        os.environ.update(product.environment(Path(folder)))
        address = Address(port=product.free_port())
        with Running(address, print, Path(folder) / "log", {}, {}):  # the database alone
            place = product.Product(Path(folder), address.url, None)
            inside(place, NAME, "prepare")
            found = {
                "load_average": round(os.getloadavg()[0], 1),
                "one": inside(place, NAME, "one", str(args.runs)),
                "many": many(place, args.offers),
            }
    keep("signing", found)
    assert found["many"]["sealed"] == args.offers, found
    assert found["many"]["intact"] == found["many"]["looked_at"], found


def many(place: product.Product, offers: int) -> dict[str, Any]:
    """Two processes, each half of the offers; the clock runs from the first start of work to its last end."""
    around = {**place.environment, "BOLE_PUBLIC_URL": place.url, "BOLE_LOG_LEVEL": "WARNING"}
    share = offers // WORKERS
    command = [sys.executable, "-m", NAME, "inside", "work"]
    running = [
        subprocess.Popen(
            [*command, str(number * share), str(share)],
            env=around,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
        )
        for number in range(WORKERS)
    ]
    answers = [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
    seconds = max(one["ended"] for one in answers) - min(one["began"] for one in answers)
    return {
        "sealed": sum(one["done"] for one in answers),
        "seconds": round(seconds, 1),
        "per_second": round(offers / seconds, 1),
        **inside(place, NAME, "look"),
    }


def in_the_product(words: list[str]) -> Any:
    """What happens in a process of the product's."""
    from bole.cli import installation

    installation.set_up_django()
    from bole.foundation.access.actors import system_scope

    with system_scope("benchmark"):
        if words[0] == "prepare":
            return prepare()
        if words[0] == "one":
            return one(int(words[1]))
        return work(int(words[1]), int(words[2])) if words[0] == "work" else look()


def prepare() -> str:
    """A head office and its test authority."""
    from bole.cli.signing import make_authority
    from bole.foundation.org import queries as org
    from bole.foundation.org.services import create_unit

    if org.root() is None:
        create_unit(code="HO", kind="head_office", name_zh="测试银行", name_en="Test Bank")
    make_authority()
    return "ready"


def offer(number: int) -> bytes:
    """One page."""
    from bole.foundation.signing.services import typeset
    from bole.kernel.clock import utc_now

    return typeset(_template(), {"number": str(number)}, utc_now())


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="bole-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = folder / "offer.typ"
    source.write_text(OFFER, encoding="utf-8")
    return source


def sealed(pdf: bytes) -> Any:
    """By the service."""
    import hashlib

    from bole.foundation.org import queries as org
    from bole.foundation.signing import services
    from bole.kernel.clock import utc_now
    from bole.kernel.ids import new_id

    root, now = org.root(), utc_now()
    assert root is not None
    mark = services.SignerMark("林知夏", None, now, "OTP-1", hashlib.sha256(pdf).hexdigest())
    return services.seal(
        pdf, kind="offer", about_id=new_id(), unit_id=root.pk, candidate_id=None, signer=mark, now=now
    )


def bare(pdf: bytes) -> bytes:
    """The least: one signature on the page there is."""
    import io

    from asn1crypto import keys
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from bole.foundation.signing import queries
    from bole.integrations.esign_local.adapter import LocalSealer
    from bole.integrations.esign_pades import certificates

    sealer = queries.sealer()
    assert isinstance(sealer, LocalSealer)
    leaf, key = certificates.for_pyhanko(sealer.held.leaf), keys.PrivateKeyInfo.load(sealer.held.key)
    signer = signers.SimpleSigner(leaf, key, SimpleCertificateStore())
    meta = signers.PdfSignatureMetadata(field_name="a", subfilter=fields.SigSeedSubFilter.PADES)
    box = fields.SigFieldSpec("a", box=(50, 50, 250, 110))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out: io.BytesIO = signers.PdfSigner(meta, signer=signer, new_field_spec=box).sign_pdf(writer)
    return out.getvalue()


def one(runs: int) -> dict[str, float]:
    """Processor milliseconds of the cheapest run, in turn."""
    ours, least = [], []
    for number in range(runs + 2):
        begun = time.process_time()
        bare(offer(number))
        between = time.process_time()
        sealed(offer(number))
        least.append(between - begun)
        ours.append(time.process_time() - between)
    bole, bare_ = round(1000 * min(ours), 1), round(1000 * min(least), 1)
    return {"bole_ms": bole, "bare_ms": bare_, "ratio": round(bole / bare_, 2)}


def work(start: int, count: int) -> dict[str, float]:
    """Seal ``count`` offers."""
    sealed(offer(-start - 1))  # libraries and fonts are loaded before the clock starts
    began = time.time()
    for number in range(start, start + count):
        sealed(offer(number))
    return {"began": began, "ended": time.time(), "done": count}


def look() -> dict[str, int]:
    """Every tenth: is it what was sealed, and does its signature hold?"""
    from bole.foundation.signing import queries
    from bole.foundation.signing.models import SignedDocument

    ids = list(SignedDocument.objects.order_by("sealed_at").values_list("pk", flat=True))[::10]
    good = 0
    for pk in ids:
        body = queries.open_pdf(pk)
        proof = queries.check(body)
        good += queries.verify(body).state == "intact" and proof.whole and proof.trusted
    return {"looked_at": len(ids), "intact": good}


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
