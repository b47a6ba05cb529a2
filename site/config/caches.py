"""The cache of the site: in memory, except for what every process must agree on."""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class SiteCache(LocMemCache):
    """Keys of allauth (attempts to enter, codes already used) go to the shared cache; the rest stay here.

    allauth knows only the default cache (P21), and Wagtail asks it for its sites on every address of every
    page: all of it in the database would cost a query each time.
    """

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._of(key).add(key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._of(key).get(key, default, version)

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._of(key).set(key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._of(key).delete(key, version)

    def _of(self, key: Any) -> Any:
        return caches["shared"] if str(key).startswith("allauth") else super()
