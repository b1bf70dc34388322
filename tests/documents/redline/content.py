"""The content of small documents as plain data (nested lists), made of random pieces from one seed."""

from random import Random

_TEXT = (
    "the unit receives a file and checks it within three working days then hands over the result to whom it concerns "
    "hồ sơ tiếp nhận trả kết quả thời hạn lệ phí cơ quan 1.250.000 (a) 02, số 5; – “ngày” x y z"
)
WORDS = _TEXT.split()


class Maker:
    """Makes content from one seed."""

    def __init__(self, seed):
        self.random = Random(seed)

    def words(self, most=12):
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(1, most)))

    def document(self):
        return [self.block(0) for _ in range(self.random.randint(1, 9))] + [("p", [("t", self.words())], {})]

    def block(self, depth):
        roll = self.random.random()
        if roll < 0.68 or depth > 2:
            return ("p", self.inlines(depth), {"section": depth == 0 and self.random.random() < 0.05})
        if roll < 0.86:
            return ("tbl", self.rows(depth), {"sdt": self.random.random() < 0.1})
        if roll < 0.92:
            return ("sdt", [self.block(depth + 1) for _ in range(self.random.randint(1, 3))], {})
        if roll < 0.94:
            return ("xml", [self.block(depth + 1)], {})
        if roll < 0.96:
            return ("alt", [], {})
        return ("toc", [[("t", self.words(4)), ("tab",), ("t", "7")] for _ in range(self.random.randint(2, 4))], {})

    def rows(self, depth):
        columns = self.random.randint(1, 3)
        return [self.row(columns, depth) for _ in range(self.random.randint(1, 4))]

    def row(self, columns, depth):
        cells = []
        while len(cells) < columns:
            span = 2 if self.random.random() < 0.1 and columns - len(cells) > 1 else 1
            merge = self.random.choice(["", "", "", "", "restart", "continue"])
            blocks = [self.block(depth + 1)] if self.random.random() < 0.3 else []
            cells.append((span, merge, [*blocks, ("p", self.inlines(depth + 1), {})], self.random.random() < 0.05))
            columns -= span - 1
        return (cells, self.random.random() < 0.08)

    def inlines(self, depth):
        if self.random.random() < 0.08:
            return []
        return [self.inline(depth) for _ in range(self.random.randint(1, 6))]

    def inline(self, depth):
        kind = self.random.choice(
            ["t"] * 12
            + [
                "tab",
                "br",
                "page",
                "cr",
                "sym",
                "soft",
                "hard",
                "link",
                "field",
                "simple",
                "note",
                "end",
                "pic",
                "math",
            ]
            + ["sdt", "smart", "xml", "mark", "comment", "box", "box", "ruby", "link"]
        )
        if kind in ("t", "link", "sdt", "smart", "xml", "math", "ruby"):
            return (kind, self.words(), self.random.randint(0, 2))
        if kind in ("field", "simple"):
            return (kind, self.random.choice(["PAGE", "REF a", "DATE"]), self.words(2))
        if kind in ("note", "end"):
            notes = [[("t", self.words(), 0)] for _ in range(self.random.randint(1, 2))]
            return (kind, notes)
        if kind == "pic":
            return (kind, self.random.randint(0, 3))
        if kind == "box":
            if depth > 1:
                return ("t", self.words(), 1)
            return (kind, [self.block(3) for _ in range(self.random.randint(1, 3))], self.random.random() < 0.2)
        return (kind,)
