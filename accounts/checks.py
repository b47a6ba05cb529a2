"""What an operator must hear about before the site is in the open."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning
from django.core.checks import register as register_check


def register() -> None:
    register_check(second_factor, Tags.security, deploy=True)


def second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Warning(
            "SECOND_FACTOR_REQUIRED is off: a stolen password is enough to publish and to confirm.",
            hint="Remove SECOND_FACTOR_REQUIRED=0 from the environment.",
            id="accounts.W001",
        )
    ]
