from django.urls import path

from cases.editor import moderation, views

app_name = "cases_editor"
urlpatterns = [
    path("<int:case>/como-viene/", views.standing, name="standing"),
    path("<int:case>/cifras/", views.figures, name="figures"),
    path("<int:case>/cifras/aceptar/", views.accept, name="accept"),
    path("<int:case>/indicador/", views.indicator, name="add_indicator"),
    path("<int:case>/indicador/<int:pk>/", views.indicator, name="indicator"),
    path("<int:case>/indicador/<int:indicator>/cifra/", views.figure, name="add_figure"),
    path("<int:case>/indicador/<int:indicator>/cifra/<int:pk>/", views.figure, name="figure"),
    path("<int:case>/indicador/<int:pk>/sacar/", views.remove_indicator, name="remove_indicator"),
    path(
        "<int:case>/indicador/<int:indicator>/cifra/<int:pk>/sacar/",
        views.remove_figure,
        name="remove_figure",
    ),
    path("<int:case>/como-esta/", views.origin_site, name="site"),
    path("<int:case>/confirmar/", views.confirm, name="confirm"),
    path("<int:case>/ficha-ia/", views.ai_sheet, name="ai_sheet"),
    path("<int:case>/incidente/", views.incident, name="add_incident"),
    path("<int:case>/incidente/<int:pk>/", views.incident, name="incident"),
    path("<int:case>/retirar/", moderation.withdraw, name="withdraw"),
    path("<int:case>/tomar/", moderation.take, name="take"),
    path("revision/", moderation.queue, name="queue"),
]
