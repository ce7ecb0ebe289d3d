"""Addresses of notices at the desk."""

from django.urls import path

from notices import calendar_views, paper_views, views, wording_views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("export/", views.notice_export, name="notice_export"),
    path("wording/", wording_views.wording, name="wording"),
    path("calendar/<int:year>/", calendar_views.calendar_year, name="calendar"),
    path("objections/", views.objection_list, name="objection_list"),
    path("objections/<int:pk>/", views.objection_detail, name="objection_detail"),
    path("objections/<int:pk>/slip/", paper_views.objection_slip, name="objection_slip"),
    path("<int:pk>/", views.notice_detail, name="notice_detail"),
    path("<int:pk>/edit/", views.notice_edit, name="notice_edit"),
    path("<int:pk>/print/", paper_views.notice_print, name="notice_print"),
    path("<int:pk>/notice.pdf", paper_views.notice_pdf, name="notice_pdf"),
    path("<int:pk>/notice.docx", paper_views.notice_docx, name="notice_docx"),
    path("<int:pk>/poster/", paper_views.poster, name="poster"),
    path("<int:pk>/poster.pdf", paper_views.poster_pdf, name="poster_pdf"),
    path("<int:pk>/last-day.ics", paper_views.notice_ics, name="notice_ics"),
    path("<int:pk>/objections/new/", views.objection_typed, name="objection_typed"),
]
