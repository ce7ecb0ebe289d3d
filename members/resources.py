"""The roster as a sheet: its columns, in and out. What we export we can import again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import roster
from members.models import Member, Office
from members.partial_dates import shown
from members.roster_beside import beside, link_specialities
from members.roster_headings import NAMES, branch_of_sheet
from members.roster_match import Known, Matcher, Seen
from members.roster_rules import DATES, check_row
from members.search import search_key
from members.town_sheet import TownSheet
from tools import clock
from tools.exchange import values_out
from tools.exchange.columns import Column
from tools.exchange.parts import AsAWhole
from tools.exchange.plan import Content, Plan, Row, Step
from tools.exchange.resource import BATCH
from tools.history import bulk

WHO = frozenset({"name", "branch", "born"})
RELATED = ("specialities", "office")


def _date(word: str, key: str, **more: Any) -> Column:
    return Column(word, key, clean=roster.clean_date, names=NAMES[key], finer=True, said=shown, **more)


class RosterResource(TownSheet):
    """党员花名册."""

    empty_in_new = gettext_lazy("This cell must not be empty for somebody new.")

    uuid = Column("行标识", "uuid", clean=roster.clean_row_id, hidden=True, in_bulk=values_out.Hyphenated("uuid"))
    name = Column("姓名", "name", clean=roster.clean_name, names=NAMES["name"], required=True)
    sex = Column(
        "性别",
        "sex",
        clean=roster.one_of("sex", roster.SEX),
        required=True,
        choices=roster.SEX.values(),
        width=6,
        said=roster.worded("sex"),
    )
    nation = Column("民族", "nation", clean=roster.clean_nation, width=8)
    born = _date("出生日期", "born", required=True)
    education = Column("学历", "education", clean=roster.up_to(20), names=NAMES["education"], width=8)
    category = Column(
        "人员类别",
        "category",
        clean=roster.one_of("category", roster.CATEGORY),
        names=NAMES["category"],
        required=True,
        choices=roster.CATEGORY.values(),
        said=roster.worded("category"),
    )
    branch = Column(
        "所在党支部",
        "branch__name",
        clean=roster.up_to(80),
        names=NAMES["branch"],
        required=True,
        width=26,
    )
    joined = _date("入党日期", "joined", required=True)
    confirmed = _date("转正日期", "confirmed")
    job = Column("工作岗位", "job", clean=roster.up_to(60), names=NAMES["job"])
    office = Column(
        "党内职务",
        clean=roster.clean_offices,
        names=NAMES["office"],
        dehydrate_method=lambda member: roster.offices_in_words([held.kind for held in member.sheet_offices]),
    )
    specialities = Column(
        "特长",
        clean=roster.clean_words,
        names=NAMES["specialities"],
        width=16,
        dehydrate_method=lambda member: "、".join(sorted(word.name for word in member.sheet_specialities)),
    )
    phone = Column(
        "手机号码",
        "phone",
        clean=roster.clean_phone,
        names=NAMES["phone"],
        width=14,
    )
    presence = Column(
        "在村情况",
        "presence",
        clean=roster.one_of("presence", roster.PRESENCE),
        choices=roster.PRESENCE.values(),
        said=roster.worded("presence"),
        names=NAMES["presence"],
    )
    number = Column(
        "公民身份号码",
        clean=roster.clean_number,
        names=NAMES["number"],
        width=20,
        dehydrate_method=lambda member: "",
        secret=True,
    )

    default_sheet_key = "branch"
    seen: Seen | None = None
    """Whom the parts before meant, where a sheet comes in part by part."""

    class Meta:
        """Only what is declared."""

        model = Member
        fields = (
            "uuid",
            "name",
            "sex",
            "nation",
            "born",
            "education",
            "category",
            "branch",
            "joined",
            "confirmed",
            "job",
            "office",
            "specialities",
            "phone",
            "presence",
            "number",
        )
        export_order = fields

    def rows_out(self, queryset: Any, without: Iterable[str] = ()) -> Iterable[Sequence[str]]:
        """Every member as a row of text."""
        return values_out.rows(queryset, self.columns_out(without), beside(queryset))

    def from_sheet_name(self, name: str) -> str:
        """A sheet called 南平庄 or 南平庄村党支部; not Sheet1, not 党员花名册."""
        return branch_of_sheet(name)

    # -- planning -----------------------------------------------------------------------------------------------------

    def matched(
        self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable
    ) -> Iterable[Step]:
        """Certain ones first; then those who may have come from another branch, among who is left."""
        if self.seen is None:
            self.known = Known(user)
        known = self.known
        known.look_elsewhere(rows)
        self.today = clock.today().isoformat()
        matcher, steps, open_steps = Matcher(known, plan, answers), [], []
        for row in track(rows):
            matcher.branch(row)
            person = matcher.certain(row) if "branch" not in row.bad else None
            steps.append(Step(row, person))
            if person is None and not WHO & set(row.bad) and row.values.keys() >= WHO:
                open_steps.append(steps[-1])
        taken = {step.obj.pk for step in steps if step.obj is not None}
        for step in open_steps:
            if answers.get(f"{step.row.key}|name") != "new":
                step.obj = matcher.moved(step.row, taken)
        matcher.twice([step for step in steps if "name" in step.row.values])
        if self.seen is not None:
            self.seen.add(steps)
        for step in steps:
            step.row.values.pop("uuid", None)
            self._allowed(step, matcher)
        return steps

    def plan_part(self, content: Content, user: Any) -> Plan:
        """As `plan`, beside the records as they were before the first part."""
        if self.seen is None:
            self.known, self.seen = Known(user), Seen()
        return self.plan(content, user, once=True)

    def end_parts(self) -> None:
        """Raises AsAWhole where two parts may mean one person."""
        seen, self.seen = self.seen, None
        if seen is not None and not seen.is_apart():
            raise AsAWhole

    def _allowed(self, step: Step, matcher: Matcher) -> None:
        """Nobody comes into, or moves between, branches by the hand of one who does not look after the town."""
        if "branch" in step.row.bad:
            return
        known, branch = self.known, step.row.values.get("branch")
        if step.obj is None:
            if branch is not None and branch not in known.own:
                matcher.unknown(step.row)
        elif branch not in (None, step.obj.branch_id) and not known.of_town:
            matcher.unknown(step.row)
        elif step.obj.left_on:
            matcher.plan.warn(
                step.row, "name", "left_member", _("This member has left; the record is kept as it is otherwise.")
            )

    def missing(self, step: Step) -> set[str]:
        """Required cells are asked only of somebody new, and only where it is clear that he is."""
        return set() if WHO & set(step.row.bad) else super().missing(step)

    def current(self, obj: Member, key: str) -> Any:
        """What the record says, in the form of a cleaned cell."""
        if key == "branch":
            return obj.branch_id
        if key == "specialities":
            return sorted(self.known.words.get(obj.pk, ()))
        if key == "office":
            return sorted(self.known.offices.get(obj.pk, ()))
        return obj.number_hash if key == "number" else getattr(obj, key)

    def says_nothing_new(self, key: str, old: Any, value: Any) -> bool:
        """An office is only ever added; away of unknown kind agrees with a known kind; a number is its hash."""
        if key == "office":
            return set(value) <= set(old)
        if key == "presence" and value == "away" and old in ("seasonal", "long"):
            return True
        return old == value.split(" ")[0] if key == "number" else super().says_nothing_new(key, old, value)

    def as_read(self, key: str, value: Any) -> str:
        """A branch is still the name that was written."""
        return value or "" if key == "branch" else super().as_read(key, value)

    def in_words(self, key: str, value: Any) -> str:
        """As the roster writes it; of a number only whether there is one."""
        if key == "branch":
            return self.known.branches.by_pk[value].name
        if key == "office":
            return "、".join(roster.OFFICE[kind] for kind in value)
        if key == "number":
            return _("recorded") if value else ""
        if key in DATES:
            return shown(value)
        return roster.WORDS[key].get(value, "") if key in roster.WORDS else super().in_words(key, value)

    def check(self, step: Step, plan: Plan) -> None:
        """The rules between the cells, and that the record is the person's to change."""
        if (
            step.obj is not None
            and step.changes
            and not self.known.may_write(step.obj)
            and "branch" not in step.row.bad
        ):
            Matcher(self.known, plan, {}).unknown(step.row)
        check_row(step, plan, self.today)

    # -- writing ------------------------------------------------------------------------------------------------------

    def built(self, step: Step) -> Member:
        """A new member."""
        member = Member()
        self._set(member, step.values)
        return member

    def altered(self, step: Step) -> set[str]:
        """Only what the row says anew."""
        return self._set(step.obj, step.values)

    def is_of_record(self, step: Step) -> bool:
        """An office has a history of its own; what he is good at stands in the member's."""
        return bool(step.values.keys() - {"office"})

    def _set(self, member: Member, values: dict[str, Any]) -> set[str]:
        fields = set()
        for key, value in values.items():
            if key in RELATED:
                continue
            attribute = {"branch": "branch_id", "number": "number_hash"}.get(key, key)
            setattr(member, attribute, value.split(" ")[0] if key == "number" else value)
            fields.add("branch" if key == "branch" else attribute)
            if key == "name":
                member.search_key = search_key(value)
                fields.add("search_key")
            if key == "branch" and member.lives_in_id and self.known.branches.by_pk[value].village_id:
                member.lives_in = None
                fields.add("lives_in")
        return fields

    def write_related(self, steps: Sequence[Step], plan: Plan, told: dict[str, Any]) -> None:
        """What he is good at, and the offices that he holds."""
        wanted = {step.obj.pk: step.values["specialities"] for step in steps if "specialities" in step.values}
        link_specialities(wanted, self.known.words)
        offices = [
            Office(member_id=step.obj.pk, kind=kind)
            for step in steps
            for kind in step.values.get("office", ())
            if kind not in self.known.offices.get(step.obj.pk, ())
        ]
        if offices:
            made = Office.objects.bulk_create(offices, batch_size=BATCH)
            plan.note(Office, bulk.write(Office, [office.pk for office in made], **told))
