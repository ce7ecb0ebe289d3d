"""Addresses of notices at the desk."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("export/", views.notice_export, name="notice_export"),
    path("objections/", views.objection_list, name="objection_list"),
    path("objections/<int:pk>/", views.objection_detail, name="objection_detail"),
    path("<int:pk>/", views.notice_detail, name="notice_detail"),
    path("<int:pk>/edit/", views.notice_edit, name="notice_edit"),
    path("<int:pk>/print/", views.notice_print, name="notice_print"),
    path("<int:pk>/objections/new/", views.objection_typed, name="objection_typed"),
]
