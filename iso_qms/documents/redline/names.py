"""The names of WordprocessingML the redline has to know (ISO/IEC 29500-1, 17)."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

P, RUN, TBL, TR, TC = W + "p", W + "r", W + "tbl", W + "tr", W + "tc"
T, DEL_TEXT, MATH_TEXT = W + "t", W + "delText", M + "t"
INS, DEL = W + "ins", W + "del"
MOVE_FROM, MOVE_TO = W + "moveFrom", W + "moveTo"
PPR, RPR, TRPR, TCPR, SECTPR = W + "pPr", W + "rPr", W + "trPr", W + "tcPr", W + "sectPr"
SDT, SDT_CONTENT, BOX = W + "sdt", W + "sdtContent", W + "txbxContent"
HYPERLINK, SIMPLE_FIELD = W + "hyperlink", W + "fldSimple"
FIELD_MARK, FIELD_CODE, DEL_FIELD_CODE = W + "fldChar", W + "instrText", W + "delInstrText"
FORMULAS = frozenset({M + "oMath", M + "oMathPara"})
NOTE_REFERENCES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}

WRAPPERS = frozenset({W + "customXml", W + "smartTag", W + "dir", W + "bdo", W + "sdtContent", W + "sdt"})
"""What stands around blocks, rows, cells or runs and is no text itself; a hyperlink is kept apart."""

WRAPPER_PROPERTIES = frozenset({W + "sdtPr", W + "sdtEndPr", W + "customXmlPr", W + "smartTagPr"})

MARKERS = frozenset(
    W + name
    for name in (
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr", "permStart", "permEnd"),
        *(f"{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End")),
        *(f"customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
    )
)
"""Places in a text that hold no text."""

NAME_OF_CHANGE = frozenset(
    W + name
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    )
)
"""Earlier properties, and marks on cells, which hold no text either."""
