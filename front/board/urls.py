"""Addresses of the public board."""

from django.urls import path

from front.board import views

app_name = "board"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.figures, name="figures"),
    path("villages/<str:code>/", views.village, name="village"),
    path("villages/<str:code>/<slug:zone>/", views.group, name="group"),
    path("notices/<uuid:uuid>/", views.notice, name="notice"),
    path("notices/<uuid:uuid>.pdf", views.notice_pdf, name="notice_pdf"),
    path("notices/<uuid:uuid>/print/", views.notice_print, name="notice_print"),
    path("notices/<uuid:uuid>/object/", views.objection_new, name="objection_new"),
]
