"""How others head the columns of a roster, and the village that the name of a sheet tells."""

import re

from tools.exchange import cells

NAMES: dict[str, tuple[str, ...]] = {
    "name": ("党员姓名", "名字"),
    "born": ("出生年月", "生日", "出生年月日", "出生时间"),
    "education": ("文化程度", "学历学位", "受教育程度", "最高学历?"),
    "category": ("党员类别", "党员类型", "类别", "政治面貌?"),
    "branch": (
        "所在支部", "党支部", "支部", "村?", "所属党支部", "所属支部", "支部名称", "党支部名称", "所在党组织", "所属党组织",
        "所在党组织名称", "所属党组织名称", "党组织名称", "村名?",
    ),
    "joined": (
        "入党时间", "加入党组织日期", "加入党组织时间", "入党年月", "何时入党", "接收预备党员日期?", "接收预备党员时间?",
    ),
    "confirmed": ("转正时间", "转正年月", "转为正式党员日期", "转为正式党员时间", "正式转正日期", "何时转正"),
    "job": ("职业", "从事职业", "工作单位?", "工作单位及职务?"),
    "office": ("职务?", "党内职务名称", "村内职务?"),
    "specialities": ("技能", "专长", "特长爱好"),
    "phone": (
        "联系电话", "手机", "手机号", "电话?", "电话号码", "联系方式?", "移动电话", "本人电话?", "本人联系电话?",
    ),
    "presence": ("是否外出", "外出?", "是否流动党员?", "流动党员?", "是否在村?", "外出情况", "是否流动?"),
    "number": ("身份证号", "公民身份证号", "身份证号码", "身份证", "公民身份证号码", "身份号码"),
}  # fmt: skip
"""By the roster's columns; a question mark: only where no other heading says it better."""

BESIDE_VILLAGE = re.compile(
    r"\([^()]*\)|^[0-9]+\s*[.、\-_]\s*|(?:19|20)[0-9]{2}\s*年?度?|[0-9]+\s*[人名]?$"
    r"|党员|花名册|名册|名单|登记表|统计表|信息表|台账|信息|基本情况|汇总|最终版?|表$"
)
NO_VILLAGE = re.compile(r"(?:工作)?|.*(?:[镇乡县市]|街道)")


def branch_of_sheet(name: str) -> str:
    """What a sheet's name says of the branch: 南平庄, 南平庄村党支部, 2.南平庄村党员名册(最终); not Sheet1, not 党员花名册."""
    found = cells.text(name)
    while (bare := BESIDE_VILLAGE.sub("", found).strip(" -_.、")) != found:
        found = bare
    return "" if NO_VILLAGE.fullmatch(found) or not re.search(cells.IDEOGRAPH, found) else found
