"""Invented names. The seed decides them; none is meant to be anybody's."""

import random
import re

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
COMMON = "王李张刘陈杨赵" * 3
TWO_READINGS = "单解曾翟仇盖查区"
"""Surnames read otherwise than the same character elsewhere: searches have to find them by both."""
RARE = "堃喆祎珺𬭎"
"""Characters that a font, a database or a printer may not have."""
MALE = "国建志永福德庆长文玉春海树占宝金立广学明成永连振凤世会友桂俊景瑞忠平军勇刚辉宇浩伟鹏涛强斌"
FEMALE = "桂秀玉淑凤兰英素春艳丽红敏芳霞静娟燕雪莹佳慧瑶颖琳晶华云月梅"
LAST = {
    "male": "国山海林江华平生武忠义发财春来旺友民田喜祥和军东辉宇杰伟涛勇明亮",
    "female": "兰英珍芝荣华琴云霞芬香敏娟玲红艳梅静洁莉萍丽雪颖涵琪",
}
WELL_KNOWN = re.findall(
    r"\w+",
    "李强 王毅 李鹏 李刚 王军 张军 李希 王宁 刘伟 王强 李斌 李勇 王勇 张伟 王伟 李伟 陈红 杨洁 马云 刘国中 王文涛 李国英 张国清",
)
"""Combinations that people would take for somebody they have heard of, or that half a county is called."""


class Namer:
    """Gives every person of one branch a name; two are called the same only where that is wanted."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.taken: set[str] = set()

    def name(self, sex: str) -> str:
        """A name that nobody in the branch has."""
        while True:
            found = self._invent(sex)
            if found not in self.taken and found not in WELL_KNOWN:
                self.taken.add(found)
                return found

    def _invent(self, sex: str) -> str:
        rng = self.rng
        surname = rng.choice(TWO_READINGS) if rng.random() < 0.06 else rng.choice(SURNAMES + COMMON)
        first, last = rng.choice(MALE if sex == "male" else FEMALE), rng.choice(LAST[sex])
        if rng.random() < 0.006:
            last = rng.choice(RARE)
        elif first == last or rng.random() < 0.12:
            return surname + last
        return surname + first + last
