"""Digital signatures in PDF files (PAdES): the agency's seal on a file, and what a file that came in is worth.

Nothing here is an approval: approvals are internal acts, and only what stands in the file itself is a signature.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from iso_qms.i18n import _l

VERDICTS = {
    "valid": _l("Valid"),
    "unknown": _l("Unknown certificate"),
    "altered": _l("Altered after signing"),
    "unreadable": _l("Cannot be read"),
}
FIELD = "ISO-QMS"
Made = TypeVar("Made")
SECONDS_FOR_A_STAMP = 5


class CannotSign(RuntimeError):
    """The certificate of the agency cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Means:
    """What the agency signs with: its certificate and key (PKCS#12), and the server that stamps the time, if any."""

    certificate: Path
    passphrase: str = ""
    time_server: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one signature in a file is worth: by whom, when, and whether a time server says so."""

    result: str
    by: str = ""
    issuer: str = ""
    at: datetime | None = None
    is_stamped: bool = False

    @property
    def label(self) -> str:
        return str(VERDICTS[self.result])


def sealed(data: bytes, means: Means, *, reason: str) -> tuple[bytes, str]:
    """A PDF with the agency's seal (PAdES B-B, or B-T with a time stamp), and the name on the certificate."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps import HTTPTimeStamper

    signer = _signer(means)
    told = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, reason=reason, md_algorithm="sha256"
    )
    stamper = HTTPTimeStamper(means.time_server, timeout=SECONDS_FOR_A_STAMP) if means.time_server else None
    writer = IncrementalPdfFileWriter(BytesIO(data))
    made = _apart(lambda: signers.sign_pdf(writer, told, signer=signer, timestamper=stamper))
    return bytes(made.getvalue()), _name(signer.signing_cert)


def verdicts_of(data: bytes, *, roots: Path | None = None) -> list[Verdict]:
    """What each signature in a PDF is worth, in the order they were made; empty when it is not signed."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        signatures = PdfFileReader(BytesIO(data), strict=False).embedded_regular_signatures
        trusted = _certificates(roots)
        return [_verdict(one, trusted) for one in signatures]
    except Exception:
        # A file from outside may be broken in every imaginable way; whichever it is, nothing in it can be trusted.
        return [Verdict(result="unreadable")]


def _verdict(signature: Any, trusted: Sequence[Any]) -> Verdict:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False)
    status = _apart(lambda: validate_pdf_signature(signature, context, ts_validation_context=context))
    stamp = status.timestamp_validity
    # Anybody can run a server that stamps any time: unless somebody vouches for it, the time is the signer's own word.
    if stamp and not (stamp.intact and stamp.valid and stamp.trusted):
        stamp = None
    return Verdict(
        result=_result(status),
        by=_name(signature.signer_cert),
        issuer=str(signature.signer_cert.issuer.native.get("common_name", "")),
        at=stamp.timestamp if stamp else status.signer_reported_dt,
        is_stamped=stamp is not None,
    )


def _result(status: Any) -> str:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    # Another signature may be added after the first; anything beyond that changes what was signed.
    added = status.modification_level is not None and status.modification_level <= ModificationLevel.FORM_FILLING
    if not (status.intact and status.valid and (whole or added)):
        return "altered"
    return "valid" if status.trusted else "unknown"


def _signer(means: Means) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    if not means.certificate.is_file():
        raise CannotSign(f"There is no certificate at {means.certificate}.")
    load: Any = SimpleSigner.load_pkcs12
    signer = load(str(means.certificate), passphrase=means.passphrase.encode())
    if signer is None:
        raise CannotSign(f"{means.certificate} is no PKCS#12 file, or the passphrase is wrong.")
    return signer


def _certificates(roots: Path | None) -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder

    if roots is None:
        return []
    places = sorted(roots.glob("*")) if roots.is_dir() else [roots]
    load: Any = load_certs_from_pemder
    return list(load([str(one) for one in places if one.is_file()]))


def _name(certificate: Any) -> str:
    subject = certificate.subject.native
    return str(subject.get("common_name") or certificate.subject.human_friendly)


def _apart(act: Callable[[], Made]) -> Made:
    # In a thread of its own: pyHanko begins an event loop, which cannot be done where one runs already.
    with ThreadPoolExecutor(max_workers=1) as hand:
        return hand.submit(act).result()
