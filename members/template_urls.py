"""Addresses of the documents' templates; part of the roster's."""

from django.urls import path

from members import template_views as views

template_urls = [
    path("templates/", views.template_list, name="template_list"),
    path("templates/<slug:code>/", views.template_detail, name="template_detail"),
    path("templates/<slug:code>/<int:number>/", views.template_version, name="template_version"),
    path("templates/<slug:code>/<int:number>/use/", views.template_use, name="template_use"),
    path("templates/<slug:code>/<int:number>/template.docx", views.template_file, name="template_file"),
    path("templates/<slug:code>/<int:number>/example.docx", views.template_sample, name="template_sample"),
]
