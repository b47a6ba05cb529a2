"""Addresses of an account and of a team, under /cuenta/."""

from django.urls import path

from accounts import kept
from accounts.views import audit, home, invitations, requests, team

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("retomar/", kept.resume, name="resume"),
    path("registro/", audit.trail, name="audit"),
    path("registro/exportar/", audit.export, name="audit_export"),
    path("equipo/<str:key>/", team.municipality_team, name="team"),
    path("equipo/<str:key>/quitar/<int:pk>/", team.remove_member, name="remove_member"),
    path("red/<slug:slug>/", team.network_team, name="network_team"),
    path("red/<slug:slug>/quitar/<int:pk>/", team.remove_coordinator, name="remove_coordinator"),
    path("invitaciones/aceptar/", invitations.accept, name="accept"),
    path("invitaciones/<int:pk>/reenviar/", invitations.resend, name="resend"),
    path("invitaciones/<int:pk>/anular/", invitations.revoke, name="revoke"),
    path("invitaciones/<str:token>/", invitations.open_invitation, name="invitation"),
    path("pedir-acceso/enviado/", requests.asked, name="asked"),
    path("pedidos/", requests.pending, name="requests"),
    path("pedidos/<int:pk>/", requests.decide, name="decide"),
]
