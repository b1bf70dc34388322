"""Reading PDFs that came in: words with their Vietnamese letters, and nothing that stops us."""

from iso_qms.press import Edges, pdf_of
from iso_qms.press.reading import words_of_pdfs


def test_the_words_of_a_pdf_are_read_and_what_is_none_stops_nobody():
    words = "Niêm yết theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018"
    sheet = pdf_of(f"<p>{words}</p>", Edges(title="x", left="", middle="", page="Trang"))
    empty = pdf_of("<p></p>", Edges(title="x", left="", middle="", page=""))
    read = words_of_pdfs([b"%PDF-1.7 cut off", sheet, sheet[: len(sheet) // 2], b"", empty])
    assert [one is not None for one in read] == [False, True, False, False, False]
    assert words in " ".join(read[1].split())
    assert words_of_pdfs([]) == []
