"""Ask adopters how it goes, and warn those whose measure will soon be out of date. For cron, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.notices.followups import ask_due, warn_fading


class Command(BaseCommand):
    help = "Sends the reminders that are due. Repeatable: each is sent once, even by two commands at once."

    def handle(self, *args: Any, **options: Any) -> None:
        today = localdate()
        asked, warned = ask_due(today), warn_fading(today)
        if options["verbosity"]:
            values = {"asked": asked, "warned": warned}
            line = _("Follow-ups sent: %(asked)d. Warnings of measures that fade: %(warned)d.")
            self.stdout.write(line % values)
