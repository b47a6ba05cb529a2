from django.urls import path

from desks import views

app_name = "desks"
urlpatterns = [
    path("mi-municipio/", views.mine, name="mine"),
    path("mi-municipio/<str:key>/", views.municipality, name="municipality"),
    path("coordinacion/", views.coordination, name="coordination"),
]
