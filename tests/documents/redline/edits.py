"""Random edits of made content, from one seed."""

from copy import deepcopy

from tests.documents.redline.content import Maker


class Editor(Maker):
    """Makes content, and another content out of it."""

    def edited(self, blocks, depth=0):
        blocks = deepcopy(blocks)
        for _ in range(self.random.randint(0, 4)):
            self._edit(blocks, depth)
        return blocks

    def moved(self, blocks):
        """The same content, some of which stands elsewhere: in the body, in a cell, out of a cell, in another row."""
        blocks = deepcopy(blocks)
        for _ in range(self.random.randint(1, 3)):
            tables = [block for block in blocks if block[0] == "tbl"]
            rows = [row for table in tables for row in table[1]]
            roll, cells = self.random.random(), [cell for row in rows for cell in row[0]]
            source = self.random.choice(cells)[2] if cells and roll < 0.3 else blocks
            target = self.random.choice(cells)[2] if cells and 0.2 < roll < 0.6 else blocks
            if tables and roll > 0.85:
                source = target = self.random.choice(tables)[1]
            if len(source) > 1:
                one = source.pop(self.random.randrange(len(source) - 1))
                target.insert(self.random.randrange(len(target)), one)
        return blocks

    def _edit(self, blocks, depth):
        place = self.random.randrange(len(blocks))
        roll = self.random.random()
        if roll < 0.15 and len(blocks) > 1:
            del blocks[place]
        elif roll < 0.3:
            blocks.insert(place, self.block(depth))
        elif roll < 0.4 and len(blocks) > 2:
            blocks.insert(self.random.randrange(len(blocks) - 1), blocks.pop(place))
        elif roll < 0.47:
            tables = [block for block in blocks if block[0] == "tbl"]
            if tables and blocks[place][0] == "p":
                cell = self.random.choice(self.random.choice(self.random.choice(tables)[1])[0])
                cell[2].insert(0, blocks[place])
                if len(blocks) > 1:
                    del blocks[place]
        else:
            blocks[place] = self._changed(blocks[place], depth)

    def _changed(self, block, depth):
        kind, content, options = block
        if kind == "p":
            return (kind, self._inlines_changed(content, depth), options)
        if kind == "tbl":
            return (kind, self._rows_changed(content, depth), options)
        if kind == "toc":
            lines = content[:]
            lines[self.random.randrange(len(lines))] = [("t", self.words(4)), ("tab",), ("t", "8")]
            return (kind, lines if self.random.random() < 0.7 else lines[1:] or lines, options)
        if kind in ("sdt", "xml"):
            return (kind, self.edited(content, depth + 1), options) if self.random.random() < 0.8 else content[0]
        return block

    def _rows_changed(self, rows, depth):
        rows = deepcopy(rows)
        roll = self.random.random()
        place = self.random.randrange(len(rows))
        if roll < 0.2 and len(rows) > 1:
            del rows[place]
        elif roll < 0.4:
            rows.insert(place, self.row(max(1, len(rows[0][0])), depth))
        elif roll < 0.5:
            for cells, _ in rows:
                cells.append((1, "", [("p", self.inlines(depth + 1), {})], False))
        elif roll < 0.6 and all(len(cells) > 1 for cells, _ in rows):
            for cells, _ in rows:
                del cells[0]
        else:
            cells, _ = rows[place]
            at = self.random.randrange(len(cells))
            span, merge, blocks, wrapped = cells[at]
            merge = self.random.choice([merge, merge, "restart", "continue"])
            cells[at] = (span, merge, self.edited(blocks, depth + 1), wrapped)
            if cells[at][2][-1][0] != "p":
                cells[at][2].append(("p", [], {}))
        return rows

    def _inlines_changed(self, inlines, depth):
        inlines = deepcopy(inlines)
        for _ in range(self.random.randint(1, 3)):
            roll, place = self.random.random(), self.random.randrange(len(inlines) + 1)
            if roll < 0.25 and place < len(inlines):
                del inlines[place]
            elif roll < 0.5:
                inlines.insert(place, self.inline(depth))
            elif place < len(inlines):
                inlines[place] = self._inline_changed(inlines[place], depth)
        return inlines

    def _inline_changed(self, inline, depth):
        kind = inline[0]
        if kind in ("t", "link", "sdt", "smart", "xml", "math"):
            words = inline[1].split(" ")
            words[self.random.randrange(len(words))] = self.words(3)
            return (
                self.random.choice([kind, kind, kind, "t", "link"]),
                " ".join(words),
                inline[2] if len(inline) > 2 else 0,
            )
        if kind == "box":
            return (kind, self.edited(inline[1], 3), inline[2])
        if kind in ("note", "end"):
            return (kind, [self._inlines_changed(line, 3) for line in inline[1]]) if depth < 4 else inline
        return self.inline(depth)
