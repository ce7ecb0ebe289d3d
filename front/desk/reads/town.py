"""The whole town at a glance: what is where, what ends next, which village to telephone. No ranks."""

from typing import Any

from django.db.models import Count, Exists, OuterRef

from groups.models import Application, Cycle, Group, Scheme, Zone
from groups.moves import ApplicationState
from members.models import Village
from members.zones import ZoneCode
from notices.models import Notice
from notices.moves import NoticeState
from notices.words import calendar_due
from tools import clock

MOST = 20
CELL, NAMES, ZONES, BAND = 38, 92, 44, 31
"""The picture: side of a square, room for the villages' names above and the zones' on the left, in pixels; villages in a band."""


def town(user: Any, notices: list[Notice], cycle: Cycle | None) -> dict[str, Any]:
    """Counts that lead to their rows, the notices that wait for their result or end soonest, and every village's five groups."""
    states = dict(Application.objects.visible_to(user).order_by().values_list("state").annotate(n=Count("pk")))
    up = sorted(
        (notice for notice in notices if notice.state == NoticeState.OPEN),
        key=lambda notice: (notice.ends_on, notice.village.code, notice.pk),
    )
    running = [notice for notice in up if notice.is_running]
    all_groups = list(Group.objects.visible_to(user).with_seats().select_related("zone").order_by())
    zones = zones_of(all_groups)
    rows = villages(user, zones, cycle, all_groups)
    groups = [cell for _village, cells in rows for cell in cells if cell]
    return {
        "states": [(state, state.label, states[state]) for state in ApplicationState if states.get(state)],
        "calendar_due": calendar_due(clock.today()),
        "over": sorted((n for n in up if not n.is_running), key=lambda notice: (notice.village.code, notice.pk)),
        "ending": [notice for notice in running if notice.ends_on == clock.today()],
        "running": [notice for notice in running if notice.ends_on > clock.today()],
        "most": MOST,
        "villages": rows,
        "zones": zones,
        "groups": len(groups),
        "without_leader": sum(not group.is_led for group in groups),
        "picture": picture(rows, zones),
        "unpublished": [village for village, _cells in rows if not village.is_published],
    }


def zones_of(groups: list[Group]) -> list[Zone]:
    """The five zones in the town's order, as the groups have brought them; asked for only where no village has a group of one."""
    found = {group.zone_id: group.zone for group in groups}
    return sorted(found.values() if len(found) == len(ZoneCode) else Zone.objects.all(), key=lambda zone: zone.position)


def villages(
    user: Any, zones: list[Zone], cycle: Cycle | None, groups: list[Group]
) -> list[tuple[Village, list[Group | None]]]:
    """Every village with its groups in the order of the zones, None where one is missing."""
    published = Exists(Scheme.objects.filter(village=OuterRef("pk"), cycle=cycle))
    rows = {
        village.pk: village
        for village in Village.objects.visible_to(user).annotate(is_published=published).order_by("code")
    }
    place = {zone.code: number for number, zone in enumerate(zones)}
    cells: dict[int, list[Group | None]] = {pk: [None] * len(zones) for pk in rows}
    for group in groups:
        group.is_led = bool(group.leader_name or (group.acting_leader_id and group.is_led_for_now))
        cells[group.village_id][place[group.zone_id]] = group
    return [(village, cells[pk]) for pk, village in rows.items()]


def picture(rows: list[tuple[Village, list[Group | None]]], zones: list[Zone]) -> list[dict[str, Any]]:
    """Every village's groups as squares with their seats, a column for a village, in bands that fit a screen."""
    return [_band(rows[first : first + BAND], zones) for first in range(0, len(rows), BAND)]


def _band(rows: list[tuple[Village, list[Group | None]]], zones: list[Zone]) -> dict[str, Any]:
    columns = []
    for number, (village, cells) in enumerate(rows):
        x = ZONES + number * CELL
        squares = [
            {
                "y": NAMES + place * CELL, "text": NAMES + place * CELL + CELL // 2 + 3, "seats": _taken(group),
                "unled": not group.is_led, "group": group, "zone": zones[place],
            }
            for place, group in enumerate(cells)
            if group
        ]  # fmt: skip
        columns.append({"village": village, "x": x, "middle": x + CELL // 2, "squares": squares})
    return {
        "columns": columns, "width": ZONES + len(rows) * CELL, "height": NAMES + len(zones) * CELL, "side": CELL - 3,
        "names": NAMES - 6, "labels": [(zone, NAMES + n * CELL + CELL // 2 + 4) for n, zone in enumerate(zones)],
    }  # fmt: skip


def _taken(group: Group) -> str:
    """How far the seats of a group are taken: full, part or none."""
    return "full" if group.seats and group.taken >= group.seats else "part" if group.taken else "none"
