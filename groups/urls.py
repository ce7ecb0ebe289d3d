"""Addresses of groups at the desk."""

from django.urls import path

from groups.views import applications, groups, matching, meetings, nominations, notices, schemes, years

app_name = "groups"
urlpatterns = [
    path("", groups.group_list, name="group_list"),
    path("export/", groups.group_export, name="group_export"),
    path("holders/export/", groups.holder_export, name="holder_export"),
    path("applications/", applications.application_list, name="application_list"),
    path("applications/export/", applications.application_export, name="application_export"),
    path("applications/new/", applications.application_new, name="application_new"),
    path("applications/<int:pk>/", applications.application_detail, name="application_detail"),
    path("applications/<int:pk>/edit/", applications.application_edit, name="application_edit"),
    path("catalogue/", schemes.catalogue, name="catalogue"),
    path("catalogue/copy/", schemes.catalogue_copy, name="catalogue_copy"),
    path("posts/<int:pk>/", schemes.post_edit, name="post_edit"),
    path("years/new/", years.year_new, name="year_new"),
    path("wishes/<int:pk>/", matching.wishes, name="wishes"),
    path("meetings/new/", meetings.meeting_begin, name="meeting_begin"),
    path("meetings/<int:pk>/", meetings.meeting_votes, name="meeting_votes"),
    path("meetings/<int:pk>/mend/", meetings.meeting_mend, name="meeting_mend"),
    path("<str:code>/", schemes.scheme, name="scheme"),
    path("<str:code>/matching/", matching.matching, name="matching"),
    path("<str:code>/export/", schemes.scheme_export, name="scheme_export"),
    path("<str:code>/publish/", schemes.scheme_publish, name="scheme_publish"),
    path("<str:code>/posts/new/", schemes.post_new, name="post_new"),
    path("<str:code>/notice/", notices.notice_new, name="notice_new"),
    path("<str:code>/meetings/new/", meetings.meeting_whole, name="meeting_whole"),
    path("<str:code>/nominations/new/", nominations.nomination_new, name="nomination_new"),
]
