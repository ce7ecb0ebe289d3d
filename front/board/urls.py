"""Addresses of the board."""

app_name = "board"
urlpatterns: list = []
