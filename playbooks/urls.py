"""What the playbooks show beside their pages, under /guias/."""

from django.urls import path

from playbooks import views

app_name = "playbooks"
urlpatterns = [
    path("pasos/<slug:slug>/", views.step, name="step"),
    path("plantillas/", views.templates, name="templates"),
    path("plantillas/<slug:slug>/", views.template, name="template"),
    path("plantillas/<slug:slug>.<slug:kind>", views.template_file, name="template_file"),
    path("clausulas/", views.clauses, name="clauses"),
    path("clausulas.md", views.clauses_file, name="clauses_file"),
    path("cumplimiento/", views.compliance, name="compliance"),
    path("cumplimiento.xlsx", views.compliance_file, name="compliance_file"),
    path("elegir-proceso/", views.selection, name="selection"),
    path("elegir-proceso/planilla.xlsx", views.selection_file, name="selection_file"),
    path("<slug:slug>.<slug:kind>", views.playbook_file, name="file"),
]
