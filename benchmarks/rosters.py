"""Rosters of any length: people who are nobody, over all branches of the town, no two alike."""

import datetime as dt
import io
from typing import Any

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈吕苏卢"
GIVEN = "国建志永福德庆长文玉春海树占宝金立广学明成连振凤世会友桂俊景瑞忠平军勇刚辉宇浩伟鹏"
TRADES = ("木工", "电工", "瓦工", "养殖", "果树", "会计", "音乐", "书法", "驾驶", "医护", "种植", "调解")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FIRST_DAY = dt.date(1940, 1, 1)


def people(number: int, branches: list[Any], *, full: bool = False) -> list[dict[str, str]]:
    """Rows by the keys of the roster's columns; `full`: with citizens' numbers, and what hangs on a record beside it."""
    found = []
    for n in range(number):
        born = FIRST_DAY + dt.timedelta(days=n * 37 % 20_000)
        name = SURNAMES[n % 40] + GIVEN[n // 40 % 41] + GIVEN[n // 1640 % 41]
        found.append(
            {
                "name": name,
                "sex": "female" if n % 3 == 0 else "male",
                "nation": "汉族",
                "born": born.isoformat(),
                "education": "高中",
                "category": "formal",
                "branch": branches[n % len(branches)].name,
                "joined": f"{born.year + 25}-07",
                "confirmed": f"{born.year + 26}-07",
                "job": "务农",
                "phone": f"199{n:08}",
            }
        )
        if full:
            found[-1] |= {
                "specialities": f"{TRADES[n % 7]}、{TRADES[n % 5 + 7]}" if n % 2 else "",
                "office": "支委" if n % 20 == 0 else "",
                "number": _number(n, born, is_female=n % 3 == 0),
            }
    return found


def _number(n: int, born: dt.date, is_female: bool) -> str:
    """Of a region that is issued to nobody; the order of those born on one day says the sex."""
    digits = f"130200{born:%Y%m%d}{n // 20_000 * 2 + (not is_female):03}"
    return digits + "10X98765432"[sum(int(d) * weight for d, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def sheet(rows: list[dict[str, str]], *, as_csv: bool = False) -> bytes:
    """The rows as a file that a village might send."""
    from members.resources import RosterResource
    from members.roster import WORDS
    from tools.exchange import sheets

    columns = [(key, column) for key, column in RosterResource().columns_out() if key in rows[0]]
    headings = [sheets.Heading(column.column_name) for _key, column in columns]
    lines = [[WORDS.get(key, {}).get(row[key], row[key]) for key, _column in columns] for row in rows]
    out = io.BytesIO()
    if as_csv:
        sheets.write_csv(out, headings, lines)
    else:
        sheets.write_xlsx(out, "党员花名册", headings, lines)
    return out.getvalue()
