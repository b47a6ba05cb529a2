"""Addresses of the picker, under /municipio/."""

from django.urls import path

from municipalities import views

app_name = "municipalities"
urlpatterns = [
    path("elegir/", views.choose, name="choose"),
    path("sugerencias/", views.suggest, name="suggest"),
    path("olvidar/", views.forget, name="forget"),
]
