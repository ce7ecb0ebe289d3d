"""Every address of the product."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

sign_in = login_not_required(RedirectView.as_view(pattern_name="accounts:login", query_string=True))

urlpatterns = [
    path("accounts/", include("tools.accounts.urls")),
    path("admin/login/", sign_in, name="admin_sign_in"),
    path("admin/", admin.site.urls),
    path("desk/", include("front.desk.urls")),
    path("roster/", include("members.urls")),
    path("meetings/", include("meetings.urls")),
    path("posting/", include("notices.urls")),
    path("groups/", include("groups.urls")),
    path("plans/", include("plans.urls")),
    path("pledges/", include("pledges.urls")),
    path("papers/", include("tools.papers.urls")),
    path("healthz/", include("tools.upkeep.urls")),
    path("", include("tools.workflow.urls")),
    path("", include("front.board.urls")),
]

handler400 = "zhenzi.errors.bad_request"
handler403 = "zhenzi.errors.forbidden"
handler404 = "zhenzi.errors.missing"
handler500 = "zhenzi.errors.fault"
