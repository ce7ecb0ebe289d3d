"""Wires the app into Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages only: no model lives here."""

    name = "front.desk"
    label = "desk"
