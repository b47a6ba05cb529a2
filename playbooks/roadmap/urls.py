"""Addresses of the plans, under /plan/."""

from django.urls import path

from playbooks.roadmap import new_views, views

app_name = "roadmap"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("nuevo/", new_views.new, name="new"),
    path("nuevo/descargar.<slug:kind>", new_views.new_download, name="new_download"),
    path("guardar/", new_views.save, name="save"),
    path("<uuid:key>/", views.plan, name="plan"),
    path("<uuid:key>/plan.<slug:kind>", views.plan_download, name="download"),
    path("<uuid:key>/modelo/", views.model, name="model"),
    path("<uuid:key>/deshacer/", views.undo, name="undo"),
    path("<uuid:key>/archivar/", views.archive, name="archive"),
    path("<uuid:key>/paso/<slug:name>/", views.task, name="task"),
]
