from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    name = "playbooks"
    verbose_name = _("Playbooks")

    def ready(self) -> None:
        from playbooks import page_permissions  # models are not loaded before
        from playbooks.roadmap import reminders

        page_permissions.connect()
        reminders.connect()
