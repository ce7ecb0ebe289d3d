"""Addresses of papers. The one of a sheet is printed on it: it stays short."""

from django.urls import path

from tools.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.find, name="find"),
    path("of/<str:label>/<int:pk>/", views.thing_papers, name="thing"),
    path("of/<str:label>/<int:pk>/<slug:kind>/print/", views.print_new, name="print_new"),
    path("scans/<uuid:uuid>/", views.scan_file, name="scan"),
    path("scans/<uuid:uuid>/about/", views.scan_detail, name="scan_detail"),
    path("scans/<uuid:uuid>/remove/", views.scan_remove, name="scan_remove"),
    path("<str:serial>/", views.sheet, name="sheet"),
    path("<str:serial>/print/", views.sheet_print, name="sheet_print"),
    path("<str:serial>/print.pdf", views.sheet_pdf, name="sheet_pdf"),
]
