"""Ask how replications go, warn of measures that fade, announce what the days changed. For cron, daily."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.notices.followups import ask_due, warn_fading
from cases.notices.signals import reminders_due
from cases.notices.standing import follow_calendar


class Command(BaseCommand):
    help = "Sends the reminders that are due. Repeatable: each is sent once, even by two commands at once."

    def handle(self, *args: Any, **options: Any) -> None:
        today = localdate()
        asked, warned, announced = ask_due(today), warn_fading(today), follow_calendar(today)
        others = sum(int(sent or 0) for _receiver, sent in reminders_due.send(None, today=today))
        if options["verbosity"]:
            values = {"asked": asked, "warned": warned, "announced": announced, "others": others}
            line = _(
                "Follow-ups sent: %(asked)d. Warnings of measures that fade: %(warned)d. Changes by the "
                "calendar announced: %(announced)d. Other reminders: %(others)d."
            )
            self.stdout.write(line % values)
