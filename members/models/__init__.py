"""The township's organisation and its people."""

from members.models.mandates import Mandate
from members.models.organisation import Branch, Township, Village
from members.models.people import Member, Office, Speciality
from members.models.transfers import Transfer

__all__ = ["Branch", "Mandate", "Member", "Office", "Speciality", "Township", "Transfer", "Village"]
