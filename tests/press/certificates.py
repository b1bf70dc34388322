"""Certificates that tests make for themselves."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

NAME = "Ủy ban nhân dân xã An Khê"


def named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def make_certificate(folder, *, name: str = NAME, passphrase: bytes = b"in tests"):
    """A root and a certificate it vouches for: answers where the PKCS#12 file and the root's PEM lie."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Gốc thử nghiệm", root_key, root_key, "Gốc thử nghiệm", ca=True)
    mine = _certificate(name, key, root_key, "Gốc thử nghiệm", ca=False)
    lock = serialization.BestAvailableEncryption(passphrase)
    (folder / "agency.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"agency", key, mine, [root], lock))
    (folder / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    return folder / "agency.p12", folder / "root.pem"


def _certificate(name, key, issuer_key, issuer, *, ca):
    use = {"digital_signature": True, "content_commitment": not ca, "key_cert_sign": ca, "crl_sign": ca}
    rest = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"))
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=400))
        .not_valid_after(datetime.now(UTC) + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**use, **dict.fromkeys(rest, False)), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
