from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts import audit, checks, signal_handlers  # models are not loaded before

        checks.register()
        signal_handlers.connect()
        audit.connect()
