"""Addresses that machines ask."""

from django.urls import path

from tools.upkeep import views

app_name = "upkeep"
urlpatterns = [path("live", views.live, name="live"), path("ready", views.ready, name="ready")]
