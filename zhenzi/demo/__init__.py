"""The demo township of Zhenzi: real villages, invented people, walked through the year by the domain's own verbs.

`build.py` names the stages; `timetable.py` says when what happens; `names.py` and `people.py` invent the people; `matching.py`
says who applies for what; `township.py`, `roster.py`, `procedure.py` and `late.py` do it. No state is ever inserted.
"""
