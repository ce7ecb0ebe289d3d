"""What is under way near today, so that every state has somebody in it: late applications, objections, corrections."""

import datetime as dt
import random

from groups.models import Application, Post
from groups.moves import APPLICATION
from members.models import Member
from notices.actions import receive_objection
from notices.models import Notice, Objection
from notices.moves import NOTICE, OBJECTION
from zhenzi.demo.matching import zones_of
from zhenzi.demo.procedure import Walk
from zhenzi.demo.timetable import DAY, Days
from zhenzi.demo.township import NAN, SHAI, WU, Place, Town

ELSEWHERE = (
    "applied",
    "nominated",
    "posted",
    "reviewed",
    "drafted",
    "confirmed",
    "posted",
    "withdrawn",
    "returned",
    "declined",
)
"""What has become of the late application in one village after the other."""
DOUBTS = [
    "这个岗位要常年在村，听说本人大半年都在外地干活，担心顾不过来。",
    "评议会那天实到的人数好像和公布的不一样，请核实一下。",
    "本人同时报了别的岗位，精力怕是不够，请镇里了解了解。",
    "榜上岗位职责和以前公布的方案对不上，请说明。",
]
NO_GROUND = "经核查，本人已返乡，能常年在村，岗位方案一致，异议不成立。"


def tell_the_rest(town: Town) -> None:
    """One story for each of the named villages, one late application in each of the others."""
    others = [place for code, place in town.places.items() if code not in (WU, NAN, SHAI)]
    _wu(town, town.places[WU])
    _corrected(town, town.places[SHAI])
    over_in = [town.places[NAN], *others[4:9]]
    for story, place in zip((_waits, _sent_back, _struck_off, _held, _held_then_free, _left), over_in, strict=True):
        story(town, place, town.rng("late", place.village.code))
    for number, place in enumerate(place for place in town.each("late") if place in others and place not in over_in):
        _one_more(town, place, ELSEWHERE[number % len(ELSEWHERE)])


def _pairs(town: Town, place: Place, people: list[Member]) -> list[tuple[Member, Post]]:
    chosen = [place.seats.choose(member, zones_of(town, member)) for member in people]
    return [pair for pair in chosen if pair]


def _some(town: Town, place: Place, number: int) -> list[Member]:
    """People who have not applied yet; where there are too few, holders who take a second post."""
    spare = [member for member in place.spare if not member.user_id]
    once = [m for m in place.people if len(place.seats.has.get(m.pk, [])) == 1 and not m.user_id]
    return [*spare, *(m for m in once if m not in place.leaders.values())][:number]


def _confirmed(town: Town, place: Place, days: Days, number: int, rng: random.Random) -> tuple[Walk, list[Application]]:
    walk = Walk(town, place, days, rng)
    return walk, walk.to("confirmed", walk.write(_pairs(town, place, _some(town, place, number))))


def _change(walk: Walk, application: Application, move: str, actor: object, day: dt.date, **data: object) -> None:
    with walk.on(day):
        APPLICATION.perform(application, move, actor=actor, happened_on=day, data=data)


def _object(
    walk: Walk, notice: Notice, day: dt.date, text: str, number: int | None = None, **more: object
) -> Objection:
    line = notice.lines.get(number=number) if number else None
    with walk.on(day):
        return receive_objection(notice, line, text=text, **more)


def _wu(town: Town, place: Place) -> None:
    """吴庄子: eight people on the wall, one of them objected to; each of the others at another step."""
    rng = town.rng("late", WU)
    walk, days = Walk(town, place, town.times.running, rng), town.times.running
    known = {member.user.username: member for member in place.spare if member.user_id}
    people = [known["member-2"], *[m for m in place.spare if not m.user_id][:7], known["member-3"], known["member-4"]]
    people += [m for m in place.spare if not m.user_id][7:13]
    rows = walk.write(_pairs(town, place, people))
    eight, (sent_back, _only_applied, named, passed, waiting, gone, refused) = rows[:8], rows[8:15]
    secretary = place.secretary
    walk.applied(rows[:15])
    walk.nominated([*eight, sent_back, named, passed, waiting, gone, refused])
    _change(walk, sent_back, "return", secretary, days.reviewed, reason="意向岗位与特长填反了，请本人核对后重新提交。")
    walk.reviewed([*eight, passed, waiting, gone])
    with walk.on(days.reviewed):
        votes = walk.votes(walk.representatives(), passes=False)
        APPLICATION.perform(refused, "vote_down", actor=secretary, happened_on=days.reviewed, data=votes)
    _change(walk, gone, "withdraw", place.enterer, days.confirmed, reason="家中老人需要照料，本人书面提出撤回。")
    walk.confirmed([*eight, waiting])
    notice = walk.posted(eight)
    _object(walk, notice, town.times.today - DAY, DOUBTS[0], 3, signed="村民（姓名由镇里保密）")


def _corrected(town: Town, place: Place) -> None:
    """晒甲岭: a list went up with the wrong telephone, came down, and went up again right."""
    rng = town.rng("late", SHAI)
    walk, rows = _confirmed(town, place, town.times.running, 3, rng)
    today = town.times.today
    wrong = walk.posted(rows, today - 6 * DAY, phone="0315-0000999")
    with walk.on(today - 4 * DAY):
        reason = "榜上的受理电话写错一位，撤下更正后重新公示，公示期重新计算。"
        NOTICE.perform(wrong, "withdraw", actor=place.secretary, happened_on=today - 4 * DAY, data={"reason": reason})
    walk.posted(rows, corrects=wrong)


def _waits(town: Town, place: Place, rng: random.Random) -> None:
    """南平庄: the period is over, an objection was looked into and not upheld; the secretary has to state the result."""
    walk, rows = _confirmed(town, place, town.times.over, 3, rng)
    notice = walk.posted(rows)
    objection = _object(walk, notice, notice.opened_on + DAY, DOUBTS[3], 1, channel="phone")
    _dismiss(town, walk, objection, notice.opened_on + 3 * DAY)
    other = _object(walk, notice, notice.opened_on + 2 * DAY, "门前的路灯坏了半个月，没人来修。", 2, channel="letter")
    with walk.on(notice.opened_on + 3 * DAY):
        facts = {"ground": "other_matter", "finding": "所反映的事项与本公示无关，已转有关办公室办理。"}
        OBJECTION.perform(other, "decline", actor=town.users["town"], data=facts)


def _sent_back(town: Town, place: Place, rng: random.Random) -> None:
    """An objection upheld: one goes back to a new review, the others take up their posts."""
    _uphold(town, place, rng, "review_again", DOUBTS[1], "经查，评议当天的实到人数登记有误，请重新组织评议。")


def _struck_off(town: Town, place: Place, rng: random.Random) -> None:
    """An objection upheld: one does not take the post, the others do."""
    _uphold(town, place, rng, "declined", DOUBTS[0], "经核实，本人已在外地长期务工，不能到岗，不予上岗。")


def _uphold(town: Town, place: Place, rng: random.Random, outcome: str, doubt: str, finding: str) -> None:
    walk, rows = _confirmed(town, place, town.times.over, 3, rng)
    notice = walk.posted(rows)
    objection = _object(walk, notice, notice.opened_on + DAY, doubt, 2)
    application = next(row for row in rows if row.pk == objection.line.subject_id)
    facts = {"objection": objection, "finding": finding, "outcome": outcome}
    _change(walk, application, "uphold", town.users["town"], notice.opened_on + 3 * DAY, **facts)
    walk.concluded(notice)


def _held(town: Town, place: Place, rng: random.Random) -> None:
    """An objection to the list as a whole, which the township holds until it has looked into it."""
    walk, rows = _confirmed(town, place, town.times.over, 2, rng)
    notice = walk.posted(rows)
    objection = _object(walk, notice, notice.opened_on + DAY, DOUBTS[1], channel="letter")
    with walk.on(notice.opened_on + 2 * DAY):
        OBJECTION.perform(objection, "hold", actor=town.users["town"])
    finding = "经初步了解，需向有关单位核实，核实前暂缓上岗。"
    for number, moves in ((1, ("accept", "suspend")), (2, ("accept",))):
        one = _object(walk, notice, notice.opened_on + DAY, DOUBTS[number], number, channel="person")
        for move in moves:
            with walk.on(notice.opened_on + 2 * DAY):
                data = {"finding": finding} if move == "suspend" else None
                OBJECTION.perform(one, move, actor=town.users["town"], data=data)


def _held_then_free(town: Town, place: Place, rng: random.Random) -> None:
    """One line was held at the conclusion; the objection was not upheld, and the rest was concluded later."""
    walk, rows = _confirmed(town, place, town.times.over, 3, rng)
    notice = walk.posted(rows)
    objection = _object(walk, notice, notice.opened_on + DAY, DOUBTS[2], 1)
    walk.concluded(notice)
    _dismiss(town, walk, objection, notice.ends_on + 3 * DAY)
    with walk.on(notice.ends_on + 4 * DAY):
        NOTICE.perform(notice, "conclude_rest", actor=place.secretary, data={"stated": True})


def _dismiss(town: Town, walk: Walk, objection: Objection, day: dt.date) -> None:
    with walk.on(day):
        OBJECTION.perform(objection, "dismiss", actor=town.users["town"], data={"finding": NO_GROUND})


def _left(town: Town, place: Place, rng: random.Random) -> None:
    """Somebody has left his post; another list is drafted and not up yet."""
    walk, rows = _confirmed(town, place, town.times.running, 2, rng)
    with walk.on(town.times.running.posted):
        walk.draft(rows)
    seated = Application.objects.filter(state="seated", post__group__village=place.village, post__is_leader=False)
    application = rng.choice(list(seated.filter(member__user=None).order_by("pk")))
    day = town.times.today - 20 * DAY
    _change(walk, application, "end", place.secretary, day, reason="随子女到外地生活，本人提出不再任岗。")


def _one_more(town: Town, place: Place, state: str) -> None:
    """A late application in a village, at one of the steps."""
    rng, days = town.rng("late", place.village.code), town.times.running
    walk = Walk(town, place, days, rng)
    rows = walk.write(_pairs(town, place, _some(town, place, 1)))
    if not rows or state == "drafted":
        return
    if state in ("withdrawn", "returned"):
        walk.to("nominated", rows)
        actor, move = (place.enterer, "withdraw") if state == "withdrawn" else (place.secretary, "return")
        reason = "本人外出时间延长，提出撤回。" if state == "withdrawn" else "举荐人数的登记表缺一页，补齐后重新提交。"
        _change(walk, rows[0], move, actor, days.reviewed, reason=reason)
    elif state == "declined":
        walk.to("reviewed", rows)
        with walk.on(days.confirmed):
            votes = walk.votes(walk.branch(), passes=False)
            APPLICATION.perform(rows[0], "vote_down", actor=place.secretary, happened_on=days.confirmed, data=votes)
    elif state == "posted":
        walk.posted(walk.to("confirmed", rows))
    else:
        walk.to(state, rows)
