"""What people would like to do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models.structure import Post
from groups.querysets import WishQuerySet
from members.models import Member
from members.scope import Locus


class Wish(models.Model):
    """意向岗位: a post that a member would like, told by him or asked of him. It binds nobody and is never public."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="wishes", verbose_name=_("member"))
    post = models.ForeignKey(Post, models.CASCADE, related_name="wishes", verbose_name=_("post"))

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a post")
        verbose_name_plural = _("wishes for posts")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "post"],
                name="wish_once",
                violation_error_message=_("This wish is noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.post}"

    def locus(self) -> Locus:
        """The post's."""
        return self.post.locus()
