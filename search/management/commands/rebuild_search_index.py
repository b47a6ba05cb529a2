from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from cases.models import CasePage
from design.formats import number
from search.engines import get_engines
from search.engines.base import Engine, IndexBusy, SearchUnavailable
from search.models import StoredDocument
from search.outbox import drain, rebuild
from search.stored import all_documents


class Command(BaseCommand):
    help = (
        "Builds every search index again from the database. The present one serves until the last moment. "
        "Run again after it was interrupted, it goes on with the documents that it had made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="Assess every case again; use no kept document."
        )

    def handle(self, *args: Any, anew: bool = False, **options: Any) -> None:
        if anew:
            StoredDocument.objects.outdate_all()
        for engine in get_engines():
            self._rebuild(engine)

    def _rebuild(self, engine: Engine) -> None:
        total = CasePage.objects.published().count()
        label = _("Indexing cases (%(engine)s)") % {"engine": engine.name}
        progress = tqdm(all_documents(), total=total, desc=label, disable=None)
        try:
            documents = rebuild(engine, progress)
            drain(engine)
        except IndexBusy:
            raise CommandError(_("Somebody else is rebuilding the index now.")) from None
        except SearchUnavailable as error:
            raise CommandError(_("The index cannot be used: %(problem)s.") % {"problem": error}) from None
        message = ngettext("The index holds %(n)s case.", "The index holds %(n)s cases.", documents)
        self.stdout.write(message % {"n": number(documents)})
