"""Who sees, adds, changes and deletes what in the admin. Written by hand.

T: township and maintainer see all of it · V: secretaries too, their own village's rows · a: the township · m: township and
maintainer (settings) · s: the township, and a secretary in his own village · -: nobody.
"""

KINDS = {
    #                        sees add change delete
    "accounts.user":         "T - a -",
    "exchange.batch":        "T - - -",
    "groups.application":    "V - - -",
    "groups.cycle":          "T a a -",
    "groups.group":          "V - s -",
    "groups.placement":      "V - - -",
    "groups.post":           "V - - -",
    "groups.posttemplate":   "T a a a",
    "groups.scheme":         "V - - -",
    "groups.zone":           "T - a -",
    "meetings.meeting":      "V - - -",
    "meetings.quorumrule":   "T - m -",
    "members.branch":        "T a a -",
    "members.mandate":       "T - - -",
    "members.member":        "V s s -",
    "members.office":        "V s s -",
    "members.speciality":    "T a a -",
    "members.township":      "T - m -",
    "members.transfer":      "V - - -",
    "members.village":       "V a s -",
    "notices.calendaryear":  "T m m -",
    "notices.holiday":       "T m m m",
    "notices.notice":        "V - - -",
    "notices.objection":     "T - - -",
    "papers.papertemplate": "T - - -",
    "papers.templateuse":   "T - - -",
    "plans.goal":            "V - - -",
    "plans.plan":            "V - - -",
    "pledges.pledge":        "V - - -",
    "pledges.pledgeitem":    "V - - -",
    "pledges.responsibilityletter": "V - - -",
}  # fmt: skip

SEES = {"T": {"township", "maintainer"}, "V": {"township", "maintainer", "secretary-a", "secretary-b"}}
WRITES = {
    "-": set(),
    "a": {"township"},
    "m": {"township", "maintainer"},
    "s": {"township", "secretary-a", "secretary-b"},
}
