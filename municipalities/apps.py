from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"
    verbose_name = _("Municipalities")

    def ready(self) -> None:
        from municipalities.models import Municipality, Province  # models must be loaded first
        from municipalities.peers import look_again
        from municipalities.signals import register_changed

        for model in (Municipality, Province):
            post_save.connect(look_again, sender=model)
            post_delete.connect(look_again, sender=model)
        register_changed.connect(look_again)
