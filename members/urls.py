"""Addresses of the roster and the mandates at the desk."""

from django.urls import path

from members import handover_views, people_views, transfer_views, views
from members.import_urls import import_urls
from members.template_urls import template_urls

app_name = "members"
urlpatterns = [
    *import_urls,
    *template_urls,
    path("", views.member_list, name="member_list"),
    path("list/export/", views.member_export, name="member_export"),
    path("<int:pk>/", views.member_detail, name="member_detail"),
    path("<int:pk>/history/", people_views.member_history, name="member_history"),
    path("<int:pk>/leave/", people_views.member_leave, name="member_leave"),
    path("<int:pk>/return/", people_views.member_return, name="member_return"),
    path("<int:pk>/merge/", people_views.member_merge, name="member_merge"),
    path("<int:pk>/erase/", people_views.member_erase, name="member_erase"),
    path("<int:pk>/transfer/", transfer_views.transfer_new, name="transfer_new"),
    path("transfers/", transfer_views.transfer_list, name="transfer_list"),
    path("transfers/<int:pk>/", transfer_views.transfer_detail, name="transfer_detail"),
    path("mandates/", views.mandate_list, name="mandate_list"),
    path("mandates/new/", views.mandate_new, name="mandate_new"),
    path("mandates/<int:pk>/take/", views.mandate_take, name="mandate_take"),
    path("mandates/handover/<str:code>/", handover_views.handover, name="handover"),
    path("mandates/term/", handover_views.term_change, name="term_change"),
    path("mandates/slips/", handover_views.unused_slips, name="unused_slips"),
    path("mandates/slips/<str:code>/", handover_views.village_slips, name="village_slips"),
    path("accounts/new/", views.account_new, name="account_new"),
    path("accounts/<int:pk>/reset/", views.account_reset, name="account_reset"),
]
