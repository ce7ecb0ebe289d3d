"""The kind of notice by which members come to their posts: what happens when it goes up, is concluded or comes down."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Application, Placement
from groups.moves import APPLICATION, ApplicationState
from notices.kinds import Candidate, Kind, Wording
from notices.models import Line
from tools.workflow.errors import Refused
from tools.workflow.models import StateChange


def _applications(lines: list[Any]) -> dict[int, Application]:
    found = Application.objects.filter(pk__in=[line.subject_id for line in lines])
    return {application.pk: application for application in found.select_related(*APPLICATION.related)}


def _posted_by(notice: Any, applications: Mapping[int, Application]) -> list[Application]:
    """Those that are posted by this notice, and not, sent back and confirmed anew meanwhile, by a later one."""
    trail = StateChange.objects.filter(model="groups.application", move="post", object_id__in=applications)
    by = dict(trail.order_by("pk").values_list("object_id", "cause__object_id"))
    return [a for a in applications.values() if a.state == ApplicationState.POSTED and by[a.pk] == notice.pk]


def candidates(village: Any, notice: Any = None) -> list[Candidate]:
    """Whom the branch has confirmed and who stands on no other list that is being drafted."""
    drafted = Line.objects.on_drafts("placements").exclude(notice=notice).values("subject_id")
    ready = Application.objects.ready_to_post().filter(post__group__village=village).exclude(pk__in=drafted)
    return [
        Candidate(a.pk, a.member, f"{a.member.told_apart} · {a.post.group.zone} · {a.post}")
        for a in ready.select_related("member", "post__group__zone").in_order()
    ]


def freeze(notice: Any, lines: list[Any]) -> Mapping[int, Mapping[str, str]]:
    """What is public of each line: name (with the label that keeps equal names apart), zone, post. Nothing else."""
    applications, rows = _applications(lines), {}
    for line in lines:
        application = applications[line.subject_id]
        post = application.post
        rows[line.pk] = {
            "name": application.member.public_name,
            "village": str(notice.village),
            "zone": post.group.zone.name,
            "post": post.name,
        }
    names = [row["name"] for row in rows.values()]
    people = {applications[line.subject_id].member_id: rows[line.pk]["name"] for line in lines}
    for name in sorted(set(names)):
        if sum(name == other for other in people.values()) > 1:
            raise Refused(
                _t(
                    "Two people on this list are called %(name)s. Give each a label (for example 大, 小) in his record first."
                )
                % {"name": name}
            )
    serving = Placement.objects.in_office().filter(post__group__village=notice.village_id).exclude(member__in=people)
    for placement in serving.filter(member__name__in=[a.member.name for a in applications.values()]).select_related(
        "member"
    ):
        if (name := placement.member.public_name) in names:
            raise Refused(
                _t(
                    "Somebody else called %(name)s is on a post here already, and the board would show both alike. "
                    "Give each a label (for example 大, 小) in his record first."
                )
                % {"name": name}
            )
    return rows


def opened(notice: Any, lines: list[Any], change: Any) -> None:
    """Every application on the list is posted with it, or none is."""
    applications = _applications(lines).values()
    wrong = [str(a.member) for a in applications if a.state != ApplicationState.CONFIRMED]
    if wrong:
        names = "、".join(wrong)
        raise Refused(
            _t("Not confirmed by the branch (any more): %(names)s. Take them off the list.") % {"names": names}
        )
    APPLICATION.perform_many(applications, "post", actor=None, happened_on=notice.opened_on, cause=change)


def concluded(notice: Any, lines: list[Any], change: Any) -> Mapping[int, str]:
    """Seat everybody who is still posted; who withdrew meanwhile is noted as gone."""
    applications = _applications(lines)
    posted = _posted_by(notice, applications)
    APPLICATION.perform_many(posted, "seat", actor=None, cause=change)
    seated = {application.pk for application in posted}
    return {line.pk: "done" if line.subject_id in seated else "gone" for line in lines}


def withdrawn(notice: Any, lines: list[Any], change: Any) -> None:
    """The posted ones are confirmed again and wait for a new list."""
    posted = _posted_by(notice, _applications(lines))
    APPLICATION.perform_many(posted, "recall", actor=None, cause=change)


def wording() -> Wording:
    """How such a notice is worded where the town has not written its own words."""
    return Wording(
        _t("Notice of members proposed for duty posts of {village} in {year}"),
        _t("The village's scheme of posts for {year}, published by its two committees."),
        _t("Members applied, people nominated them, the villagers' representatives' meeting reviewed and the branch confirmed "
           "the following list."),
        _t("Posted from {from} to {to} ({days}).\nWhoever has an objection tells it in this time, in writing, by telephone or "
           "in person: {place}, telephone {phone}. Please give your name and the facts; it is kept secret, and every "
           "objection is looked into."),
    )  # fmt: skip


SAMPLE_NAMES = ("甲某某", "乙某", "阿布都热合曼·买买提", "欧阳某某", "丁某某")
SAMPLE_POSTS = ("科技示范岗", "人居环境整治岗", "社情民意收集岗", "村规民约与移风易俗宣传岗", "矛盾纠纷调解岗")


def sample(number: int) -> dict[str, str]:
    """An invented line, for a preview."""
    zones = ("经济", "环境", "民生", "文化", "维稳")
    turn = number % 5
    return {"name": SAMPLE_NAMES[turn], "zone": zones[turn], "post": SAMPLE_POSTS[turn]}


PLACEMENTS = Kind(
    code="placements",
    label=_("members proposed for posts"),
    subject="groups.application",
    candidates=candidates,
    draft_at=lambda village: reverse("groups:notice_new", args=[village.code]),
    columns={"name": _("person's name"), "zone": _("zone"), "post": _("post")},
    freeze=freeze,
    opened=opened,
    concluded=concluded,
    withdrawn=withdrawn,
    wording=wording,
    sample=sample,
)
