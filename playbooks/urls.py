"""What the playbooks show beside their pages."""

from django.urls import URLPattern

app_name = "playbooks"
urlpatterns: list[URLPattern] = []
