"""Addresses that our mails open."""

from django.urls import path

from cases.notices import views

app_name = "notices"
urlpatterns = [
    path("seguimiento/<str:token>/", views.followup, name="followup"),
    path("avisos/recordar/<int:pk>/", views.remind, name="remind"),
    path("avisos/baja/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
