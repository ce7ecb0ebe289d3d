"""The sheet of those who hold their posts already: a row is a member, his post, the days and votes by which he got it."""

from typing import Any, BinaryIO

from import_export.resources import Resource

from members.office_sheet import clean_day
from members.organisation_cells import clean_count, one_of
from members.roster import clean_date, clean_name, up_to
from tools.exchange import cells
from tools.exchange.cells import Warn
from tools.exchange.columns import Column
from tools.exchange.intake import Intake
from tools.exchange.sheets import Heading, write_xlsx

TITLE = "在岗人员补录"
HOW = {"slips": "举荐票", "signatures": "联名", "meeting": "会议举荐"}
REVIEW = {"villagers": "村民代表会议", "residents": "居民代表会议", "joint": "党员和村（居）民代表联席会议"}
CONFIRM = {"assembly": "支部党员大会", "committee": "支部委员会"}
GUIDE = (
    "已经在岗的党员，一人一岗一行；一个人有两个岗位的写两行。红色标题的列必填。",
    "日期写到日，照纸质材料抄，不要补。各步的先后要对得上：方案公布、申报、举荐、评议、支部会议、公示、上岗。",
    "同一个村、同一天、同一种会议，各行的应到和实到人数要一致；同意、反对、弃权加起来等于实到人数（有回避的减去回避人数）。",
    "上岗日期在公示期满之后。村里的岗位方案还没有公布的，在“方案公布日期”写当年公布的日期。",
    "一个人兼任两个小组组长的，写明“兼任组长理由”；不兼任的空着。",
    "再次导入同一张表，已经补录的行不变。有一处不对，整张表都不写入。",
)


def clean_word(value: Any, warn: Warn, heading: str) -> str:
    """A name of a place or post."""
    return cells.INNER_BLANK.sub("", cells.short(value, warn, 80))


def _day(word: str, *names: str, required: bool = True) -> Column:
    return Column(word, clean=clean_day, names=names, required=required, width=13)


def _number(word: str, *names: str, required: bool = True) -> Column:
    return Column(word, clean=clean_count, names=names, required=required, width=10)


class PlacementSheet(Intake, Resource):
    """在岗人员补录."""

    village = Column("村", clean=clean_word, names=("村（居）", "所在村", "村名"), required=True)
    zone = Column("责任区", clean=clean_word, names=("责任组", "岗区"), required=True)
    post = Column("岗位", clean=clean_word, names=("岗位名称", "责任岗", "责任岗位"), required=True, width=18)
    name = Column("姓名", clean=clean_name, names=("党员姓名",), required=True)
    born = Column("出生日期", clean=clean_date, names=("出生年月",), width=13)
    scheme_on = _day("方案公布日期", "岗位公布日期", required=False)
    applied_on = _day("申报日期", "申报时间")
    nominated_on = _day("举荐日期", "举荐时间")
    nominators = _number("举荐人数")
    how = Column("举荐方式", clean=one_of(HOW), required=True, choices=HOW.values())
    review_on = _day("评议会议日期", "评议日期", "评议时间")
    review_kind = Column("评议会议类型", clean=one_of(REVIEW), choices=REVIEW.values(), width=16)
    review_entitled = _number("评议应到")
    review_present = _number("评议实到")
    review_favour = _number("评议同意")
    review_against = _number("评议反对", "评议不同意")
    review_abstained = _number("评议弃权")
    review_recused = _number("评议回避", required=False)
    confirm_on = _day("支部会议日期", "确定日期", "支部确定日期")
    confirm_kind = Column("支部会议类型", clean=one_of(CONFIRM), required=True, choices=CONFIRM.values(), width=16)
    confirm_entitled = _number("支部应到")
    confirm_present = _number("支部实到")
    confirm_favour = _number("支部同意")
    confirm_against = _number("支部反对", "支部不同意")
    confirm_abstained = _number("支部弃权")
    confirm_recused = _number("支部回避", required=False)
    posted_on = _day("公示日期", "公示时间", "公示开始日期")
    seated_on = _day("上岗日期", "上岗时间", "任岗日期")
    basis = Column("依据", clean=up_to(200), names=("文件依据", "文号"), width=24)
    two_groups = Column("兼任组长理由", clean=up_to(200), names=("兼任理由",), width=24)

    @classmethod
    def headings_out(cls) -> list[Heading]:
        """The columns of the empty form."""
        return [Heading(c.column_name, c.width, c.choices, c.hidden, c.required) for c in cls.fields.values()]


def write_form(target: BinaryIO) -> None:
    """The empty form with its guide."""
    write_xlsx(target, TITLE, PlacementSheet.headings_out(), [], GUIDE)
