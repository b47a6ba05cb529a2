"""gunicorn reads this by itself: `gunicorn` alone starts the site."""

import os

wsgi_app = "config.wsgi"
pythonpath = "site"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
# Nobody manages it at run time, and its socket would need a folder to write in, which the image has not.
control_socket_disable = True
