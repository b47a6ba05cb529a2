"""Wagtail's own doors, closed: each leads to the site's, which counts attempts and asks the second factor.

These addresses come before Wagtail's and keep its names out of the way; `reverse` still finds them there.
"""

from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("admin/login/", views.admin_login, name="wagtailadmin_login"),
    path("admin/logout/", views.leave, name="wagtailadmin_logout"),
    re_path(r"^admin/password_reset/", views.forgotten, name="wagtailadmin_password_reset"),
    path("_util/login/", views.admin_login, name="wagtailcore_login"),
]
