"""Addresses of notices at the desk."""

app_name = "notices"
urlpatterns: list = []
