"""The letters of Vietnamese fonts made before Unicode: TCVN3 (".VnTime", ".VnArialH" …) and VNI ("VNI-Times" …).

Such a font draws "Thủ" where the file says "Thñ". The name of the font tells how its letters are meant; no text is ever
converted by its looks alone. TCVN3 has one sign for each small letter and draws capitals with a second font, whose name
ends in H; VNI writes a letter and then its mark."""

import re
import unicodedata

TCVN3, VNI = "TCVN3", "VNI"

_SMALL = (
    "àµ ả¶ ã· á¸ ạ¹ ă¨ ằ» ẳ¼ ẵ½ ắ¾ ặÆ â© ầÇ ẩÈ ẫÉ ấÊ ậË đ® èÌ ẻÎ ẽÏ éÐ ẹÑ êª ềÒ ểÓ ễÔ ếÕ ệÖ ì× ỉØ ĩÜ íÝ ịÞ"
    " òß ỏá õâ óã ọä ô« ồå ổæ ỗç ốè ộé ơ¬ ờê ởë ỡì ớí ợî ùï ủñ ũò úó ụô ư\xad ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ"
)
_CAPITALS = "Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§"
TCVN3_LETTERS = {pair[1]: pair[0] for pair in f"{_SMALL} {_CAPITALS}".split(" ")}
"""Each sign of TCVN3 with the letter it draws."""

_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_ROOFS = dict(
    zip("àáåãäâ", ["\u0302" + t for t in ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323", "")], strict=True)
)
_BOWLS = dict(
    zip("èéúüëê", ["\u0306" + t for t in ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323", "")], strict=True)
)
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _vni_letters() -> dict[str, str]:
    """Each letter of VNI, with its mark where it has one, as the letter it draws."""
    marked = dict.fromkeys("aeouyôö", _TONES)
    marks = {
        base: tones | (_ROOFS if base in "aeo" else {}) | (_BOWLS if base == "a" else {})
        for base, tones in marked.items()
    }
    small = dict(_ALONE)
    for base, signs in marks.items():
        for sign, mark in signs.items():
            small[base + sign] = unicodedata.normalize("NFC", _ALONE.get(base, base) + mark)
    capitals = {sign.upper(): letter.upper() for sign, letter in small.items()}
    mixed = {sign[0].upper() + sign[1:]: letter.upper() for sign, letter in small.items() if len(sign) == 2}
    return small | capitals | mixed


VNI_LETTERS = _vni_letters()
"""Each sign or pair of signs of VNI with the letter it draws."""
VNI_MARKS = {pair[1] for pair in VNI_LETTERS if len(pair) == 2}
VNI_BASES = {pair[0] for pair in VNI_LETTERS if len(pair) == 2}
_VNI = re.compile("|".join(sorted(map(re.escape, VNI_LETTERS), key=len, reverse=True)))
_PRIVATE = {0xF000 + code: chr(code) for code in range(0xA1, 0x100)}  # Where Word keeps the signs of a symbol font.
_SURE = re.compile(r"[¡-¿×÷ÞÐþ]|[aeouy][øûïåäë]", re.IGNORECASE)


def encoding_of(font: str) -> str | None:
    """The encoding a font with this name draws, or None for any font that draws Unicode."""
    name = font.strip().lower()
    return TCVN3 if name.startswith(".vn") else VNI if re.match(r"vni[ -]", name) else None


def decoded(text: str, *, font: str) -> str:
    """The text as this font draws it; the same text where the font draws Unicode."""
    encoding, text = encoding_of(font), text.translate(_PRIVATE)
    if encoding == VNI:
        return _VNI.sub(lambda found: VNI_LETTERS[found[0]], text)
    if encoding is None:
        return text
    letters = "".join(TCVN3_LETTERS.get(sign, sign) for sign in text)
    return letters.upper() if font.strip().endswith("H") else letters


def is_unicode(text: str) -> bool:
    """Whether a text holds Vietnamese letters that no old font has, so that it is Unicode whatever its font."""
    return any(letter.isalpha() and ord(letter) > 0xFF and not 0xE000 <= ord(letter) < 0xF900 for letter in text)


def has_signs(text: str) -> bool:
    """Whether a text holds signs that stand for letters in an old font (any that is not ASCII)."""
    return any(0xA0 < ord(sign) < 0x100 or ord(sign) in _PRIVATE for sign in text)


def is_surely_old(text: str) -> bool:
    """Whether a text holds signs that only an old font can mean as letters ("®", "µ", a vowel and "ø")."""
    return bool(_SURE.search(text.translate(_PRIVATE)))
