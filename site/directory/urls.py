"""Public pages of municipalities, and the page that explains every calculation."""

from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("municipios/", views.municipality_list, name="municipalities"),
    path("municipios/<slug:slug>/", views.municipality, name="municipality"),
    path("como-se-calcula/", views.method, name="method"),
]
