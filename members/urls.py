"""Addresses of members at the desk."""

app_name = "members"
urlpatterns: list = []
