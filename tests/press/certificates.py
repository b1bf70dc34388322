"""Certificates that tests make for themselves."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

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


@contextmanager
def time_server(folder, *, name="Máy chủ dấu thời gian"):
    """A server that stamps the time (RFC 3161): answers its address and the root that vouches for it."""
    from asn1crypto import keys, tsp
    from asn1crypto import x509 as asn1
    from pyhanko.sign.timestamps import DummyTimeStamper

    root_key, key = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
    root = _certificate("Gốc dấu thời gian", root_key, root_key, "Gốc dấu thời gian", ca=True)
    mine = _certificate(name, key, root_key, "Gốc dấu thời gian", ca=False, stamps=True)
    form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    stamper = DummyTimeStamper(
        asn1.Certificate.load(mine.public_bytes(form[0])), keys.PrivateKeyInfo.load(key.private_bytes(*form))
    )

    class Stamps(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            said = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words):
            pass

    (folder / "stamps.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    server = HTTPServer(("127.0.0.1", 0), Stamps)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", folder / "stamps.pem"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(name, key, issuer_key, issuer, *, ca, stamps=False):
    use = {"digital_signature": True, "content_commitment": not ca, "key_cert_sign": ca, "crl_sign": ca}
    rest = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"))
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=400))
        .not_valid_after(datetime.now(UTC) + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**use, **dict.fromkeys(rest, False)), critical=True)
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key, hashes.SHA256())
