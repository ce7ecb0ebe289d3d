"""Who gets what at every address of the product outside the admin, about a thing of village A. Written by hand, read by eye.

200 his page · 302 done, or sent to sign in or to choose a password · 403 seen, but not his to do · 404 not there, which looks
the same as not seen · 405 not by this method · 409 stale · 422 the form asks for what is missing (everything was sent empty).
A line that is missing here is 405 to whoever is signed in. Nobody else's village changes anything: about a thing of village B
the rows of A's and B's people change places, and the liaison, who has A alone, counts as B's people do here.
"""

TABLE = """
                                               A   A   A   A   A   B   B   B   B
                               str mai tow vie lia sec clk lea mem sec clk lea mem dis 1st end
admin_sign_in             GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
admin_sign_in             POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
accounts:login            GET  200 302 302 302 302 302 302 302 302 302 302 302 302 200 302 302
accounts:login            POST 200 302 302 302 302 302 302 302 302 302 302 302 302 200 302 302
accounts:logout           GET  302 405 405 405 405 405 405 405 405 405 405 405 405 302 405 405
accounts:logout           POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
accounts:language         POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
accounts:password_change  GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 200 200
accounts:password_change  POST 302 422 422 422 422 422 422 422 422 422 422 422 422 302 422 422
upkeep:live               GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
upkeep:ready              GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:home                GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:figures             GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:village             GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:group               GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:notice              GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:notice_pdf          GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:notice_print        GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:objection_new       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
board:objection_new       POST 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
desk:home                 GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
desk:search               GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
desk:record_list          GET  302 200 200 403 403 403 403 403 403 403 403 403 403 302 302 403
members:member_list       GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
members:member_export     GET  302 200 200 200 200 200 200 403 403 200 200 403 403 302 302 403
members:member_export     POST 302 422 422 422 422 422 422 403 403 422 422 403 403 302 302 403
members:member_detail     GET  302 200 200 200 200 200 200 404 200 404 404 404 404 302 302 404
members:roster_import     GET  302 403 200 403 200 200 200 403 403 200 200 403 403 302 302 403
members:roster_import     POST 302 403 422 403 422 422 422 403 403 422 422 403 403 302 302 403
members:roster_export     GET  302 200 200 200 200 200 200 403 403 200 200 403 403 302 302 403
members:roster_preview    GET  302 403 404 403 404 200 404 403 403 404 404 403 403 302 302 403
members:roster_preview    POST 302 403 404 403 404 409 404 403 403 404 404 403 403 302 302 403
members:roster_report     GET  302 403 404 403 404 200 404 403 403 404 404 403 403 302 302 403
members:batch_list        GET  302 403 200 403 200 200 200 403 403 200 200 403 403 302 302 403
members:batch_detail      GET  302 403 200 403 404 200 404 403 403 404 404 403 403 302 302 403
members:batch_undo        POST 302 403 302 403 404 302 404 403 403 404 404 403 403 302 302 403
members:mandate_list      GET  302 200 200 403 403 403 403 403 403 403 403 403 403 302 302 403
members:mandate_new       GET  302 403 200 403 403 403 403 403 403 403 403 403 403 302 302 403
members:mandate_new       POST 302 403 422 403 403 403 403 403 403 403 403 403 403 302 302 403
members:mandate_take      POST 302 403 302 404 404 404 403 404 404 404 404 404 404 302 302 404
members:handover          GET  302 403 200 403 403 403 403 403 403 404 404 404 404 302 302 404
members:handover          POST 302 403 422 403 403 403 403 403 403 404 404 404 404 302 302 404
members:term_change       GET  302 403 200 403 403 403 403 403 403 403 403 403 403 302 302 403
members:term_change       POST 302 403 422 403 403 403 403 403 403 403 403 403 403 302 302 403
members:village_slips     GET  302 403 200 403 403 403 403 403 403 404 404 404 404 302 302 404
members:village_slips     POST 302 403 422 403 403 403 403 403 403 404 404 404 404 302 302 404
members:account_new       GET  302 403 200 403 403 403 403 403 403 403 403 403 403 302 302 403
members:account_new       POST 302 403 422 403 403 403 403 403 403 403 403 403 403 302 302 403
members:account_reset     POST 302 403 200 403 403 403 403 403 403 403 403 403 403 302 302 403
meetings:meeting_list     GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
meetings:meeting_export   GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
meetings:meeting_export   POST 302 422 422 422 422 422 422 422 422 422 422 422 422 302 302 422
meetings:meeting_new      GET  302 403 200 403 200 200 200 403 403 200 200 403 403 302 302 403
meetings:meeting_new      POST 302 403 200 403 422 422 422 403 403 422 422 403 403 302 302 403
meetings:meeting_detail   GET  302 200 200 200 200 200 200 404 404 404 404 404 404 302 302 404
meetings:meeting_edit     GET  302 403 200 403 200 200 200 404 404 404 404 404 404 302 302 404
meetings:meeting_edit     POST 302 403 422 403 422 422 422 404 404 404 404 404 404 302 302 404
notices:notice_list       GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
notices:notice_export     GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
notices:notice_export     POST 302 422 422 422 422 422 422 422 422 422 422 422 422 302 302 422
notices:notice_detail     GET  302 200 200 200 200 200 200 404 404 404 404 404 404 302 302 404
notices:notice_edit       GET  302 403 200 403 200 200 200 404 404 404 404 404 404 302 302 404
notices:notice_edit       POST 302 403 422 403 422 422 422 404 404 404 404 404 404 302 302 404
notices:notice_print      GET  302 200 200 200 200 200 200 404 404 404 404 404 404 302 302 404
notices:objection_list    GET  302 200 200 403 403 403 403 403 403 403 403 403 403 302 302 403
notices:objection_detail  GET  302 200 200 404 404 404 404 404 404 404 404 404 404 302 302 404
notices:objection_typed   GET  302 403 200 403 403 403 403 404 404 404 404 404 404 302 302 404
notices:objection_typed   POST 302 403 422 403 403 403 403 404 404 404 404 404 404 302 302 404
groups:group_list         GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
groups:group_export       GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
groups:group_export       POST 302 422 422 422 422 422 422 422 422 422 422 422 422 302 302 422
groups:application_list   GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
groups:application_export GET  302 200 200 200 200 200 200 200 200 200 200 200 200 302 302 200
groups:application_export POST 302 422 422 422 422 422 422 422 422 422 422 422 422 302 302 422
groups:application_new    GET  302 403 200 403 200 200 200 200 200 200 200 200 200 302 302 403
groups:application_new    POST 302 403 200 403 422 422 422 422 422 422 422 422 422 302 302 403
groups:application_detail GET  302 200 200 200 200 200 200 404 200 404 404 404 404 302 302 404
groups:application_edit   GET  302 403 200 403 200 200 200 404 200 404 404 404 404 302 302 404
groups:application_edit   POST 302 403 422 403 422 422 422 404 422 404 404 404 404 302 302 404
groups:catalogue          GET  302 200 200 200 200 200 200 403 403 200 200 403 403 302 302 403
groups:catalogue_copy     POST 302 403 422 403 403 403 403 403 403 403 403 403 403 302 302 403
groups:scheme             GET  302 200 200 200 200 200 200 200 200 404 404 404 404 302 302 404
groups:scheme_export      GET  302 200 200 200 200 200 200 200 200 404 404 404 404 302 302 404
groups:scheme_export      POST 302 422 422 422 422 422 422 422 422 404 404 404 404 302 302 404
groups:scheme_publish     POST 302 403 422 403 422 422 422 403 403 404 404 404 404 302 302 404
groups:post_new           GET  302 403 200 403 200 200 200 403 403 404 404 404 404 302 302 404
groups:post_new           POST 302 403 422 403 422 422 422 403 403 404 404 404 404 302 302 404
groups:post_edit          GET  302 403 200 403 200 200 200 403 403 404 404 404 404 302 302 404
groups:post_edit          POST 302 403 422 403 422 422 422 403 403 404 404 404 404 302 302 404
groups:notice_new         GET  302 403 200 403 200 200 200 403 403 404 404 404 404 302 302 404
groups:notice_new         POST 302 403 422 403 422 422 422 403 403 404 404 404 404 302 302 404
workflow:move             GET  302 403 200 403 200 200 200 404 403 404 404 404 404 302 302 404
workflow:move             POST 302 403 422 403 422 422 422 404 403 404 404 404 404 302 302 404
"""


def _rows() -> dict[tuple[str, str], list[int]]:
    """Address and method: the answers in the order of PEOPLE."""
    found = {}
    for line in TABLE.strip("\n").splitlines()[2:]:
        name, method, *codes = line.split()
        found[name, method] = [int(code) for code in codes]
    return found


TABLE_ROWS = _rows()
