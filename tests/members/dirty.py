"""Rosters as offices, typists and programs produce them, each of its own kind of dirt: `ROSTERS[name] = (file name, bytes)`."""

import datetime as dt
import io

from openpyxl import Workbook
from openpyxl.styles import Font

H = ["姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党日期"]
A = ["张三", "男", "1957-03-04", "正式党员", "吴庄子村党支部", "1985-07-01"]
B = ["李四", "女", "1968-05-06", "正式党员", "吴庄子村党支部", "1990-07-01"]


def text(*lines, sep=",", end="\r\n", encoding="utf-8-sig"):
    return (end.join(sep.join(map(str, line)) for line in lines) + end).encode(encoding)


def book(*lines, touch=None, title="党员"):
    made = Workbook()
    made.active.title = title
    for line in lines:
        made.active.append(list(line))
    if touch:
        touch(made, made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def but(row, **cells):
    """A row with other cells, by the position of the heading (c0, c1 ..)."""
    found = list(row)
    for key, value in cells.items():
        found[int(key[1:])] = value
    return found


def sheets(**named):
    made = Workbook()
    made.remove(made.active)
    for name, lines in named.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def merged(ref, *more):
    def touch(_book, sheet):
        sheet.merge_cells(ref)
        for one in more:
            sheet.merge_cells(one)

    return touch


HEADINGS = {
    "full-width headings and spaces": [
        "姓　名",
        "性　别",
        "出 生 日 期",
        "人 员 类 别",
        "所 在 党 支 部",
        "入 党 日 期",
    ],
    "headings with a newline in them": ["姓名", "性\n别", "出生\n日期", "人员\n类别", "所在\n党支部", "入党\n日期"],
    "headings with units and hints": [
        "姓名（必填）",
        "性别（男/女）",
        "出生日期（年月日）",
        "人员类别[正式/预备]",
        "所在党支部：",
        "入党日期*",
    ],
    "a number before each heading": ["1.姓名", "2.性别", "3.出生日期", "4.人员类别", "5.所在党支部", "6.入党日期"],
    "a Chinese number before each heading": [
        "一、姓名",
        "二、性别",
        "三、出生日期",
        "四、人员类别",
        "五、所在党支部",
        "六、入党日期",
    ],
}
"""The same two people under headings as they are written elsewhere."""
ROSTERS = {name: ("a.xlsx", book(headings, A, B)) for name, headings in HEADINGS.items()} | {
    # typists
    "the sex as letters": ("a.xlsx", book(H, but(A, c1="M"), but(B, c1="F"))),
    "the sex as numbers of the national standard": ("a.xlsx", book(H, but(A, c1=1), but(B, c1=2))),
    "the sex with its number": ("a.xlsx", book(H, but(A, c1="1-男"), but(B, c1="2.女"))),
    "the category with its number": ("a.xlsx", book(H, but(A, c3="01 正式党员"), but(B, c3="1.正式党员"))),
    "the category in one letter": ("a.xlsx", book(H, but(A, c3="正"), but(B, c3="预"))),
    "ditto marks": ("a.xlsx", book(H, A, but(B, c3="〃", c4="〃"))),
    "ditto in words": ("a.xlsx", book(H, A, but(B, c4="同上"))),
    "ditto as a quotation mark": ("a.xlsx", book(H, A, but(B, c4='"'))),
    "the branch only in the first row": ("a.xlsx", book(H, A, but(B, c4=None))),
    "dates with a dot at the end": ("a.xlsx", book(H, but(A, c2="1957.3.", c5="1985.7."))),
    "dates with 年 月 and blanks": ("a.xlsx", book(H, but(A, c2="1957 年 3 月", c5="1985年07月01日"))),
    "dates with words of Chinese numbers": ("a.xlsx", book(H, but(A, c2="一九五七年三月", c5="一九八五年七月"))),
    "dates with zeros as letters": ("a.xlsx", book(H, but(A, c2="1957.O3", c5="l985.07"))),
    "dates and a remark": ("a.xlsx", book(H, but(A, c2="1957.03（农历）"))),
    "dates of the lunar calendar": ("a.xlsx", book(H, but(A, c2="1957年三月初四"))),
    "dates as a day and a time": ("a.xlsx", book(H, but(A, c2="1957/3/4 0:00:00", c5="1985-07-01T00:00:00.000+08:00"))),
    "dates by an English program": ("a.xlsx", book(H, but(A, c2="Mar-57", c5="01-Jul-85"))),
    "dates in English words": ("a.xlsx", book(H, but(A, c2="4 March 1957", c5="July 1, 1985"))),
    "dates in milliseconds": ("a.xlsx", book(H, but(A, c2=-404899200000, c5=489024000000))),
    "a date behind an age": ("a.xlsx", book(H, but(A, c2="1957.03/69岁"))),
    "a 三十 in the date": ("a.xlsx", book(H, but(A, c2="1957.02.30"))),
    "a birth of the year 1899": ("a.xlsx", book(H, but(A, c2=dt.datetime(1899, 12, 31)))),
    "a name with its old name": ("a.xlsx", book(H, but(A, c0="张三（曾用名张叁）"))),
    "a name with a number": ("a.xlsx", book(H, but(A, c0="张三1"))),
    "a name with a star": ("a.xlsx", book(H, but(A, c0="*张三"))),
    "a name with its title": ("a.xlsx", book(H, but(A, c0="张三同志"))),
    "a name of somebody who died": ("a.xlsx", book(H, but(A, c0="张三（已故）"), B)),
    "a name with a soft hyphen": ("a.xlsx", book(H, but(A, c0="张\u00ad三"))),
    "a name of the Uighurs with several dots": ("a.xlsx", book(H, but(A, c0="阿卜杜拉.买买提·艾力"))),
    "a name of rare characters": ("a.xlsx", book(H, but(A, c0="王𬭎𠮷"))),
    "a name of private characters": ("a.xlsx", book(H, but(A, c0="王\ue863"))),
    "a name in pinyin": ("a.xlsx", book(H, but(A, c0="ZHANG SAN"))),
    # programs
    "a phone app's CSV": ("名册.csv", text(["序号", *H], ["1", *A], ["2", *B], end="\n", encoding="utf-8")),
    "every cell quoted": ("a.csv", text([f'"{c}"' for c in H], [f'"{c}"' for c in A], [f'"{c}"' for c in B])),
    "cells as formulas of text": ("a.csv", text([f'="{c}"' for c in H], [f'"=""{c}"""' for c in A])),
    "a tab behind every cell": ("a.csv", text([f"{c}\t" for c in H], [f"{c}\t" for c in A], encoding="gb18030")),
    "separated by vertical bars": ("a.txt", text(H, A, B, sep="|", encoding="gb18030")),
    "a line that names its separator": ("a.csv", b"sep=;\r\n" + text(H, A, B, sep=";", encoding="utf-8")),
    "old Macintosh lines": ("a.csv", text(H, A, B, end="\r")),
    "lines ended doubly": ("a.csv", text(H, A, B, end="\r\r\n")),
    "an address with commas that nobody quoted": ("a.csv", text([*H, "家庭住址"], [*A, "吴庄子村,三组,12号"])),
    "fewer cells than headings": ("a.csv", text(H, A[:5], B)),
    "two marks at the beginning": ("a.csv", b"\xef\xbb\xbf" + text(H, A, B)),
    "the remark on top in many cells": (
        "a.xlsx",
        book(
            ["填表说明：1.出生日期按身份证；2.人员类别填正式、预备", *[None] * 5],
            ["填报单位：吴庄子村", None, None, "填报日期：", dt.datetime(2026, 3, 2), None],
            H,
            A,
            B,
        ),
    ),
    "two tables beside each other": ("a.xlsx", book([*H, None, *H], [*A, None, *B])),
    "the same table again below": ("a.xlsx", book(["吴庄子村党员花名册"], H, A, [], ["吴庄子村预备党员"], H, B)),
    "the table lies on its side": ("a.xlsx", book(*[list(line) for line in zip(H, A, B, strict=True)])),
    "a person on two rows": (
        "a.xlsx",
        book(
            [*H, "家庭成员"],
            [*A, "妻：王氏"],
            [None, None, None, None, None, None, "子：张四"],
            touch=merged("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3"),
        ),
    ),
    "groups by a row for each village": (
        "a.xlsx",
        book(
            ["姓名", "性别", "出生日期", "人员类别", "入党日期"],
            ["吴庄子村党支部"],
            [A[0], *A[1:4], A[5]],
            ["南平庄村党支部"],
            [B[0], *B[1:4], B[5]],
        ),
    ),
    "a subtotal after each village": ("a.xlsx", book(H, A, ["小计", None, "1人"], B, ["小计：1人"], ["总计", "2"])),
    "filled by formulas": ("a.xlsx", book(H, but(A, c2="=DATE(1957,3,4)"))),
    "deleted people struck out": (
        "a.xlsx",
        book(H, A, B, touch=lambda _b, s: [setattr(c, "font", Font(strike=True)) for c in s[3]]),
    ),
    "a sheet per year": ("a.xlsx", sheets(**{"2024年": [H, A], "2025年": [H, A], "2026年": [H, A, B]})),
    "a second sheet of members who died": ("a.xlsx", sheets(**{"吴庄子": [H, A], "去世党员": [H, B]})),
    "a second sheet of activists": (
        "a.xlsx",
        sheets(
            **{
                "党员": [H, A],
                "入党积极分子": [
                    ["姓名", "性别", "出生日期", "申请入党时间"],
                    ["赵五", "男", "1999-01-01", "2025-01-01"],
                ],
            }
        ),
    ),
    "telephones in a sheet of their own": (
        "a.xlsx",
        sheets(**{"党员": [H, A], "联系电话": [["姓名", "手机号码"], ["张三", "13800000001"]]}),
    ),
    "a column that is both sex and age": (
        "a.xlsx",
        book(["姓名", "性别/年龄", "出生日期", "人员类别", "所在党支部", "入党日期"], but(A, c1="男/69")),
    ),
    "name and sex in one column": ("a.xlsx", book(["姓名(性别)", "性别", *H[2:]], but(A, c0="张三(男)"))),
    "booleans for the sex": ("a.xlsx", book(H, but(A, c1=True))),
    "a number of 15 digits in scientific shape": ("a.xlsx", book([*H, "身份证号"], [*A, "1.30225E+17"])),
    "a number with an apostrophe and blanks": ("a.xlsx", book([*H, "身份证号"], [*A, "'130225 19570304 001X"])),
    "a telephone as a number with decimals": ("a.xlsx", book([*H, "手机号码"], [*A, 13800000001.0], [*B, "1.38E+10"])),
    "a telephone with 86 and blanks": (
        "a.xlsx",
        book([*H, "手机号码"], [*A, "+86 138 0000 0001"], [*B, "138-0000-0002(微信同号)"]),
    ),
    "a masked column of the county": (
        "a.xlsx",
        book([*H, "身份证号", "手机号码"], [*A, "130225********0011", "138****0001"]),
    ),
    "join date and confirmation in one column": (
        "a.xlsx",
        book(["姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党（转正）时间"], but(A, c5="1985.07/1986.07")),
    ),
    "standing as a long phrase": (
        "a.xlsx",
        book(H, but(A, c3="中国共产党正式党员"), but(B, c3="中共预备党员（2026年转正）")),
    ),
    "a branch by its number": ("a.xlsx", book(H, but(A, c4="130284105211"), but(B, c4=130284105211))),
    "a branch with its secretary": ("a.xlsx", book(H, but(A, c4="吴庄子村党支部（书记：王五）"), B)),
    "a branch in traditional characters": (
        "a.xlsx",
        book(
            ["姓名", "性別", "出生日期", "人員類別", "所在黨支部", "入黨日期"],
            but(A, c3="正式黨員", c4="吳莊子村黨支部"),
        ),
    ),
    "headings in row nine under a letterhead": ("a.xlsx", book(*[[f"第{n}行"] for n in range(8)], H, A, B)),
    "hundreds of empty columns": ("a.xlsx", book([*H, *[None] * 80, "备注"], [*A, *[None] * 80, "老党员"])),
    "a total in front": ("a.xlsx", book(["合计", "2人"], H, A, B)),
    "no sheet name, one cell with spaces": (
        "a.xlsx",
        book(H, A, [" ", "　", None, None, None, None], B, ["\u3000\u3000"]),
    ),
}
