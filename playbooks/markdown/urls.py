"""Under /admin/guias/."""

from django.urls import path

from playbooks.markdown import views

app_name = "playbook_files"
urlpatterns = [
    path("vista-previa/", views.preview, name="preview"),
    path("importar/", views.import_files, name="import"),
    path("exportar/", views.export_files, name="export"),
]
