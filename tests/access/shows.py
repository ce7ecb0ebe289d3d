"""What of his own stands on a page that somebody may open: without it an empty page would pass for a safe one."""

from members.telephones import masked
from tests.access.addresses import ADDRESSES
from tests.access.people import EVERYBODY, LIKE, Things
from tests.access.stage import EXEMPT, SIGNS, TEXT

MARKS = {
    "members:member_detail": lambda t: t.member.job,
    "meetings:meeting_list": lambda t: t.meeting.get_absolute_url(),
    "meetings:meeting_detail": lambda t: t.meeting.place,
    "meetings:meeting_edit": lambda t: t.meeting.place,
    "notices:notice_detail": lambda t: t.notice.title,
    "notices:notice_edit": lambda t: t.draft_notice.title,
    "notices:objection_detail": lambda t: TEXT,
    "groups:application_detail": lambda t: t.application.statement,
    "groups:application_edit": lambda t: t.draft.statement,
    "groups:post_edit": lambda t: t.post.name,
    "groups:scheme": lambda t: t.post.name,
    "board:plan": lambda t: t.promises.plan.title,
    "board:pledges": lambda t: t.promises.item.content,
    "plans:plan_detail": lambda t: t.promises.goal.content,
    "plans:plan_edit": lambda t: t.promises.draft_plan.title,
    "pledges:pledge_detail": lambda t: t.promises.item.content,
    "pledges:pledge_edit": lambda t: t.promises.draft_pledge.items.first().content,
    "pledges:pledge_print": lambda t: t.promises.draft_pledge.items.first().content,
    "pledges:letter_detail": lambda t: t.promises.letter.duties,
    "pledges:letter_print": lambda t: t.promises.letter.duties,
    "pledges:letters_print": lambda t: t.promises.letter.duties,
    "members:batch_detail": lambda t: "已经来的",
    "members:roster_preview": lambda t: "新来的",
}
"""Of pages about one thing; on every other page stands some sign of the village, for the whole town of both."""
LEADERS, MEMBERS = ("leader-a", "leader-b"), ("member-a", "member-b")
SENT_NOTHING = ("liaison-a", "clerk-a", "clerk-b")
BLANK: dict[str, tuple[str, ...]] = {
    "board:figures": EVERYBODY,  # Counts.
    "desk:help": EVERYBODY,  # The same words for everybody.
    "board:notice_pdf": EVERYBODY,  # Not printed here, nor are the next seven.
    "notices:notice_pdf": EVERYBODY,
    "notices:poster_pdf": EVERYBODY,
    "board:village_print_pdf": EVERYBODY,
    "board:village_qr_pdf": EVERYBODY,
    "board:village_cards_pdf": EVERYBODY,
    "board:qr_picture": EVERYBODY,  # A picture.
    "board:card_pdf": EVERYBODY,
    "notices:calendar": EVERYBODY,  # Days.
    "desk:record_list": EVERYBODY,  # Its first page: posts and meetings by number; test_record.py reads on.
    "desk:search": EVERYBODY,  # Nothing was asked; test_sheets.py asks.
    "groups:catalogue": tuple(person for person in EVERYBODY if person != "township"),  # The town's, without villages.
    "papers:find": (
        *LEADERS,
        *MEMBERS,
        "maintainer",
        "viewer",
    ),  # A box for a number; those who enter have their villages.
    "members:unused_slips": EVERYBODY,  # Everybody of these has signed in.
    "papers:sheet_pdf": EVERYBODY,  # Not printed here.
    "papers:scan": EVERYBODY,  # A picture.
    "members:account_new": EVERYBODY,  # An empty form.
    "members:template_list": EVERYBODY,  # The town's own, without villages; so are the next four.
    "members:template_detail": EVERYBODY,
    "members:template_version": EVERYBODY,
    "members:template_file": EVERYBODY,
    "members:template_sample": EVERYBODY,
    "notices:notice_docx": EVERYBODY,  # A Word file: test_notice_docx.py reads it.
    "members:batch_list": SENT_NOTHING,
    "members:roster_import": (*SENT_NOTHING, "township"),
    "members:roster_report": EVERYBODY,  # A sheet, as the next one: test_sheets.py reads them.
    "members:roster_export": EVERYBODY,
    "members:transfer_list": (*LEADERS, *MEMBERS),
    "meetings:meeting_list": (*LEADERS, *MEMBERS),
    "notices:notice_list": (*LEADERS, *MEMBERS),
    "groups:application_list": LEADERS,
    "pledges:pledge_list": LEADERS,  # Their group's, called by its zone.
    "pledges:pledge_docx": EVERYBODY,  # Word files, and PDFs that are not printed here.
    "pledges:letter_docx": EVERYBODY,
    "pledges:letters_docx": EVERYBODY,
    "pledges:pledge_pdf": EVERYBODY,
    "pledges:letter_pdf": EVERYBODY,
    "pledges:letters_pdf": EVERYBODY,
}
"""Pages on which nothing of one's own stands, and for whom."""
NOBODY = ("ended", *LIKE)


def shown(name: str, person: str, thing: Things) -> list[tuple[str, ...]]:
    """What has to stand on the page: of every group of words one."""
    own_pages = name.split(":")[0] in ("accounts", "upkeep", "admin_sign_in") or name.endswith("_export")
    if own_pages or person in BLANK.get(name, ()) or (person in NOBODY and not name.startswith("board:")):
        return []
    if name == "members:member_detail" and person != "viewer":
        phone = thing.member.phone if person.startswith("member") else masked(thing.member.phone)
        return [(thing.member.job,), (EXEMPT,), (phone,)]
    if name in MARKS:
        return [(MARKS[name](thing),)]
    if person[-2:] in ("-a", "-b"):
        return [SIGNS[person[-1]]]
    return [SIGNS["a"]] if ADDRESSES[name].__code__.co_names else [*SIGNS.values()]
