from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from cases.models import CasePage
from design.formats import number
from search.engines import get_engine
from search.engines.base import IndexBusy
from search.outbox import drain
from search.stored import all_documents, documents_of


class Command(BaseCommand):
    help = "Builds the search index again from the database. The present one serves until the last moment."

    def handle(self, *args: Any, **options: Any) -> None:
        engine = get_engine()
        total = CasePage.objects.published().count()
        progress = tqdm(all_documents(), total=total, desc=_("Indexing cases"), disable=None)
        try:
            documents = engine.rebuild(progress, documents_of)
            drain(engine)
        except IndexBusy:
            raise CommandError(_("Somebody else is rebuilding the index now.")) from None
        message = ngettext("The index holds %(n)s case.", "The index holds %(n)s cases.", documents)
        self.stdout.write(message % {"n": number(documents)})
