"""Addresses of differing figures, under /discrepar/."""

from django.urls import path

from cases.disputes import evaluators, views

app_name = "disputes"
urlpatterns = [
    path("<int:pk>/", views.differ, name="differ"),
    path("<int:pk>/resolver/", views.settle, name="settle"),
    path("<int:pk>/retirar/", views.take_back, name="take_back"),
    path("evaluacion/caso/<slug:case>/", evaluators.evaluators, name="evaluators"),
    path("evaluacion/<str:token>/", evaluators.evaluation, name="evaluation"),
]
