"""Addresses of the desk."""

from django.urls import path

from front.desk import record_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("record/", record_views.record_list, name="record_list"),
]
