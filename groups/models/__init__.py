"""The five zones' groups, their posts, and how a member comes to one."""

from groups.models.cycles import Cycle, Scheme
from groups.models.procedure import Application, Ballot, Nomination, Placement
from groups.models.structure import Group, Post, PostTemplate, Zone
from groups.models.wishes import Wish

__all__ = [
    "Application",
    "Ballot",
    "Cycle",
    "Group",
    "Nomination",
    "Placement",
    "Post",
    "PostTemplate",
    "Scheme",
    "Wish",
    "Zone",
]
