"""Certificates as bytes → what the port says of them, and what pyHanko works with."""

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from bole.ports.esign import Certificate

TEST_MARK = "bole test authority"  # in the issuer's organisational unit


def facts(certificate: x509.Certificate) -> Certificate:
    """What a person needs to know of it."""
    units = certificate.issuer.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return Certificate(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=format(certificate.serial_number, "x"),
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        test=any(unit.value == TEST_MARK for unit in units),
    )


def for_pyhanko(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate in the other library's words."""
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def from_pyhanko(certificate: asn1.Certificate) -> Certificate:
    """``facts`` of a certificate found in a file."""
    return facts(x509.load_der_x509_certificate(certificate.dump()))


def from_pem(pem: bytes) -> list[x509.Certificate]:
    """All certificates of a PEM file; ValueError when there is none."""
    return x509.load_pem_x509_certificates(pem)
