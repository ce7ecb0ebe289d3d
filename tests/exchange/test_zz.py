import time, io
from tests.exchange.township import *
import python_calamine as c
from tools.exchange import sheets
from tools.exchange.limits import of_page
from members.models import Member
def test_q(db, clock):
    t=Town(); r=RosterResource()
    rows=c.CalamineWorkbook.from_path(SAMPLES/"roster_town.xlsx").get_sheet_by_index(0).to_python()
    head,rows=rows[0],rows[1:]
    suf="甲乙丙丁戊己庚辛"
    big=[[str(v) if i else v+s for i,v in enumerate(x)] for s in suf for x in rows][:20000]
    o=io.BytesIO(); sheets.write_xlsx(o,"名册",[sheets.Heading(h) for h in head],big); d=o.getvalue(); print(len(d))
    for i in range(2):
        t0=time.time(); b,content=r.read(d,"a.xlsx"); t1=time.time(); p=r.apply(content,t.town); t2=time.time(); print(p.counts(), "read",t1-t0,"apply",t2-t1, 20000/(t2-t0))
    changed=[[*x[:4],"大专" if x[4]!="大专" else "本科",*x[5:]] for x in big]
    o=io.BytesIO(); sheets.write_xlsx(o,"名册",[sheets.Heading(h) for h in head],changed)
    t0=time.time(); b,content=r.read(o.getvalue(),"a.xlsx"); t1=time.time(); p=r.apply(content,t.town); t2=time.time(); print(p.counts(), "read",t1-t0,"apply",t2-t1)
    from members.roster_files import write_roster
    for k in (0,1):
        t0=time.time(); write_roster(t.town,io.BytesIO(),k); print("export",k,20000/(time.time()-t0))
    assert 0
