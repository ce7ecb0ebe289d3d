"""A password is not what everybody in the village knows: the village, the town, the own telephone."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.models import Mandate, Member, Township
from members.search import fold, search_key

LEAST_OF_ITS_OWN = 8
"""So many characters must be left once what everybody knows is taken out."""


class NotWhatEverybodyKnows:
    """For AUTH_PASSWORD_VALIDATORS: refuses the names of the account's villages and of the town, spoken or written, and the
    member's telephone, with a few characters around them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        rest = fold(password)
        for word in sorted(self._known(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != fold(password) and len(rest) < LEAST_OF_ITS_OWN:
            raise ValidationError(
                _("This password is little more than the village, the town or your telephone; choose something else."),
                code="password_known",
            )

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return _("Not the name of your village or town, not your telephone.")

    def _known(self, user: Any) -> set[str]:
        town = Township.objects.current()
        names, known = [town.name, town.county], set()
        if user is not None and user.pk:
            held = Mandate.objects.filter(user=user, village__isnull=False).select_related("village")
            places = [mandate.village for mandate in held]
            member = Member.objects.filter(user=user).select_related("branch__village", "lives_in").first()
            if member:
                places += [place for place in (member.branch.village, member.lives_in) if place]
                known |= {member.phone} - {""}
                names.append(member.branch.name)
            names += [name for place in places for name in (place.name, place.short_name)]
        for name in filter(None, names):
            known |= {fold(name), fold(re.sub("(?:党支部|村|镇|市|县)$", "", name))}
            known |= {word for word in search_key(name).split() if word.isascii() and len(word) > 3}
            known |= {
                word for word in search_key(re.sub("[村镇市县]$", "", name)).split() if word.isascii() and len(word) > 3
            }
        return {word for word in known if len(word) > 1}
