"""Every named address of the product outside the admin, and how it is made for the things of a village."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

ADDRESSES = {
    "admin_sign_in": lambda t: (),
    "accounts:login": lambda t: (),
    "accounts:logout": lambda t: (),
    "accounts:language": lambda t: (),
    "accounts:password_change": lambda t: (),
    "upkeep:live": lambda t: (),
    "upkeep:ready": lambda t: (),
    "board:home": lambda t: (),
    "board:figures": lambda t: (),
    "board:village": lambda t: (t.where.village.code,),
    "board:group": lambda t: (t.where.village.code, "economy"),
    "board:notice": lambda t: (t.notice.uuid,),
    "board:notice_pdf": lambda t: (t.notice.uuid,),
    "board:notice_print": lambda t: (t.notice.uuid,),
    "board:objection_new": lambda t: (t.notice.uuid,),
    "desk:home": lambda t: (),
    "desk:search": lambda t: (),
    "desk:record_list": lambda t: (),
    "desk:member_file": lambda t: (t.member.pk,),
    "members:member_list": lambda t: (),
    "members:member_export": lambda t: (),
    "members:member_detail": lambda t: (t.member.pk,),
    "members:member_history": lambda t: (t.member.pk,),
    "members:member_leave": lambda t: (t.member.pk,),
    "members:member_return": lambda t: (t.member.pk,),
    "members:member_merge": lambda t: (t.member.pk,),
    "members:member_erase": lambda t: (t.member.pk,),
    "members:transfer_new": lambda t: (t.member.pk,),
    "members:transfer_list": lambda t: (),
    "members:transfer_detail": lambda t: (t.transfer.pk,),
    "members:roster_import": lambda t: (),
    "members:roster_export": lambda t: (),
    "members:roster_preview": lambda t: (t.batch.pk,),
    "members:batch_list": lambda t: (),
    "members:batch_detail": lambda t: (t.taken_batch.pk,),
    "members:batch_undo": lambda t: (t.taken_batch.pk,),
    "members:roster_report": lambda t: (t.batch.pk,),
    "members:mandate_list": lambda t: (),
    "members:mandate_new": lambda t: (),
    "members:mandate_take": lambda t: (t.mandate.pk,),
    "members:handover": lambda t: (t.where.village.code,),
    "members:term_change": lambda t: (),
    "members:village_slips": lambda t: (t.where.village.code,),
    "members:account_new": lambda t: (),
    "members:account_reset": lambda t: (t.account.pk,),
    "meetings:meeting_list": lambda t: (),
    "meetings:meeting_export": lambda t: (),
    "meetings:meeting_new": lambda t: (),
    "meetings:meeting_detail": lambda t: (t.meeting.pk,),
    "meetings:meeting_edit": lambda t: (t.meeting.pk,),
    "notices:notice_list": lambda t: (),
    "notices:notice_export": lambda t: (),
    "notices:notice_detail": lambda t: (t.notice.pk,),
    "notices:notice_edit": lambda t: (t.draft_notice.pk,),
    "notices:notice_print": lambda t: (t.notice.pk,),
    "notices:objection_list": lambda t: (),
    "notices:objection_detail": lambda t: (t.objection.pk,),
    "notices:objection_typed": lambda t: (t.notice.pk,),
    "groups:group_list": lambda t: (),
    "groups:group_export": lambda t: (),
    "groups:holder_export": lambda t: (),
    "groups:application_list": lambda t: (),
    "groups:application_export": lambda t: (),
    "groups:application_new": lambda t: (),
    "groups:application_detail": lambda t: (t.application.pk,),
    "groups:application_edit": lambda t: (t.draft.pk,),
    "groups:catalogue": lambda t: (),
    "groups:catalogue_copy": lambda t: (),
    "groups:scheme": lambda t: (t.where.village.code,),
    "groups:scheme_export": lambda t: (t.where.village.code,),
    "groups:scheme_publish": lambda t: (t.where.village.code,),
    "groups:post_new": lambda t: (t.where.village.code,),
    "groups:post_edit": lambda t: (t.post.pk,),
    "groups:notice_new": lambda t: (t.where.village.code,),
    "workflow:move": lambda t: ("groups.application", t.application.pk, "nominate"),
}


def addresses(resolver: URLResolver | None = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the resolver but the admin's own, whose names Django makes; one without a name is an error."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from addresses(entry, (*names, entry.namespace) if entry.namespace else names)
        else:
            yield ":".join((*names, entry.name or f"without a name: {entry.pattern}")), entry
