"""Addresses of the replication flow, under /replicar/."""

from django.urls import path

from cases.replication import deciding, sheets, views

app_name = "replication"
urlpatterns = [
    path("", deciding.mine, name="mine"),
    path("confirmar/<int:pk>/", deciding.confirm, name="confirm"),
    path("objetar/<int:pk>/", deciding.object_to, name="object"),
    path("enlace/<str:token>/", deciding.link, name="link"),
    path("ia/<int:pk>/", sheets.sheet, name="ai_sheet"),
    path("ia/<int:pk>/incidente/", sheets.incident, name="add_ai_incident"),
    path("ia/<int:pk>/incidente/<int:incident>/", sheets.incident, name="ai_incident"),
    path("borrador/<uuid:key>/tirar/", views.discard, name="discard"),
    path("<slug:case>/", views.start, name="start"),
    path("<slug:case>/revisar/", views.check, name="check"),
    path("<slug:case>/enviado/<uuid:key>/", views.sent, name="sent"),
    path("<slug:case>/<slug:name>/", views.step, name="step"),
]
