"""The agency's seal on a PDF, and what signatures in a file that came in are worth; certificates are made here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from iso_qms.press import Edges, pdf_of
from iso_qms.press.signing import CannotSign, Means, sealed, verdicts_of
from tests.press.certificates import NAME, make_certificate, time_server


@pytest.fixture(scope="module")
def sheet():
    return pdf_of("<p>Quy trình</p>", Edges(title="QT-07", left="QT-07", middle="", page="Trang"))


@pytest.fixture(scope="module")
def means(tmp_path_factory):
    certificate, root = make_certificate(tmp_path_factory.mktemp("keys"))
    return Means(certificate=certificate, passphrase="in tests"), root


def test_a_sealed_file_is_valid_and_names_who_and_when(sheet, means):
    data, name = sealed(sheet, means[0], reason="Sau phê duyệt nội bộ")
    (verdict,) = verdicts_of(data, roots=means[1])
    assert (verdict.result, verdict.by, name) == ("valid", NAME, NAME)
    assert abs(verdict.at - datetime.now(UTC)) < timedelta(minutes=1) and not verdict.is_stamped


def test_the_time_is_a_servers_only_where_somebody_vouches_for_it(sheet, means, tmp_path):
    with time_server(tmp_path) as (address, root):
        data, _name = sealed(sheet, replace(means[0], time_server=address), reason="")
    (alone,) = verdicts_of(data, roots=means[1])
    (tmp_path / "both.pem").write_bytes(means[1].read_bytes() + root.read_bytes())
    (verdict,) = verdicts_of(data, roots=tmp_path / "both.pem")
    assert (verdict.result, verdict.is_stamped) == ("valid", True)
    assert (alone.result, alone.is_stamped) == ("valid", False), "anybody can make a server of their own"


def test_a_certificate_nobody_vouches_for_is_unknown(sheet, means):
    data, _name = sealed(sheet, means[0], reason="")
    assert [one.result for one in verdicts_of(data)] == ["unknown"]


def test_a_file_altered_after_signing_says_so(sheet, means):
    data, _name = sealed(sheet, means[0], reason="")
    place = data.index(b"/Type/Page") if b"/Type/Page" in data else 200
    altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    assert [one.result for one in verdicts_of(altered, roots=means[1])] in (["altered"], ["unreadable"])
    stream = data.index(b"stream\n", 0) + 40
    altered = data[:stream] + bytes([data[stream] ^ 1]) + data[stream + 1 :]
    assert [one.result for one in verdicts_of(altered, roots=means[1])] == ["altered"]


def test_words_added_after_signing_are_an_alteration(sheet, means):
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    data, _name = sealed(sheet, means[0], reason="")
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = writer.root["/Pages"]["/Count"]
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    assert [one.result for one in verdicts_of(out.getvalue(), roots=means[1])] == ["altered"]


def test_a_second_seal_leaves_the_first_valid(sheet, means):
    from concurrent.futures import ThreadPoolExecutor
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    data, _name = sealed(sheet, means[0], reason="")
    signer = signers.SimpleSigner.load_pkcs12(str(means[0].certificate), passphrase=b"in tests")
    told = signers.PdfSignatureMetadata(field_name="Second")
    written = IncrementalPdfFileWriter(BytesIO(data))
    # As the house does: a browser test before this one may have left an event loop running in this thread.
    with ThreadPoolExecutor(max_workers=1) as hand:
        twice = hand.submit(signers.sign_pdf, written, told, signer=signer).result().getvalue()
    assert [one.result for one in verdicts_of(twice, roots=means[1])] == ["valid", "valid"]


def test_a_file_without_a_signature_and_a_broken_one(sheet):
    assert verdicts_of(sheet) == []
    assert [one.result for one in verdicts_of(b"%PDF-1.7 but nothing else")] == ["unreadable"]


def test_a_wrong_passphrase_or_path_is_told_plainly(sheet, means, tmp_path):
    with pytest.raises(CannotSign):
        sealed(sheet, Means(certificate=means[0].certificate, passphrase="wrong"), reason="")
    with pytest.raises(CannotSign):
        sealed(sheet, Means(certificate=tmp_path / "none.p12"), reason="")
