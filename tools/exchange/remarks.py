"""Rows of a table that are no records: totals, remarks, signatures, the title again on the next page."""

import re
from typing import Any

from tools.exchange.cells import text

NUMBER = "[0-9一二三四五六七八九十百千]+"
TOTAL = r"(?:合\s*计|总\s*计|小\s*计|共\s*计|本页计|累\s*计)"
TOTALS = re.compile(rf"{TOTAL}(?:$|[\s:(]|{NUMBER})|(?:以上|总|共|合)+计?\s*{NUMBER}\s*[人名]")
REMARKS = re.compile(
    r"(?:备\s*注|填表说明|填报说明|填写说明|说\s*明|注|注意|注意事项|填表人|填报人|制表人|审核人|负责人|单位负责人|联系人|填报单位|填报日期"
    r"|填表日期|制表日期|日期|单位\(盖章\)|\(?盖章\)?|书记签字|支部书记\(?签字\)?|签字)(?:$|\s*:|\s|说明)"
    r"|[12][0-9]{3}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日$"
)
NO_NAME = re.compile(
    rf".*:|.*{TOTAL}(?:$|[\s(]|[0-9])|.*[0-9]+\s*[人名]|.*(?:总数|签字|签名|盖章|花名册|名册|登记表|统计表|一览表)|.{{2,}}(?:党员|名单)$|.*\(续[表页]?\)$"
    r"|[\W_]*(?:以下空白|以下无正文)|第\s*[0-9]+\s*页|[0-9]+\s*[、.]\s*[^0-9\s]{4,}|[*※](?!\*).{4,}|[^·a-z]{6,}[,;。]",
)
"""How the first word of a row begins where it can be nobody's name; believed only of a row that holds hardly more."""
FEW = 4
"""So many cells hold a remark; a record has more."""
SMALL = re.compile(r"[0-9]{1,3}\s*[人名个]?")


def is_no_record(values: list[Any]) -> bool:
    """Whether a row is a total or a remark under the table, or the numbers of its columns."""
    filled = [value for value in values if value not in ("", None)]
    words = [word for word in map(text, filled[:3]) if word][:2]
    if not words:
        return not any(map(text, filled))
    if any(map(TOTALS.match, words)):
        return True
    if len(filled) <= FEW:
        is_counted = len(filled) == 2 and not words[0][0].isdigit() and bool(SMALL.fullmatch(words[-1]))
        return is_counted or bool(REMARKS.match(words[0]) or NO_NAME.match(words[0]))
    if ":" in words[0]:
        return sum(":" in text(value) for value in filled) > 1
    return words[0] == "1" and _are_numbers(filled)


def _are_numbers(filled: list[Any]) -> bool:
    """1, 2, 3 and so on under the headings."""
    return [text(value) for value in filled] == [str(number) for number in range(1, len(filled) + 1)]
