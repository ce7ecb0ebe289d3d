"""Addresses of meetings at the desk."""

app_name = "meetings"
urlpatterns: list = []
