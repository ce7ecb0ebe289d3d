"""Addresses by which a roster comes and goes; part of the roster's."""

from django.urls import path

from members import batch_views
from members import import_views as views

import_urls = [
    path("import/", views.roster_import, name="roster_import"),
    path("import/<int:pk>/", views.roster_preview, name="roster_preview"),
    path("import/files/", batch_views.batch_list, name="batch_list"),
    path("import/<int:pk>/done/", batch_views.batch_detail, name="batch_detail"),
    path("import/<int:pk>/undo/", batch_views.batch_undo, name="batch_undo"),
    path("import/<int:pk>/report/", views.roster_report, name="roster_report"),
    path("export/", views.roster_export, name="roster_export"),
]
