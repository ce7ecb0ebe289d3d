"""Chinese: a date field of the browser understands the first form alone; the others are what people type."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
