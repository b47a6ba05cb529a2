"""The data of the folder is built once, in a transaction that is undone when its last test is over."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches

from tests.permissions.building import build
from tests.permissions.world import World, undone


@pytest.fixture(scope="package")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.SECOND_FACTOR_REQUIRED", True)
        with undone():
            yield build()
        for cache in caches.all():
            cache.clear()
