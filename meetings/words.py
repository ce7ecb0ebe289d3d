"""A tally and its rule put into words: what the secretary reads when a vote does not count."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from meetings import quorum
from tools.workflow.errors import Refused


def votes_of(meeting: Any, data: Mapping[str, Any]) -> quorum.Votes:
    """The tally on one thing. Who was recused left the room: where the votes add up without him, he is not counted as present."""
    cast = data["in_favour"] + data["against"] + data["abstained"]
    recused = data.get("recused") or 0
    present = meeting.present - recused if recused and cast == meeting.present - recused else meeting.present
    return quorum.Votes(meeting.entitled, present, data["in_favour"], data["against"], data["abstained"])


def votes_counted(meeting: Any, data: Mapping[str, Any], rule: quorum.Rule, *, passed: bool) -> quorum.Votes:
    """The sound tally; raises `Refused` with the arithmetic where the sum is wrong or the result is not as asked by `rule`."""
    votes = votes_of(meeting, data)
    wrong = quorum.unsound(votes)
    if wrong:
        raise Refused(" ".join(sentence(finding, votes) for finding in wrong))
    short = quorum.shortfalls(rule, votes)
    if passed and short:
        raise Refused(" ".join(sentence(finding, votes) for finding in short))
    if not passed and not short:
        raise Refused(
            _(
                "By these numbers the vote passed (%(favour)s of %(present)s present in favour). Record it as passed instead."
            )
            % {"favour": votes.in_favour, "present": votes.present}
        )
    if not passed and not quorum.quorate(rule, votes):
        raise Refused(" ".join(sentence(finding, votes) for finding in short if finding.code == "too_few_present"))
    return votes


def requirements(meeting: Any) -> list[str]:
    """What it takes in this meeting, in numbers of people; last, whether too few came for any vote to count."""
    rule = meeting.rule()
    needed = quorum.least(rule.present, meeting.entitled, rule.present_strict)
    base = meeting.entitled if rule.favour_of_entitled else meeting.present
    favour = quorum.least(rule.favour, base, True)
    numbers = {"entitled": meeting.entitled, "present": meeting.present, "needed": needed, "favour": favour}
    said = [
        _("%(entitled)s entitled: the meeting counts when at least %(needed)s are present; %(present)s were.") % numbers
    ]
    if rule.favour_of_entitled:
        said.append(
            _("A vote passes with at least %(favour)s in favour, counted by the %(entitled)s entitled.") % numbers
        )
    else:
        said.append(
            _("A vote passes with at least %(favour)s in favour, counted by the %(present)s present.") % numbers
        )
    if meeting.present < needed:
        said.append(_("%(lack)s too few came: no vote of this meeting counts.") % {"lack": needed - meeting.present})
    return said


def sentence(finding: quorum.Finding, votes: quorum.Votes) -> str:
    """One finding as the township office says it, with its numbers."""
    numbers = {
        "have": finding.have, "need": finding.need, "lack": finding.need - finding.have, "entitled": votes.entitled,
        "present": votes.present, "favour": votes.in_favour, "against": votes.against, "abstained": votes.abstained,
    }  # fmt: skip
    sentences = {
        "negative": _("A number of people cannot be below zero."),
        "nobody_entitled": _("Nobody is entitled to vote in this meeting."),
        "more_present_than_entitled": _("%(present)s present, but only %(entitled)s entitled."),
        "sum_is_not_present": _(
            "%(favour)s in favour + %(against)s against + %(abstained)s abstained = %(have)s, "
            "but %(need)s were present. Check the tally sheet."
        ),
        "too_few_present": _(
            "%(entitled)s entitled: at least %(need)s must be present; %(have)s came, %(lack)s too few. The vote does not count."
        ),
        "too_few_in_favour": _(
            "At least %(need)s must be in favour; %(have)s were, %(lack)s too few. The vote did not pass."
        ),
    }
    return sentences[finding.code] % numbers
