"""Addresses by which a roster comes and goes; part of the roster's."""

from django.urls import path

from members import import_views as views

import_urls = [
    path("import/", views.roster_import, name="roster_import"),
    path("import/<int:pk>/", views.roster_preview, name="roster_preview"),
    path("import/<int:pk>/report/", views.roster_report, name="roster_report"),
    path("export/", views.roster_export, name="roster_export"),
]
