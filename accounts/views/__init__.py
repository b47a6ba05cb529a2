"""Pages of accounts and teams, and what the site answers in place of Wagtail's own doors."""

from accounts.views.doors import admin_login, forgotten, leave, too_many_requests

__all__ = ["admin_login", "forgotten", "leave", "too_many_requests"]
