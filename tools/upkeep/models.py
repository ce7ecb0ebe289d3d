"""What the upkeep itself has to remember."""

from django.db import models


class Knock(models.Model):
    """How often something was sent from one place in one hour; the place is a salted hash that nobody can follow over days."""

    source = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="knock_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour} {self.count}"
