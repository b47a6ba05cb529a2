from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from cases import page_permissions, signal_handlers  # models are not loaded before
        from cases.notices import receivers

        signal_handlers.connect()
        page_permissions.connect()
        receivers.connect()
