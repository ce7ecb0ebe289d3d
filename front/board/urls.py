"""Addresses of the public board. A zone's page stands last: the papers' names are no zones."""

from django.urls import path, re_path

from front.board import paper_views, promise_views, views

app_name = "board"
PDF = {"pdf": True}
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.figures, name="figures"),
    path("mine/", views.my_village, name="my_village"),
    re_path(r"^v/(?P<end>[0-9]{3,12})/?$", views.short, name="short"),
    path("villages/<str:code>/", views.village, name="village"),
    path("villages/<str:code>/print/", paper_views.village_print, name="village_print"),
    path("villages/<str:code>/print.pdf", paper_views.village_print, PDF, name="village_print_pdf"),
    path("villages/<str:code>/qr/", paper_views.village_qr, name="village_qr"),
    path("villages/<str:code>/qr.pdf", paper_views.village_qr, PDF, name="village_qr_pdf"),
    path("villages/<str:code>/qr.svg", paper_views.qr_picture, name="qr_picture"),
    path("villages/<str:code>/cards/", paper_views.village_cards, name="village_cards"),
    path("villages/<str:code>/cards.pdf", paper_views.village_cards, PDF, name="village_cards_pdf"),
    path("villages/<str:code>/cards/<int:post>/<int:seat>/", paper_views.card, name="card"),
    path("villages/<str:code>/cards/<int:post>/<int:seat>.pdf", paper_views.card, PDF, name="card_pdf"),
    path("villages/<str:code>/plan/<int:year>/", promise_views.plan, name="plan"),
    path("villages/<str:code>/pledges/", promise_views.pledges, name="pledges"),
    path("villages/<str:code>/<slug:zone>/", views.group, name="group"),
    path("notices/<uuid:uuid>/", views.notice, name="notice"),
    path("notices/<uuid:uuid>.pdf", views.notice_pdf, name="notice_pdf"),
    path("notices/<uuid:uuid>/print/", views.notice_print, name="notice_print"),
    path("notices/<uuid:uuid>/object/", views.objection_new, name="objection_new"),
]
