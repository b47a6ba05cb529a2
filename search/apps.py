from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import permissions, signal_handlers  # models must be loaded first

        signal_handlers.connect()
        permissions.connect()
