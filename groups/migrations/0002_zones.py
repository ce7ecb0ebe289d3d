"""The five zones of responsibility with duties and task requirements to begin with; the town edits them."""

from django.db import migrations

ZONES = [
    (
        "economy",
        "经济",
        "带头发展生产、依法致富；向乡亲传技术、报行情、找销路；帮想干事的户迈出第一步。",
        "先把自家的产业干好、干正；有用工、行情和惠农消息及时贴到公开栏，话说准、来源说清；"
        "联系想发展的农户要人家愿意，不包办、不担保、不从中收钱。",
    ),
    (
        "environment",
        "环境",
        "看护村里的道路、沟渠、绿地和公共设施；宣传卫生习惯，带头清理房前屋后；发现脏乱和损坏及时报告。",
        "按划定的路段常走常看，能顺手清的当场清；公共设施损坏当天报党支部；汛期、防火期和秸秆禁烧期按值班表到岗；"
        "清的是垃圾和占道物，不登记、不公布是哪一户。",
    ),
    (
        "livelihood",
        "民生",
        "替老人、病人和出门在外的人跑腿代办；收集群众的意见和难处交到党支部，把答复带回来；牵头邻里互助。",
        "代办前把要带的材料、多长时间办好一次说清，办完回话；常去看看独居老人和留守家庭；"
        "不收礼、不代人签字，人家的家事和证件信息不外传。",
    ),
    (
        "culture",
        "文化",
        "组织文艺、读书和节日活动；把党的政策和村里的约定讲给大家听；倡导婚事新办、丧事简办、尊老爱幼。",
        "活动提前几天贴出时间地点，注意安全、不扰邻居休息；书屋按公布的时间开门；"
        "移风易俗先从自己家做起，只劝导，不点名、不记账。",
    ),
    (
        "harmony",
        "维稳",
        "邻里有矛盾早上门，听两边说、劝双方和；节日和夜间巡防；排查用电、用气、房屋和水边的隐患；宣传法律常识。",
        "调解全凭双方自愿，谈不拢的及时交党支部和镇司法所；巡防至少两人同行；隐患查到一处提醒一处，过后再去复查；"
        "只记自己做了什么工作，不建任何群众名册。",
    ),
]


def make_zones(apps, schema_editor):
    zone = apps.get_model("groups", "Zone")
    for position, (code, name, duties, requirements) in enumerate(ZONES, 1):
        zone.objects.get_or_create(
            code=code, defaults={"name": name, "position": position, "duties": duties, "requirements": requirements}
        )


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]
    operations = [migrations.RunPython(make_zones, migrations.RunPython.noop, elidable=False)]
