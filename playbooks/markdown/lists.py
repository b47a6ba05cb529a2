"""Lists and tables as people type them (GitHub's way), in the stricter way that `markdown` reads."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^ *(`{3,}(?!.*`)|~{3,})")
_ITEM = re.compile(r"^( *)([-*+]|\d{1,9}[.)])( +|$)(.*)$")
_RULE = re.compile(r"^ {0,3}([-*_])(?: *\1){2,} *$")
_UNDERLINE = re.compile(r"^ {0,3}=+ *$")
_UNDERLINE = re.compile(r"^ {0,3}=+ *$")
_HEADING = re.compile(r"^ {0,3}#{1,6}( |$)")
_DELIMITERS = re.compile(r"^ *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
INDENT = 4  # what `markdown` asks of whatever is inside an item


def fences(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is inside a fenced block (its marks included)."""
    for line, inside, _open in _followed(text):
        yield line, inside


def closed(text: str) -> str:
    """With the mark that ends its last fenced block, where it is missing."""
    mark = ""
    for _line, _inside, mark in _followed(text):  # noqa: B007
        pass
    return f"{text}\n{mark}" if mark else text


def _followed(text: str) -> Iterator[tuple[str, bool, str]]:
    """Each line, whether it is inside a fenced block, and the mark of the block that is open after it."""
    mark = ""
    for line in text.split("\n"):
        if not mark:
            found = _FENCE.match(line)
            mark = found[1] if found else ""
            yield line, bool(found), mark
            continue
        bare = line.strip()
        if len(bare) >= len(mark) and not bare.strip(mark[0]):
            mark = ""
        yield line, True, mark


def normalised(text: str) -> str:
    """A list or a table may follow a paragraph at once, and an inner list may be indented by two spaces."""
    reader = _Reader()
    lines = list(fences(text))
    for number, (line, fenced) in enumerate(lines):
        following = lines[number + 1][0] if number + 1 < len(lines) else ""
        if fenced:
            reader.code(line)
        else:
            bare = line.lstrip(" \t")
            spaces = line[: len(line) - len(bare)].expandtabs(INDENT)
            reader.line(spaces + bare, following)
    return "\n".join(reader.out)


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[int] = []  # columns of the markers of the items that we are in
        self.numbered = False  # whether the last item that is in no other has a number
        self.opened_fence = False

    @property
    def after_text(self) -> bool:
        return bool(self.out) and bool(self.out[-1].strip())

    def line(self, line: str, following: str) -> None:
        self.opened_fence = False
        if not line.strip():
            self.out.append("")
        elif _RULE.match(line):
            self._leave_list()
            self.out += [line, ""]
        elif _UNDERLINE.match(line):
            self.out += [line, ""]
        elif _HEADING.match(line):
            self.open.clear()
            self.out += ["", line, ""]  # alone: `markdown` takes long over many in a block
        elif (item := _ITEM.match(line)) and self._begins(item):
            self._item(item)
        else:
            self._text(line, following)

    def code(self, line: str) -> None:
        """In an item there are no fences: what they hold is indented instead."""
        if not self.open:
            self.out.append(line)
        elif _FENCE.match(line):
            if not self.opened_fence:
                self.out.append("")
            self.opened_fence = not self.opened_fence
        else:
            self.out.append(" " * INDENT * (len(self.open) + 1) + line.strip())

    def _begins(self, item: re.Match[str]) -> bool:
        """An item, and not the code or the sentence that begins like one."""
        if self.open:
            return True
        if len(item[1]) >= INDENT or (self.after_text and not item[4]):
            return False
        return not self.after_text or item[2][0] in "-*+" or item[2] in ("1.", "1)")

    def _item(self, item: re.Match[str]) -> None:
        column = len(item[1])
        if not self.open and self.after_text:
            self.out.append("")
        while self.open and column < self.open[-1] + 2:
            self.open.pop()
        mark = item[2].replace(")", ".")
        if not self.open:
            if self.after_text and self.numbered != mark[0].isdigit():
                self.out.append("")  # another mark begins another list
            self.numbered = mark[0].isdigit()
        self.out.append(f"{' ' * INDENT * len(self.open)}{mark} {item[4]}".rstrip())
        self.open.append(column)

    def _text(self, line: str, following: str) -> None:
        bare = line.lstrip()
        column = len(line) - len(bare)
        if not self.after_text:
            while self.open and column < self.open[-1] + 2:
                self.open.pop()
        if "|" in line and "|" in following and _DELIMITERS.match(following) and self.after_text:
            self.out.append("")
        if self.open:
            line = " " * INDENT * len(self.open) + bare
        self.out.append(line)

    def _leave_list(self) -> None:
        if self.open and self.after_text:
            self.out.append("")
        self.open.clear()
