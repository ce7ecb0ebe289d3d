"""Chinese: days as people write them. A date field of the browser understands the first form alone; the others are what people
type.
"""

MONTH_DAY_FORMAT = "n月j日"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
