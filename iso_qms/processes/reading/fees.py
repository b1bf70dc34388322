"""Fees as stated: one entry for each amount, in đồng.

"Không" and an exemption ("Miễn lệ phí …") are entries of 0 đồng. `channel` and `area` are the words printed there
("trực tiếp", "trực tuyến", "bưu chính"; the area in "áp dụng tại …"): what a paragraph says of itself holds for each of
its amounts. Where nothing can be read as an amount, the whole text is one entry without one."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from iso_qms.documents.citations import UPPER
from iso_qms.documents.reading.grid import Cell, Table
from iso_qms.documents.reading.wording import bullet_of, is_none_stated, plain, split_label, without_bullet

_AMOUNT = re.compile(
    r"(?<![\d/.,])(\d{1,3}(?:[.,]\d{3})+|\d{1,3}(?:\s\d{3})+|\d+)\s*(?:\([^()]{0,60}\)\s*)?(nghìn|ngàn|triệu)?\s*(?:đồng|đ(?![a-zà-ỹ])|VNĐ|VND)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"(?<=\.)\s+(?=[{UPPER}\-+])")
_CHANNELS = (
    ("trực tuyến", "truc tuyen"),
    ("trực tiếp", "truc tiep"),
    ("bưu chính", "buu chinh"),
    ("bưu chính", "buu dien"),
)
_AREA = re.compile(
    r"\(\s*(?:áp dụng (?:tại|đối với|cho|trên)\s+)(?!đến)([^()]+)\)"
    r"|\(\s*((?:\d+ (?:xã|phường),?|tỉnh|thành phố|địa bàn|tại|trên địa bàn)\s[^()]+)\)",
    re.IGNORECASE,
)
_AREA_BEFORE = re.compile(
    r"^[-+*\s]*((?:khu vực|địa bàn|tại (?:các )?(?:xã|phường|đặc khu|thị trấn))\s?[^:;.\d]{0,60}?)\s*:", re.I
)
_AREA_OVER = re.compile(r"^[-+*\s]*(?:áp dụng\s+)?(?:tại|trên địa bàn)\s+(.+?)\s*:$", re.IGNORECASE)
_EXEMPT = re.compile(
    r"^(duoc )?mien( nop| thu)?( phi| le phi|,| va| phi,? le phi)*\b|^khong (thu|phai nop|mat)( phi| le phi)?"
    r"|\bduoc mien( nop| thu)? (phi|le phi|chi phi)\b"
)
_NAME = re.compile(r"^[-+*\s]*(?:mức )?(?:thu )?(?:lệ )?phí[^:]{0,40}:\s*", re.IGNORECASE)
_WHAT_FOR = re.compile(r"^[^:;.\d]{1,60}:\s*")
_TIMES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}


@dataclass(frozen=True)
class Fee:
    """One amount with the words it stands in."""

    raw: str
    amount: int | None
    channel: str | None = None
    area: str | None = None


@dataclass
class _Title:
    """A line over several fees ("- Nộp trực tiếp:"): what it says of them, its own list mark and that of the first."""

    mark: str
    channel: str | None
    area: str | None
    first: str | None = None


def fees_of(lines: list[str], tables: Iterable[Table] = ()) -> list[Fee]:
    """The fees these lines state, in order, then those of tables; what a title says holds for the fees below it that
    say nothing else."""
    found: list[Fee] = []
    titles: list[_Title] = []
    for line in lines:
        _come_to(titles, bullet_of(line))
        title = _title(line)
        if title:
            titles.append(title)
        found += [_under(titles, fee) for fee in _line(without_bullet(line))]
    found += [fee for table in tables for fee in _rows(table)]
    whole = "\n".join(line for line in lines if line.strip())
    return found or ([Fee(whole, None)] if whole else [])


def _rows(table: Table) -> Iterator[Fee]:
    """The amounts of a table, each with the words of its row; a head may say the channel, and that figures are đồng."""
    head = {cell.columns: plain(cell.joined) for cell in dict.fromkeys(table.rows[0])} if table.rows else {}
    for row in table.rows:
        cells = [cell for cell in dict.fromkeys(row) if cell.lines]
        amounts = [(cell, amount) for cell in cells if (amount := _cell_amount(cell, head)) is not None]
        for cell, amount in amounts:
            words = [c.joined for c in cells if c is cell or c not in [other for other, _ in amounts]]
            whole, above = "\t".join(words), head.get(cell.columns, "")
            own = _AREA.search(whole)
            area = (own[1] or own[2]).strip() if own else None
            yield Fee(whole, amount, _channel(cell.joined) or _channel(above) or _channel(whole), area)


def _cell_amount(cell: Cell, head: dict[tuple[int, int], str]) -> int | None:
    """The amount a cell of a table says: in words, or as a figure below a head that speaks of money."""
    hit = _AMOUNT.search(cell.joined)
    if hit:
        return _dong(hit)
    pays = re.search(r"muc (thu|phi)|le phi|so tien|dong\b|vnd|truc (tiep|tuyen)", head.get(cell.columns, ""))
    if pays and re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", cell.joined):
        return int(re.sub(r"[.,]", "", cell.joined))
    return 0 if pays and _is_free(cell.joined) else None


def _come_to(titles: list[_Title], mark: str) -> None:
    """Leave the titles that a line with this list mark no longer stands under."""
    while titles and titles[-1].mark == mark and titles[-1].first not in (None, mark):
        titles.pop()
    if titles and titles[-1].first is None:
        titles[-1].first = mark


def _title(line: str) -> _Title | None:
    bare = without_bullet(line)
    own, over = _AREA.search(bare), _AREA_OVER.match(bare)
    channel, area = _channel(bare), (own[1] or own[2]) if own else over[1] if over else None
    is_title = bare.endswith(":") and (channel or area) and not _AMOUNT.search(bare)
    return _Title(bullet_of(line), channel, area) if is_title else None


def _under(titles: list[_Title], fee: Fee) -> Fee:
    channel = next((title.channel for title in reversed(titles) if title.channel), None)
    area = next((title.area for title in reversed(titles) if title.area), None)
    return replace(fee, channel=fee.channel or channel, area=fee.area or area)


def _line(line: str) -> list[Fee]:
    areas = {(hit[1] or hit[2]).strip() for hit in _AREA.finditer(line)}
    before = _AREA_BEFORE.match(line)
    areas |= {re.sub(r"^tại\s", "", before[1].strip(), flags=re.IGNORECASE)} if before and not areas else set()
    area = next(iter(areas)) if len(areas) == 1 else None
    return [fee for sentence in _SENTENCE.split(line) for fee in _sentence(sentence, area)]


def _sentence(sentence: str, area: str | None) -> list[Fee]:
    found: list[Fee] = []
    channel: str | None = None
    for piece in _pieces(sentence):
        channel = _channel(piece) or channel
        own = _AREA.search(piece)
        place = (own[1] or own[2]).strip() if own else area
        amount = _AMOUNT.search(piece)
        if amount:
            found.append(Fee(piece, _dong(amount), channel, place))
        elif _is_free(piece):
            found.append(Fee(piece, 0, _channel(piece), place))
    return found


def _pieces(sentence: str) -> list[str]:
    """A sentence cut so that no piece holds two amounts: at semicolons, else at commas between amounts."""
    pieces: list[str] = []
    for clause in re.split(r"(?<=;)\s+", sentence):
        hits = list(_AMOUNT.finditer(clause))
        cuts = [_cut(clause, a.end(), b.start()) for a, b in itertools.pairwise(hits)]
        bounds = [0, *cuts, len(clause)]
        pieces.extend(clause[a:b].strip(" ,;") for a, b in itertools.pairwise(bounds))
    return _with_their_cases([piece for piece in pieces if piece])


def _with_their_cases(pieces: list[str]) -> list[str]:
    """Join a piece without an amount to what it belongs to: an exemption before it, else the amount behind it."""
    joined: list[str] = []
    waiting: list[str] = []
    for piece in pieces:
        if _AMOUNT.search(piece) or _is_free(piece):
            joined.append("; ".join([*waiting, piece]))
            waiting = []
        elif joined and _is_free(joined[-1]):
            joined[-1] += f"; {piece}"
        else:
            waiting.append(piece)
    return joined


def _cut(clause: str, end: int, start: int) -> int:
    """Where to cut between two amounts: at the first comma outside brackets, else right behind the first amount."""
    depth = 0
    for at in range(end, start):
        depth += {"(": 1, ")": -1}.get(clause[at], 0)
        if clause[at] == "," and depth <= 0:
            return at
    return end


def _channel(piece: str) -> str | None:
    letters = plain(piece)
    named = [name for name, words in _CHANNELS if words in letters]
    return named[0] if len(set(named)) == 1 else None


def _is_free(piece: str) -> bool:
    bare = _NAME.sub("", re.sub(r"\([^()]*\)", "", split_label(without_bullet(piece))[1]))
    said = _WHAT_FOR.sub("", bare)
    return (bool(said.strip()) and is_none_stated(said)) or bool(_EXEMPT.search(plain(without_bullet(bare))))


def _dong(hit: re.Match[str]) -> int:
    return int(re.sub(r"[.,\s]", "", hit[1])) * _TIMES.get((hit[2] or "").lower(), 1)
