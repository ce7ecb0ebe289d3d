"""Addresses of the desk."""

from django.urls import path

from front.desk import file_views, progress_views, record_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.steps_help, name="help"),
    path("search/", views.search, name="search"),
    path("progress/", progress_views.progress, name="progress"),
    path("telephones/", progress_views.telephones, name="telephones"),
    path("file/<int:pk>/", file_views.member_file, name="member_file"),
    path("record/", record_views.record_list, name="record_list"),
]
