"""One address for every workflow button."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tools.workflow import views

app_name = "workflow"


class ModelLabel(StringConverter):
    """`app.model` in lower case."""

    regex = r"[a-z_]+\.[a-z_]+"


register_converter(ModelLabel, "model_label")
urlpatterns = [
    path("moves/<model_label:label>/<int:pk>/<slug:name>/", views.move_page, name="move"),
    path("moves/<model_label:label>/list/", views.bulk_page, name="bulk"),
]
