"""Wires the app into Django."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """Pages only: no model lives here."""

    name = "front.board"
    label = "board"
