"""Addresses of the desk."""

from django.urls import path

from front.desk import file_views, record_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("file/<int:pk>/", file_views.member_file, name="member_file"),
    path("record/", record_views.record_list, name="record_list"),
]
