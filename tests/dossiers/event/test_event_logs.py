import gzip
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iso_qms.dossiers.event.event_batches import BadLog, instant_of
from iso_qms.dossiers.event.event_logs import read
from iso_qms.i18n import speaking

HEADING = "case:concept:name,concept:name,time:timestamp"


def log_of(data):
    return read(io.BytesIO(data.encode() if isinstance(data, str) else data))


def told(log):
    """Each case with the names of its events in order of time."""
    return {
        case: [log.names[code] for code in sequence] for case, sequence in zip(log.cases, log.sequences, strict=True)
    }


def rows(*lines, heading=HEADING):
    return "\n".join([heading, *lines]) + "\n"


def xes(*traces, before="", tag="log"):
    return f'<?xml version="1.0"?>{before}<{tag} xmlns="http://www.xes-standard.org/">{"".join(traces)}</{tag}>'


def trace(case, *events):
    inside = "".join(
        f'<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{at}"/></event>'
        for name, at in events
    )
    return f'<trace><string key="concept:name" value="{case}"/>{inside}</trace>'


def refusal(data):
    with speaking("en"), pytest.raises(BadLog) as refused:
        log_of(data)
    return str(refused.value)


def test_the_events_of_a_case_may_be_scattered_and_are_put_in_order_of_time():
    log = log_of(rows("2,b,2026-01-02", "1,x,2026-01-05", "2,a,2026-01-01", "1,y,2026-01-04", "2,c,2026-01-03"))
    assert told(log) == {"2": ["a", "b", "c"], "1": ["y", "x"]}
    assert list(log.cases) == ["2", "1"]


def test_events_of_one_moment_keep_the_order_of_the_file_however_it_is_written():
    at = ("2026-01-01T09:00:00+07:00", "2026-01-01 02:00:00Z", "2026-01-01T09:00", "01/01/2026 9:00")
    assert told(log_of(rows(*[f"1,{n},{one}" for n, one in zip("dbca", at, strict=True)]))) == {"1": list("dbca")}
    assert told(log_of(rows("1,late,2026-01-01T10:00", "1,b,2026-01-01T02:00Z", "1,a,2026-01-01T09:00"))) == {
        "1": ["b", "a", "late"]
    }


def test_zones_count_and_a_moment_without_one_is_of_viet_nam():
    assert told(log_of(rows("1,b,2026-01-01T09:00", "1,a,2026-01-01T01:59:59Z", "1,c,2026-01-01T12:00+09:00"))) == {
        "1": ["a", "b", "c"]
    }
    assert instant_of("11/10/2011 13:45:40,25") == instant_of("2011-10-11T13:45:40.25+07:00")
    assert instant_of("13:45 ngày 11-10-2011") == instant_of(" 2011-10-11 06:45Z ")


def test_large_logs_come_in_batches_and_runs_break_anywhere():
    lines = [f"{case},{name},2026-01-{day:02d}" for case in range(3000) for day, name in ((3, "c"), (1, "a"), (2, "b"))]
    log = log_of(rows(*lines))
    assert set(log.sequences) == {tuple(map(log.names.index, "abc"))}
    again = log_of(rows(*sorted(lines, key=lambda line: line[-2:])))
    assert len(again.cases) == 3000 and set(again.sequences) == {tuple(map(again.names.index, "abc"))}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_delimiters_and_encodings_met_in_practice_are_read(delimiter, encoding):
    # Windows-1258 knows no composed letters with tones, so a file in it holds them in two signs.
    name = "Thẩm định" if encoding != "cp1258" else "Thâ\u0309m đi\u0323nh"
    text = rows(f"HS-1,{name},2026-01-01").replace(",", delimiter).replace("\n", "\r\n")
    (case, names), *none = told(log_of(text.encode(encoding))).items()
    assert (case, [unicodedata.normalize("NFC", one) for one in names], none) == ("HS-1", ["Thẩm định"], [])


def test_columns_may_stand_in_any_order_cells_be_quoted_and_empty_rows_between():
    heading = 'more,time:timestamp,"case:concept:name" ,lifecycle:transition,concept:name'
    log = log_of(rows(',2026-01-02,1,start,"b, or ""c"""', ",,,,", "", ",2026-01-01,1,x,a", heading=heading))
    assert told(log) == {"1": ["a", 'b, or "c"']}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_may_be_quoted_from_the_middle_of_a_large_file_on(end):
    plain = [f"{n},a,2026-01-01" for n in range(3000)]
    some = [*plain, '"q, ""1""","two\nlines",2026-01-01', "", *plain]
    log = read(io.BytesIO(end.join([HEADING, *some]).encode()))
    assert told(log) == {str(n): ["a", "a"] for n in range(3000)} | {'q, "1"': ["two\nlines"]}
    assert list(log.cases)[3000] == 'q, "1"'
    assert "line 3003" in refusal(end.join([HEADING, *plain, "1,a,2026-01-01", '"1"x,a,2026-01-01', *plain]))
    assert "Row 3003 " in refusal(end.join([HEADING, *plain, '1,"a",2026-01-01', ",a,2026-01-01", *plain]))
    assert "longer" in refusal(end.join([HEADING, *plain, f"1,{'a' * 131_073},2026-01-01"]))


def test_xes_is_read_packed_or_not_and_a_trace_without_events_is_a_case():
    data = xes(trace(1, ("b", "2026-01-02"), ("a", "2026-01-01T00:00:00.000+01:00")), trace("idle"), trace(2))
    assert told(log_of(data)) == {"1": ["a", "b"], "idle": [], "2": []}
    assert told(log_of(gzip.compress(data.encode()))) == told(log_of(data))
    assert told(log_of(gzip.compress(rows("1,a,2026-01-01").encode()))) == {"1": ["a"]}
    assert told(log_of(xes())) == {} == told(log_of(rows()))


# Scraps of which logs are made at random: some plain, some allowed and not plain, some wrong.
NAME, TIME = '<string key="concept:name" value="a&amp;b"/>', '<date key="time:timestamp" value="2026-01-0{}"/>'
SCRAPS = [
    "<trace>", "</trace>", "<event>", "</event>", f"<event>{NAME}{TIME.format(1)}</event>", "</event></trace>",
    f"<trace>{NAME}<event>{TIME.format(2)}{NAME}", TIME.format(3), NAME, '<string key="org:group" value="&quot;"/>',
    '<string value="c" key="concept:name"/>', '<string key="concept:name" value=" "/>', "<!-- <event> -->", "&#10;",
    '<list key="x"><string key="concept:name" value="inner"/></list>', "<date key='time:timestamp' value='soon'/>", "x",
    '<int key="concept:name" value="&#x44;"/>', "<event/>", "<trace a='1'>", "</log>", '<string key="a" value="<"/>',
]  # fmt: skip
scraps = st.lists(st.sampled_from(SCRAPS), max_size=8).map("".join)


@settings(max_examples=40, deadline=None)
@given(scraps, scraps, st.booleans())
def test_what_the_pattern_for_xes_reads_is_what_the_tree_says(some, more, closes):
    plain = "".join(trace(n, ("b", "2026-01-02T00:00+07:00"), ("&lt;", "2026-01-01")) for n in range(400))
    whole = xes(trace(1, ("a", "2026-01-01")), some, plain, f"<trace>{NAME}{more}", "</trace>" if closes else "")
    for text in (xes(some), whole):
        data = text.encode()
        assert outcome(lambda data=data: log_of(data)) == outcome(lambda data=data: by_tree(data))


def outcome(read_it):
    with speaking("en"):
        try:
            return told(read_it())
        except BadLog as refused:
            return str(refused)


def by_tree(data):
    """The log when the encoding it declares is one the pattern does not know."""
    return log_of(data.replace(b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="ISO-8859-1"?>'))


GOOD = "1,a,2026-01-01"


DECLARES = "The log declares a document type or entities, which no log needs; it was not read."
LETTERS = "The log has letters that cannot be read; save it anew as UTF-8."
REFUSED = [
    ("", "The log is empty."),
    ("\n \n", "The log is empty."),
    ("PK\x03\x04 a sheet", "The log is neither CSV nor XES; save the sheet as CSV."),
    ("case:concept:name;when\n", "The log lacks these columns: concept:name, time:timestamp."),
    (f"{HEADING},concept:name\n", "The log has the column concept:name twice."),
    (rows(GOOD, ",a,2026-01-01"), "Row 3 names no case."),
    (rows(GOOD, "", " ,a,2026-01-01"), "Row 4 names no case."),
    (rows("1, ,2026-01-01"), "Row 2 does not say what happened: concept:name is empty."),
    (rows(GOOD, "1,a,"), "Row 3 does not say when: time:timestamp is empty."),
    (rows(GOOD, "1,a"), "Row 3 ends before its last column."),
    (rows(GOOD, "1,a,31/02/2026"), "Row 3: “31/02/2026” is no time; write it like 2026-08-27T10:00."),
    (rows(*[GOOD] * 5005, "1,a,12/31/2026"), "Row 5007: “12/31/2026” is no time; write it like 2026-08-27T10:00."),
    (rows('1,"a,2026-01-01'), "The log ends inside a cell: a quotation mark is not closed."),
    (rows('1,"a"b,2026-01-01'), "Near line 2 the log is no sound CSV: a quotation mark stands where none may."),
    (rows("1," + "x" * 10_000_000 + ",2026-01-01"), "Near line 2 a cell is longer than 131072 characters."),
    (gzip.compress(rows(GOOD).encode())[:-9], "The packed file is damaged or ends too early."),
    (rows("1,đ,2026-01-01").encode() + b"2,\xc4", LETTERS),
    (rows("1,a\x8a,2026-01-01").encode("latin-1"), LETTERS),
    (xes(trace("")), "Trace 1 has no name, so that nobody knows which case it is."),
    (xes(trace(7, ("", "2026-01-01"))), "Event 1 of case 7 does not say what happened."),
    (xes(trace(7, ("a", ""))), "Event 1 of case 7 does not say when."),
    (xes(trace(7, ("a", "2026-01-01"), ("a", "soon"))), "Event 2 of case 7: “soon” is no time."),
    (xes(trace(7))[:-9], "The log is no sound XML, or ends too early: line 1."),
    (xes(tag="html"), "The log is XML, but no XES: it has no element “log”."),
    (xes(before="<!DOCTYPE log>"), DECLARES),
    (
        xes(before='<!DOCTYPE log [<!ENTITY a "b">]>').encode("utf-16"),
        DECLARES,
    ),
    (
        xes(before=f"<!--{'x' * 70_000}--><!DOCTYPE log>"),
        DECLARES,
    ),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=[sentence for _data, sentence in REFUSED])
def test_a_log_that_cannot_be_used_is_refused_with_one_sentence(data, sentence):
    assert refusal(data) == sentence
