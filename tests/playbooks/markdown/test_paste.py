"""What Word and others put on the clipboard, pasted as Markdown: lists, tables, headings, bold, links."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).resolve().parents[3] / "playbooks/static/playbooks/markdown-word.js"
ITEM = (
    "<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
)
ITEM += (
    "<span style='mso-list:Ignore'>{mark}<span style='font:7pt'>&nbsp;&nbsp; </span></span><![endif]>{text}"
)
ITEM += "<o:p></o:p></p>\n"


def word_list(*items: tuple[int, str, str]) -> str:
    return "".join(ITEM.format(level=level, mark=mark, text=text) for level, mark, text in items)


PASTED = {
    "lists of Word": (
        "<p class=MsoNormal>Hola:</p>"
        + word_list((1, "·", "uno"), (2, "o", "<b>dos</b>"), (1, "·", "tres"))
        + "<p class=MsoNormal>Chau</p>",
        "Hola:\n\n- uno\n    - **dos**\n- tres\n\nChau",
    ),
    "numbered lists of Word": (
        word_list((1, "1.", "uno"), (1, "2.", "dos"), (2, "a)", "tres")),
        "1. uno\n1. dos\n    1. tres",
    ),
    "tables of Word": (
        "<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Mes<o:p></o:p></b></p></td>"
        "<td><p class=MsoNormal>Días|plazo</p></td></tr>"
        "<tr><td rowspan=2><p>marzo</p></td><td><p>41,2</p><p>aprox.</p></td></tr>"
        "<tr><td><p>3</p></td></tr></table>",
        "| **Mes** | Días\\|plazo |\n| --- | --- |\n| marzo | 41,2<br>aprox. |\n|  | 3 |",
    ),
    "headings": (
        "<h1>Uno</h1><h2><b>Dos</b></h2><p class=MsoTitle>Título</p>",
        "## Uno\n\n### Dos\n\n## Título",
    ),
    "bold, italic and links": (
        "<p><b>a </b>b <i>c</i> <span style='font-weight:700'>d</span> "
        "<a href='https://x.test/a(b)'>e</a> <a href='javascript:x'>f</a></p>",
        "**a** b *c* **d** [e](https://x.test/a%28b%29) f",
    ),
    "Google Docs": (
        "<b style='font-weight:normal' id='docs-internal-guid-1'><p><span>a</span></p>"
        "<ul><li><p><span>b</span></p></li><ul><li><p>c</p></li></ul></ul></b>",
        "a\n\n- b\n    - c",
    ),
    "lists of a page": ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n    - b\n1. c"),
    "a list that goes on": ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
    "paragraphs that look like items": (
        "<p>5. Firmar</p><p>- menos</p><p># uno</p><p>3.000 pesos</p><p>-5 grados</p>",
        "5\\. Firmar\n\n\\- menos\n\n\\# uno\n\n3.000 pesos\n\n-5 grados",
    ),
    "boxes": (
        "<ul><li><input type=checkbox checked> a</li><li><input type=checkbox> b</li></ul>",
        "- [x] a\n- [ ] b",
    ),
    "signs of Markdown": ("<p>5 * 3 [x] _y_ &lt;b&gt;</p>", "5 \\* 3 \\[x\\] \\_y\\_ \\<b\\>"),
    "quotations and lines": ("<blockquote><p>a</p><p>b</p></blockquote><hr>", "> a\n>\n> b\n\n---"),
    "code": ("<pre>a\n  b</pre><p><code>c</code></p>", "```\na\n  b\n```\n\n`c`"),
    "what is not text": (
        "<style>p{}</style><script>alert(1)</script><img src=x onerror=alert(1)><!--x--><p>a</p>",
        "a",
    ),
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize("name", PASTED)
def test_pasted(page: Page, name: str) -> None:
    html, expected = PASTED[name]
    assert page.evaluate("html => window.markdownOfHtml(html)", html) == expected
