"""How people and posts are told apart in a list of choices."""

from django.utils.translation import gettext as _t

from groups.models import Post
from members.models import Member


def member_label(member: Member) -> str:
    """A name with what keeps two of one name apart for those who know them: the year of birth."""
    return f"{member.name}（{member.born[:4]}）"


def post_label(post: Post) -> str:
    """Zone, post and how many seats are free (`with_taken`)."""
    free = _t("%(free)s of %(seats)s seats free") % {"free": max(post.seats - post.taken, 0), "seats": post.seats}
    return f"{post.group.zone} · {post.name}（{free}）"
