"""Addresses of groups at the desk."""

app_name = "groups"
urlpatterns: list = []
