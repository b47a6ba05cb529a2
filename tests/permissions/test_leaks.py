"""What nobody published stays unread: a word of every draft is looked for wherever one may go (C4, C46)."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from search.engines import get_engines
from search.engines.embedded import EmbeddedEngine
from tests.permissions.world import INBOX, SECRET, TITLE, State, Who, World

pytestmark = pytest.mark.django_db
START = [
    "/",
    "/casos/",
    "/guias/",
    "/municipios/",
    "/como-se-calcula/",
    "/accesibilidad/",
    "/buscar/",
    "/buscar/?q=obra",
    f"/buscar/?q={SECRET}",
    f"/buscar/?q={SECRET[:6]}",
    f"/buscar/sugerencias/?q={SECRET[:5]}",
    "/buscar/sugerencias/?q=obra",
    "/municipio/sugerencias/?q=villa",
    "/cuenta/entrar/",
    "/cuenta/pedir-acceso/",
    "/sitemap.xml",
    "/robots.txt",
    "/salud/listo",
]
MOST = 150


@pytest.fixture
def crawled(world: World, settings, tmp_path: Path) -> Iterator[dict[str, str]]:  # type: ignore[no-untyped-def]
    """What a visitor reads who follows every link, with an index built from the whole database."""
    settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
    call_command("rebuild_search_index", verbosity=0, stdout=io.StringIO())
    assert any(isinstance(engine, EmbeddedEngine) for engine in get_engines())
    yield dict(_crawl(Client(), [*START, f"/municipios/{world.place.slug}/"]))


def _crawl(browser: Client, waiting: list[str]) -> Iterator[tuple[str, str]]:
    seen = set(waiting)
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        response = browser.get(address, follow=True)
        if response.streaming:
            continue
        text = response.content.decode("utf-8", "replace")
        yield address, text
        for link in re.findall(r'href="(/[^"#]*)"', text):
            link = link.replace("&amp;", "&")
            if link not in seen and not link.startswith(("/static/", "/media/")):
                seen.add(link)
                waiting.append(link)


def test_a_visitor_finds_nothing_that_nobody_published(crawled: dict[str, str], world: World) -> None:
    assert any(TITLE in text for text in crawled.values()), "the crawl reached no case at all"
    assert world.cases[State.LIVE].get_url_parts()[2] in crawled
    for word in (SECRET, INBOX, "zarzap"):
        asked = {address: text.replace(address, "") for address, text in crawled.items()}
        found = [
            address
            for address, text in asked.items()
            # The finder repeats what was asked of it, and that is all it may say.
            if word in (text if word not in address else _without_what_was_asked(text))
        ]
        assert found == [], word


def _without_what_was_asked(text: str) -> str:
    for said in (SECRET, SECRET[:6], SECRET[:5]):
        text = re.sub(rf'(?:value="|q=|“|«|<mark>|<strong>|<title>)\s*{said}(?!\w)', "", text)
    return text


def test_the_search_counts_no_draft(crawled: dict[str, str]) -> None:
    """A word that only drafts have finds as much as a word that nobody wrote."""
    assert "Obra " + TITLE in crawled["/buscar/?q=obra"]
    assert TITLE not in crawled[f"/buscar/?q={SECRET}"]
    assert f"Obra {SECRET}" not in crawled[f"/buscar/?q={SECRET}"]


def test_what_is_exported_is_what_is_public(world: World) -> None:
    out = io.StringIO()
    call_command("export_cases", stdout=out)
    assert TITLE in out.getvalue()
    assert SECRET not in out.getvalue() and INBOX not in out.getvalue()


def test_private_pages_are_kept_by_no_cache(world: World) -> None:
    draft = world.cases[State.DRAFT].pk
    for who, address in (
        (Who.LEAD, "/cuenta/"),
        (Who.LEAD, f"/cuenta/equipo/{world.place.key}/"),
        (Who.LEAD, "/replicar/"),
        (Who.LEAD, f"/mi-municipio/{world.place.key}/"),
        (Who.COORDINATOR, "/coordinacion/"),
        (Who.ADMIN, "/cuenta/registro/"),
        (Who.LEAD, f"/admin/casos/{draft}/cifras/"),
        (Who.LEAD, f"/admin/pages/{draft}/edit/"),
        (Who.LEAD, f"/admin/pages/{draft}/view_draft/"),
    ):
        kept = world.browsers[who].get(address)["Cache-Control"]
        assert "no-store" in kept or "private" in kept, address
