"""The plain text in which cases are written: a blank line ends a paragraph, "- " begins an item."""


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """("paragraph" | "list", its lines), in order. A list may follow a paragraph without a blank line."""
    found: list[tuple[str, list[str]]] = []
    after_blank = True
    for line in (raw.strip() for raw in (text or "").splitlines()):
        if not line:
            after_blank = True
            continue
        kind = "list" if line.startswith("- ") else "paragraph"
        words = line[2:].strip() if kind == "list" else line
        if found and found[-1][0] == kind and (kind == "list" or not after_blank):
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
        after_blank = False
    return found
