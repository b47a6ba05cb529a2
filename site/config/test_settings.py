"""What tests change: nothing leaves the machine and nothing touches the data of a laptop."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="entre-pares-test-"))
for variable in ("DEBUG", "BASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SEARCH_URL"):
    os.environ.pop(variable, None)

from config.settings import *  # noqa: E402, F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
ALLOWED_HOSTS = ["*"]
SEARCH_URL = "embedded://"  # in memory: test processes must not share an index
QUERY_LOG_DAYS = 0  # it writes from a thread of its own
