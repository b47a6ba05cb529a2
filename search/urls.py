"""/buscar/."""

from django.urls import path

from search import views
from search.suggestions import suggestions

app_name = "search"
urlpatterns = [
    path("", views.finder, name="finder"),
    path("sugerencias/", suggestions, name="suggestions"),
]
