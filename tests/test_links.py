"""
Links in a printed text, with their labels.

Each list of cases is one kind; `fuzz.known_links` makes up many more cells
whose addresses are known, because they were put in.
"""

from __future__ import annotations

import time

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from cnmaker_data import contests, find_links, normalize_url
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links import JOINT, scan_links
from fuzz import find_links as find_links_target
from fuzz import known_links
from fuzz.referees import check_agreement


def printed(text: str) -> list[str]:
    return [link.text for link in find_links(text)]


def labels(text: str) -> list[str | None]:
    return [link.label for link in find_links(text)]


def test_the_links_of_the_plan():
    assert sum(len(contest.links) for contest in contests) > 10
    for contest in contests:
        for link in contest.links:
            assert link.url == normalize_url(link.text)
            check_agreement(link.url)
        text = contest.source.get("报名网址", "")
        if text.strip():
            assert find_links(text) == contest.links


# --- where addresses start and end -------------------------------------------

ADDRESSES = {
    "alone": [
        ("", []),
        ("无", []),
        ("www.smebj.cn", ["www.smebj.cn"]),
        ("cx-fj.fujiansme.com  ", ["cx-fj.fujiansme.com"]),
        ("http://127.0.0.1:80/a", ["http://127.0.0.1:80/a"]),
        ("http://[::1]:8080", ["http://[::1]:8080"]),
        ("官网HTTP://A.CN报名", ["HTTP://A.CN"]),
        ("a.cn#b", ["a.cn#b"]),
        ("//www.a.cn/x", ["www.a.cn/x"]),
        ("0431://www.a.cn", ["www.a.cn"]),
        ("WWW.SME.MX", ["WWW.SME.MX"]),
        ("www.cnmaker登录", ["www.cnmaker"]),
    ],
    "joined": [
        ("www.a.cn,www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("http://a.cn,http://b.cn", ["http://a.cn", "http://b.cn"]),
        (
            "http://a.cn/b;http://b.cn/,www.c.cn",
            ["http://a.cn/b", "http://b.cn/", "www.c.cn"],
        ),
        ("http://a.cn/b,b.gov.cn/x", ["http://a.cn/b", "b.gov.cn/x"]),
        ("www.a.cn&www.b.cn|www.c.cn", ["www.a.cn", "www.b.cn", "www.c.cn"]),
        ("www.xjmaker.org.cn \n\nwww.b.cn ", ["www.xjmaker.org.cn", "www.b.cn"]),
        ("a.cn/b,c;d", ["a.cn/b,c;d"]),
        ("a.cn/?u=http://b.cn/", ["a.cn/?u=http://b.cn/"]),
        ("a.cn/#/go?to=http://b.cn", ["a.cn/#/go?to=http://b.cn"]),
    ],
    "behind the number of a list": [
        ("1.http://a.cn", ["http://a.cn"]),
        ("1．https://x.gov.cn/#/login", ["https://x.gov.cn/#/login"]),
        ("a.https://b.cn", ["https://b.cn"]),
        ("1.1.www.a.cn", ["www.a.cn"]),
        ("1.www.a.cn；2.www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("1.jilinmaker.com；2.smebj.cn", ["jilinmaker.com", "smebj.cn"]),
        ("1.www.a.cn\n2.b.cn", ["www.a.cn", "b.cn"]),
        ("1.PC端：www.a.cn；2.APP端：www.b.cn", ["www.a.cn", "www.b.cn"]),
        # and where a comma or nothing stands before it
        ("http://a.cn/b;2)www.b.cn", ["http://a.cn/b", "www.b.cn"]),
        ("1)http://a.cn/b,2）b.cn/c", ["http://a.cn/b", "b.cn/c"]),
        ("http://a.cn/b,2、http://b.cn", ["http://a.cn/b", "http://b.cn"]),
        ("http://a.cn/b,2.http://b.cn/", ["http://a.cn/b", "http://b.cn/"]),
        ("http://a.cn/b2.http://b.cn/", ["http://a.cn/b2", "http://b.cn/"]),
        ("http://a.cn/?b=1,2.http://b.cn/", ["http://a.cn/?b=1", "http://b.cn/"]),
        ("(1)http://a.cn/b(2)http://b.cn", ["http://a.cn/b", "http://b.cn"]),
        ("http://a.cn/b,2", ["http://a.cn/b,2"]),
        ("http://a.cn/b,2、报名", ["http://a.cn/b,2"]),
        ("(http://a.cn/b,2)报名", ["http://a.cn/b,2"]),
        # One number is no list: this may well be the host.
        ("1.jilinmaker.com", ["1.jilinmaker.com"]),
        ("163.com，58.com", ["163.com", "58.com"]),
        ("2.a.cn；3.b.cn", ["a.cn", "b.cn"]),
        ("01.a.cn\n02.b.cn", ["a.cn", "b.cn"]),
        ("1.香港：www.a.cn；2.台湾、b.cn", ["www.a.cn", "b.cn"]),
    ],
    "glued together": [
        ("www.a.cnhttp://www.b.cn", ["www.a.cn", "http://www.b.cn"]),
        ("http://www.a.cnhttps://b.cn", ["http://www.a.cn", "https://b.cn"]),
        ("www.a.cnwww.b.com.cnwww.c.cn", ["www.a.cn", "www.b.com.cn", "www.c.cn"]),
        ("www.a.cn/www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("a.cn/x.www.b.cn/y", ["a.cn/x", "www.b.cn/y"]),
        ("a.cn/x/list.html.www.b.cn", ["a.cn/x/list.html", "www.b.cn"]),
        ("http://a.cn/loginwww.b.cn", ["http://a.cn/login", "www.b.cn"]),
        ("a.cn/b.cn.www.c.cn", ["a.cn", "b.cn", "www.c.cn"]),
        ("1.www.a.cn/2.www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("a.cn/x~https://b.cn", ["a.cn/x~", "https://b.cn"]),
        ("a.cn/u=https://b.cn/y", ["a.cn/u=https://b.cn/y"]),
        ("a.gov.cn/b.gov.cn", ["a.gov.cn", "b.gov.cn"]),
        ("http://a.cn/http://b.cn", ["http://a.cn", "http://b.cn"]),
        ("http://a.cn/xhttp://b.cn", ["http://a.cn/x", "http://b.cn"]),
        ("http://a.cn/?id=1http://b.cn", ["http://a.cn/?id=1", "http://b.cn"]),
        ("a.cn/index.html", ["a.cn/index.html"]),
        ("a.cn/v1.2/x.js", ["a.cn/v1.2/x.js"]),
        ("a.cn/www.html、a.cn/www.zip", ["a.cn/www.html", "a.cn/www.zip"]),
        ("www.a.cn.www.b.com.c.cn", ["www.a.cn", "www.b.com.c.cn"]),
        ("a.com.www.b.cn", ["a.com", "www.b.cn"]),
    ],
    "before punctuation": [
        ("见www.a.cn。", ["www.a.cn"]),
        ("See www.a.cn. And", ["www.a.cn"]),
        ("“www.a.cn”、", ["www.a.cn"]),
        ("www.a.cn/b?!'", ["www.a.cn/b"]),
        ("http://a.cn/X.X", ["http://a.cn/X.X"]),
        ("http://a.cn/b-报名", ["http://a.cn/b"]),
        ("http://a.cn/b.报名", ["http://a.cn/b"]),
        ("http://a.cn/X报名", ["http://a.cn/X"]),
        ("http://a.cn/b_c-", ["http://a.cn/b_c-"]),
    ],
    "in brackets": [
        ("http://a.cn/b(PC端)", ["http://a.cn/b"]),
        ("(http://a.cn/x)2023年", ["http://a.cn/x"]),
        ("(http://a.cn/x)(http://b.cn/y)", ["http://a.cn/x", "http://b.cn/y"]),
        ("[http://a.cn/x]http://b.cn/", ["http://a.cn/x", "http://b.cn/"]),
        ("(http://a.cn/b)", ["http://a.cn/b"]),
        ("(http://a.cn/b(c))", ["http://a.cn/b(c)"]),
        ("[http://a.cn/?b].", ["http://a.cn/?b"]),
        ("http://a.cn/b(官网)", ["http://a.cn/b"]),
        ("（www.a.cn）", ["www.a.cn"]),
        ("http://a.cn/a(b)))", ["http://a.cn/a(b)"]),
        ("http://a.cn/a)b)", ["http://a.cn/a"]),
        ("http://a.cn/a(b]c)", ["http://a.cn/a"]),
        ("http://a.cn/b?c[]", ["http://a.cn/b?c[]"]),
        ("http://a.cn/b?c[0]]]", ["http://a.cn/b?c[0]"]),
        ("http://a.cn/b[[]", ["http://a.cn/b"]),
    ],
    "over two lines": [
        ("www.cnmaker.\norg.cn/login", ["www.cnmaker.org.cn/login"]),
        ("www.cnmaker.org.\ncn", ["www.cnmaker.org.cn"]),
        ("www.sme8718\n.com", ["www.sme8718.com"]),
        ("http:\r\n//a.cn", ["http://a.cn"]),
        ("http://\nwww.a.cn", ["http://www.a.cn"]),
        ("cx-\nfj.a.com", ["cx-fj.a.com"]),
        ("cx-\nfj.nethttps://a.cn", ["cx-fj.net", "https://a.cn"]),
        ("http://cx\v-fj.com", ["http://cx-fj.com"]),
        ("jilinmaker.\n com", ["jilinmaker.com"]),
        ("jilinmaker\n.com", ["jilinmaker.com"]),
        ("zj87.jxt.\nzj.gov.cn", ["zj87.jxt.zj.gov.cn"]),
        ("www.a.cn\n/mh", ["www.a.cn/mh"]),
        ("www.a.cn\n:8080/mh", ["www.a.cn:8080/mh"]),
        ("a.cn:\n8080/mh、www.b.cn：\n8080", ["a.cn:8080/mh", "www.b.cn：8080"]),
        ("http://10.0.0.1:\n8080/mh", ["http://10.0.0.1:8080/mh"]),
        ("a.cn:8080\n/mh", ["a.cn:8080/mh"]),
        ("http://10.0.0.1:8080\n/mh", ["http://10.0.0.1:8080/mh"]),
        ("a.cn\n/#/b、a.cn/#\n/b", ["a.cn/#/b", "a.cn/#/b"]),
        ("http://a.cn/x/\n#/b", ["http://a.cn/x/#/b"]),
        ("www.cn-\nmaker.org.cn", ["www.cn-maker.org.cn"]),
        ("http://a.cn/mh\ncx-\nfj.org.cn", ["http://a.cn/mh", "cx-fj.org.cn"]),
        ("http://a.cn/\nindex.html", ["http://a.cn/index.html"]),
        ("http://a.cn/x\n/y/\nz", ["http://a.cn/x/y/z"]),
        ("http://a.cn/x?\nid=1", ["http://a.cn/x?id=1"]),
        ("http://a.cn/?a=1&\nb=2", ["http://a.cn/?a=1&b=2"]),
        ("http://a.cn/index.\nhtml", ["http://a.cn/index.html"]),
        ("www.sme_\nbj.cn", ["www.sme_bj.cn"]),
        ("官网ht\ntps://a.cn", ["https://a.cn"]),
        ("htt\np://a.cn，http\ns://b.cn", ["http://a.cn", "https://b.cn"]),
        ("ww\nw.a.cn、w\nww.b.cn", ["www.a.cn", "www.b.cn"]),
        ("PC ht\ntps://a.cn", ["https://a.cn"]),
        ("http://a.cn/xhttp://b\n.cn", ["http://a.cn/x", "http://b.cn"]),
        ("show\nwww.a.cn", ["www.a.cn"]),
        # what can be two addresses, or an address and a text, is
        ("www.a.cn\nb.cn", ["www.a.cn", "b.cn"]),
        ("www.a.cn/\nwww.b.cn", ["www.a.cn/", "www.b.cn"]),
        ("www.a.cn/\nb.cn", ["www.a.cn/", "b.cn"]),
        ("www.a.cn\n/www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("www.a.cn.\nb.cn", ["www.a.cn", "b.cn"]),
        ("www.a.cn-\nb.cn", ["www.a.cn", "b.cn"]),
        ("http://a.cn/x?\nyes", ["http://a.cn/x"]),
        ("http://a.cn/x.\nThen", ["http://a.cn/x"]),
        ("http://a.cn/x\nHome page", ["http://a.cn/x"]),
        ("http://a.cn/x\nbb.zone", ["http://a.cn/x", "bb.zone"]),
        ("http://a.cn/\ncx-\nfj.org.cn", ["http://a.cn/", "cx-fj.org.cn"]),
        ("http://www.a.cn/\nPC端：b.cn", ["http://www.a.cn/", "b.cn"]),
        ("http://a.cn/\n2.官网", ["http://a.cn/"]),
        ("http://a.cn/\n2）官网", ["http://a.cn/"]),
        ("http://a.cn/\nTel:010-12345678", ["http://a.cn/"]),
        ("http://a.cn/\n0431-12345678", ["http://a.cn/"]),
        ("http://a.cn/\n400-123-4567", ["http://a.cn/"]),
        ("http://a.cn/x\n13800138000", ["http://a.cn/x"]),
        ("http://a.cn/x\n2023-08-31", ["http://a.cn/x"]),
        ("www.a.cn:\n10月1日", ["www.a.cn"]),
        ("http://a.cn/\n2)http://b.cn", ["http://a.cn/", "http://b.cn"]),
        ("http://a.cn/\ninfo@a.cn", ["http://a.cn/"]),
        ("http://a.cn/\nname#163.com", ["http://a.cn/"]),
        ("http://a.cn/\nAPP: b.cn", ["http://a.cn/", "b.cn"]),
        ("http://a.cn/\n\nindex.html", ["http://a.cn/"]),
        ("官网\nwww.a.cn", ["www.a.cn"]),
        ("PC\nwww.a.cn", ["www.a.cn"]),
        ("a -\nwww.a.cn", ["www.a.cn"]),
        ("End.\nwww.a.cn", ["www.a.cn"]),
        ("End.\nb.cn", ["b.cn"]),
        ("a / b", []),
    ],
    "with a blank inside": [
        ("http:// www.a.cn", ["http://www.a.cn"]),
        ("http: //www.a.cn", ["http://www.a.cn"]),
        ("www. smebj.cn", ["www.smebj.cn"]),
        ("www .a.cn", ["www.a.cn"]),
        ("www.a.cn: 8080/x", ["www.a.cn:8080/x"]),
        ("www.a.cn: 8080 people", ["www.a.cn"]),
        ("http://a.cn/ b", ["http://a.cn/"]),
        ("cx- fj.a.com", ["fj.a.com"]),
        ("jilinmaker. com", []),
        ("a.cn: 8080/x", ["a.cn"]),
        ("a. b.cn", ["b.cn"]),
    ],
    "with invisible characters": [
        ("www.\u200bsmebj.cn", ["www.smebj.cn"]),
        ("www.sme\u00adbj.cn", ["www.smebj.cn"]),
        ("\ufeffh\u200dttp://a.cn/b\u2060c\u200e", ["http://a.cn/bc"]),
        ("www.a.\u202acn\u202c，b\u034f.cn", ["www.a.cn", "b.cn"]),
    ],
    "in full width": [
        (
            "官网ｈｔｔｐｓ：／／ｗｗｗ．ａ．ｃｎ：８０８０／ｂ，",
            ["ｈｔｔｐｓ：／／ｗｗｗ．ａ．ｃｎ：８０８０／ｂ"],
        ),
        ("ｗｗｗ．ａ．ｃｎ／ｂ？ｃ＝１＃ｄ）", ["ｗｗｗ．ａ．ｃｎ／ｂ？ｃ＝１＃ｄ"]),
        ("ｗｗｗ．ａ．ｃｎ．", ["ｗｗｗ．ａ．ｃｎ"]),
        ("www.a.cn／mh", ["www.a.cn／mh"]),
        ("www.a.cn／www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("www.a.cn？www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("www.a.cn＃www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("http://a.cn/http：//b.cn", ["http://a.cn", "http：//b.cn"]),
        ("http://a.cn/附件１.pdf", ["http://a.cn/"]),
        ("http://a.cn/b１", ["http://a.cn/b"]),
        ("http://a.cn/１号", ["http://a.cn/"]),
    ],
    "with 。 for a dot": [
        ("www.smebj。cn", ["www.smebj。cn"]),
        ("www。smebj｡cn", ["www。smebj｡cn"]),
        ("www.smebj.gov。cn/x", ["www.smebj.gov。cn/x"]),
        ("www.a.cn。b.cn", ["www.a.cn", "b.cn"]),
        ("请登录www.a.cn。www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("见说明。a.cn", ["a.cn"]),
    ],
    "in other letters": [
        ("www.cnmaker.中国", ["www.cnmaker.中国"]),
        ("cnmaker.中国、b.cn", ["cnmaker.中国", "b.cn"]),
        ("http://创客.中国/报名", ["http://创客.中国/"]),
        ("http://www.创客中国.com、www.b.cn", ["http://www.创客中国.com", "www.b.cn"]),
        ("www.创客中国.com报名", ["www.创客中国.com"]),
        ("http://创客.com.cn-报名", ["http://创客.com.cn"]),
        ("www.创客.com2023年、b.cn", ["www.创客.com", "b.cn"]),
        ("www.企业.公司", ["www.企业.公司"]),
        ("http://smebj报名.cn", ["http://smebj报名.cn"]),
        ("http://www.bürger-häuser.de", ["http://www.bürger-häuser.de"]),
        ("http://www.a.comédie.fr", ["http://www.a.comédie.fr"]),
        ("http://пример.рф/a", ["http://пример.рф/a"]),
        # `k` and the Kelvin sign are the same if case does not count
        ("http://k创客.cn", ["http://k创客.cn"]),
        ("www.cnmaker.中国报名", ["www.cnmaker.中国"]),
        ("cnmaker.中国-报名", ["cnmaker.中国"]),
        ("http://www.cnmaker.中国报名", ["http://www.cnmaker.中国"]),
        ("http://cnmaker.中国报名", ["http://cnmaker.中国"]),
        # it cannot be told where it starts or ends, or nobody can go there
        ("ELPAÍS.com", []),
        ("bürger.de，a.cn", ["a.cn"]),
        ("a\u0308b.de", []),
        ("创客中国.com、创客中国.com.cn", []),
        ("a.cnmaker.创客.com", []),
        ("官网：a.cnmaker.创客.com、b.cn", ["b.cn"]),
        ("www.cnmaker.报名、b.cn", ["b.cn"]),
        ("http://www.a.报名、b.cn", ["b.cn"]),
        ("jilin.zone登录b.xn--fiqs8s", []),
        ("http://عرب.cn、www.b.cn", ["www.b.cn"]),
        ("http://创客🎉.cn www.b.cn", ["www.b.cn"]),
        # Chinese text goes on behind a host that is complete
        ("官网www.a.cn.报名", ["www.a.cn"]),
        ("www.a.cn或b.cn", ["www.a.cn", "b.cn"]),
        ("http://router.local管理", ["http://router.local"]),
        ("http://router.local.管理", ["http://router.local"]),
        ("www.a.cn.中国创客", ["www.a.cn"]),
        ("jilin.zone登录", ["jilin.zone"]),
    ],
    "beside hyphens and dashes": [
        ("http://www.a.cn-报名", ["http://www.a.cn"]),
        ("http://www.a.cn_报名", ["http://www.a.cn"]),
        ("www.a.cn-报名", ["www.a.cn"]),
        ("www.a.cn-PC端", ["www.a.cn"]),
        ("www.a.cn‑PC端", ["www.a.cn"]),
        ("www.a.cn_PC端", ["www.a.cn"]),
        ("http://www.a.cn_b报名", ["http://www.a.cn"]),
        ("www.a.topPC端：www.b.cnAPP端", ["www.a.top", "www.b.cn"]),
        ("官网-www.a.cn", ["www.a.cn"]),
        ("PC-www.a.cn", ["www.a.cn"]),
        ("大赛官网/www.a.cn", ["www.a.cn"]),
        ("大赛官网/a.cn", ["a.cn"]),
        ("大赛官网——www.a.cn", ["www.a.cn"]),
        ("_www.a.cn", ["www.a.cn"]),
        ("附件A—B：www.a.cn", ["www.a.cn"]),
        ("-a.cn", ["a.cn"]),
        ("www.a.cn–b.cn", ["www.a.cn", "b.cn"]),
        ("www.a.cn—www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("www.a.cn-b.cn", ["www.a.cn-b.cn"]),
    ],
    "with a port, or none": [
        ("www.a.cn：8080", ["www.a.cn：8080"]),
        ("www.a.cn:8080/x报名", ["www.a.cn:8080/x"]),
        ("www.a.cn:8080报名", ["www.a.cn:8080"]),
        ("www.a.cn：8月31日", ["www.a.cn"]),
        ("www.a.cn:2023年", ["www.a.cn"]),
        ("www.a.cn：8:30开始", ["www.a.cn"]),
        ("www.a.cn：010-12345678", ["www.a.cn"]),
        ("www.a.cn：13800138000", ["www.a.cn"]),
        ("www.a.cn：8/31截止", ["www.a.cn"]),
        ("www.a.cn：80/x", ["www.a.cn：80/x"]),
        ("www.a.cn：报名", ["www.a.cn"]),
        ("http://a.cn:/x报名", ["http://a.cn:/x"]),
    ],
    "before a number of the text": [
        ("www.a.cn2023年8月", ["www.a.cn"]),
        ("http://a.com.cn8月31日", ["http://a.com.cn"]),
        ("a.gov.cn24小时", ["a.gov.cn"]),
        ("www.a2.cn、a.cn/x2023年", ["www.a2.cn", "a.cn/x2023"]),
        ("www.a.cn2、b.cn", ["www.a.cn", "b.cn"]),
        ("1）www.a.com2）www.b.cn", ["www.a.com", "www.b.cn"]),
        ("1.www.a.cn2.www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("www.a.travel2023年", ["www.a.travel"]),
        ("www.a.cn1；www.b.cn2", ["www.a.cn", "www.b.cn"]),
        ("www.a.cn0571-87057000", ["www.a.cn"]),
        ("www.a.cn2023.com、a.cn1", ["www.a.cn2023.com"]),
    ],
    "not an address": [
        ("商业计划书.pptm、v1.mov、logo.psd、README.md、cover.webp", []),
        ("Maker Co.Ltd.、Maker CO.LTD", []),
        ("See you.Then go. Mr.Li, St.Petersburg, Dr.Li", []),
        ("See you。Then go", []),
        ("i.e.the, e.g.any, p.m.on, U.S.based", []),
        ("Www.Jilin.Com、JILIN.ZONE", ["Www.Jilin.Com", "JILIN.ZONE"]),
        ("ftp://www.a.cn/", []),
        ("资料ftp://www.a.cn/、b.cn", ["b.cn"]),
        ("file:///C:/www.a.cn/x", []),
        ("192.168.1.1", []),
        ("v1.2", []),
        ("www.abc.12", []),
        ("www.", []),
        ("/var/www.html", []),
        ("/var/a.cn", []),
        ("C:\\a.cn", []),
        ("C:\\a.cn。www.b.cn", ["www.b.cn"]),
        # between two addresses, and in the codes of JSON
        ("www.a.cn\\www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("www.a.cn\\n网址\\nhttp://b.cn", ["www.a.cn", "http://b.cn"]),
        ("www.a.cn\\nhttp://b.cn\\u62a5", ["www.a.cn", "http://b.cn"]),
        ("www.a.cn，cnki、b.com,cn-x", ["www.a.cn", "b.com"]),
        ("_dmarc.a.cn", []),
        ("附件1.docx、报名表.zip、v2.xlsx、Node.js、ASP.NET", []),
        ("A.PC、1.APP", []),
        ("见http://。", []),
        ("以http://开头", []),
        ("HTTP/1.1、HTTP/2", []),
        ("PPT：www", []),
    ],
    "e-mail": [
        ("info@cnmaker.org.cn", []),
        ("info＠cnmaker.org.cn", []),
        ("info@ a.cn", []),
        ("@a.cn、@www.a.cn", []),
        ("zhang.san+cy@cnmaker.org.cn", []),
        ("info@创客.com", []),
        ("name@\n163.com", []),
        ("name@\r\nqq.com，www.b.cn", ["www.b.cn"]),
        ("name@sme.\na.com", []),
        ("name@sme\n.a.com", []),
        ("name@a.com\nwww.b.cn", ["www.b.cn"]),
        ("name@a.com.\nb.cn", ["b.cn"]),
        ("name@\nwww.b.cn", ["www.b.cn"]),
        ("name#163.com", []),
        ("name＃qq.com", []),
        ("name(at)163.com", []),
        ("name[at]163.com、name（at）qq.com、name {AT} b.cn", []),
        ("name at 163.com、name艾特qq.com、name★126.com", []),
        ("Visit us at smebj.cn", ["smebj.cn"]),
        ("a.cn:80+b.cn@c.cn", ["a.cn:80"]),
        ("a。b.cn@c.cn", []),
        ("邮箱info@a.cn，官网www.a.cn", ["www.a.cn"]),
        ("www.a.cn info@a.cn www.b.cn", ["www.a.cn", "www.b.cn"]),
        ("info@a.cn/www.b.cn", ["www.b.cn"]),
        ("a.cn/?mail=info@a.cn", ["a.cn/?mail=info@a.cn"]),
        ("https://a.cn/@user", ["https://a.cn/@user"]),
        ("name@163.comwww.a.cn", ["www.a.cn"]),
        ("name@a.cnhttps://1.b.cn", ["https://1.b.cn"]),
        ("name @ 163.com、name（#）a.cn", []),
        ("Find us @ www.a.cn", ["www.a.cn"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{kind} {number}")
        for kind, cases in ADDRESSES.items()
        for number, (text, expected) in enumerate(cases)
    ],
)
def test_addresses(text, expected):
    assert printed(text) == expected
    for link in find_links(text):
        assert link.url == normalize_url(link.text)


@pytest.mark.parametrize(
    ("text", "address", "reason"),
    [
        # malformed schemes
        ("http:/www.a.cn", "http:/www.a.cn", "write http:// before the host"),
        (
            "官网http:///www.a.cn报名",
            "http:///www.a.cn",
            "it has no host; write the host behind two slashes",
        ),
        (
            "www.b.cn，http//www.a.cn",
            "http//www.a.cn",
            "its scheme lacks the colon; write http:// once",
        ),
        *(
            (
                f"官网{scheme}://www.a.cn",
                f"{scheme}://www.a.cn",
                f"its scheme {scheme!r} is misspelled; write http:// or https://",
            )
            for scheme in ("htttp", "HTPS", "hhttp", "hppt", "httpss", "HTTX")
        ),
        (
            "http;//www.a.cn",
            "http;//www.a.cn",
            "its scheme 'http;' is misspelled; write http:// or https://",
        ),
        (
            "http.://www.a.cn",
            "http.://www.a.cn",
            "its scheme 'http.' is misspelled; write http:// or https://",
        ),
        (
            "https∶//www.a.cn",
            "https∶//www.a.cn",
            "its scheme 'https∶' is misspelled; write http:// or https://",
        ),
        (
            "HTTP；//www.a.cn",
            "HTTP；//www.a.cn",
            "its scheme 'HTTP;' is misspelled; write http:// or https://",
        ),
        ("https:www.a.cn", "https:www.a.cn", "write https:// before the host"),
        ("http:a.cn", "http:a.cn", "write http:// before the host"),
        ("http:\\\\www.a.cn", "http:\\\\www.a.cn", "write http:// before the host"),
        ("https:、、www.a.cn", "https:、、www.a.cn", "write https:// before the host"),
        ("官网 httpwww.a.cn", "httpwww.a.cn", "write http:// or www. before it"),
        ("http.www.a.cn", "http.www.a.cn", "write http:// or www. before it"),
        # commas for dots
        ("www，a.org.cn", "www，a.org.cn", "'www,a' in its host is not a name"),
        ("www.a,org.cn", "www.a,org.cn", "'a,org' in its host is not a name"),
        ("www.a.org、cn", "www.a.org、cn", "'、' (U+3001) cannot stand in its host"),
        ("a.gov；cn报名", "a.gov；cn", "'gov;cn' in its host is not a name"),
        ("http://sme.a，com", "http://sme.a，com", "'a,com' in its host is not a name"),
        # backslashes
        ("http://a.cn\\b", "http://a.cn\\b", "it has a backslash; write a slash"),
        ("官网 a.cn\\news", "a.cn\\news", "it has a backslash; write a slash"),
        ("www.a.cn/b\\c报名", "www.a.cn/b\\c", "it has a backslash; write a slash"),
        (
            "http://http://a.cn",
            "http://http://a.cn",
            "its scheme appears twice; write it once",
        ),
        (
            "官网http://www.http://a.cn",
            "http://www.http://a.cn",
            "its scheme appears twice; write it once",
        ),
        ("官网：www.a.cn://b", "www.a.cn://b", "its scheme is 'www.a.cn', not http or https"),
        # what follows a good one
        ("http://a..cn", "http://a..cn", "its host has an empty label; write one dot"),
        ("官网：www.a..cn", "www.a..cn", "its host has an empty label; write one dot"),
        ("http://www.a.cn./x", "http://www.a.cn./x", "its host ends in a dot; remove the dot"),
        ("官网www.a.cn./x", "www.a.cn./x", "its host ends in a dot; remove the dot"),
        ("http://.a.cn", "http://.a.cn", "its host has an empty label; write one dot"),
        ("http://[::1/报名", "http://[::1/", "its brackets are unbalanced"),
        ("http://[创客.cn", "http://[", "its brackets are unbalanced"),
        (
            "见http://user@a.cn/",
            "http://user@a.cn/",
            "it has credentials (user@host); leave them out",
        ),
        ("http://localhost", "http://localhost", "its host 'localhost' has a single label"),
        ("a.cn:65536", "a.cn:65536", "its port 65536 is not from 1 to 65535"),
        ("http://a.cn/100%", "http://a.cn/100%", "'%' is not a code; write %25 for a percent"),
        (
            f"http://{'a.' * 160}cn",
            f"http://{'a.' * 160}cn",
            "its host is over 253 long",
        ),
        # hyphens of other kinds
        *(
            (
                f"官网：{text}，b.cn",
                text,
                f"{dash!r} (U+{ord(dash):04X}) stands in its host; write a hyphen (-)",
            )
            for text, dash in [
                ("cx‑fj.a.com", "‑"), ("cx‐fj.a.com/x", "‐"), ("cx–fj.a.com", "–"),
                ("www.cx—fj.com", "—"), ("http://cx−fj.com", "−"),
                ("www.sme—bj.travel", "—"),
            ]
        ),
        # lines
        *(
            (
                text,
                shown,
                "it may be broken over two lines; write it in one",
            )
            for text, shown in [
                ("www.sme\n8718.com", "www.sme 8718.com"),
                ("http://www.cnmaker\r\norg.cn/x", "http://www.cnmaker org.cn/x"),
                ("www.cnmaker.org\ncn", "www.cnmaker.org cn"),
                ("www.cnmaker.c\nn", "www.cnmaker.c n"),
                ("http://www.a.go\nv.cn", "http://www.a.go v.cn"),
                ("a.gov\ncn", "a.gov cn"),
                ("a.cn:80\n80/x", "a.cn:80 80/x"),
                ("http://10.0.0.1:80\n80/x", "http://10.0.0.1:80 80/x"),
                ("http://a.cn/con\ntent?id=1", "http://a.cn/con tent?id=1"),
                ("http://a.cn/in\ndex.html", "http://a.cn/in dex.html"),
                ("http://a.cn/ch\nuangke、b.cn", "http://a.cn/ch uangke"),
            ]
        ),
        (None, None, "it is not text"),
        (8, 8, "it is not text"),
        (b"www.a.cn", b"www.a.cn", "it is not text"),
    ],
)  # fmt: skip
def test_what_starts_like_an_address_and_cannot_be_one(text, address, reason):
    with pytest.raises(InvalidURLError) as caught:
        find_links(text)
    assert caught.value.args == (address, reason)


def test_another_hyphen_in_a_path_is_refused():
    with pytest.raises(InvalidURLError) as caught:
        find_links("官网http://a.cn/x‑y.html")
    assert caught.value.args == (
        "http://a.cn/x‑y.html",
        "it has a typographic hyphen; write a hyphen (-)",
    )
    assert printed("http://a.cn/x—官网") == ["http://a.cn/x"]


def test_an_address_of_thousands_of_characters_is_not_cut():
    assert printed(f"a.cn/{'b' * 1_998}") == [f"a.cn/{'b' * 1_998}"]
    for length in (1_999, 5_000):
        with pytest.raises(InvalidURLError) as caught:
            find_links(f"官网a.cn/{'b' * length}")
        assert caught.value.args == (
            f"a.cn/{'b' * length}",
            "it is over 2,000 characters long",
        )
    assert printed(f"{'官网' * 1_000}a.cn/b") == ["a.cn/b"]


@pytest.mark.parametrize("word", ["a.", "a-", "www."])
def test_a_host_that_is_too_long_is_passed_over(word):
    assert printed(f"{word * 200}cn，www.b.cn") == ["www.b.cn"]


# --- labels --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before
        ("大赛官网www.a.cn", ["大赛官网"]),
        ("大赛官网 ： www.a.cn", ["大赛官网"]),
        ("大赛官网∶www.a.cn", ["大赛官网"]),
        ("官\xa0网\xa0：www.a.cn", ["官网"]),
        ("张三 13800138000 www.a.cn", [None]),
        ("网址 12 www.a.cn", ["网址12"]),
        ("和平区官网www.a.cn", ["和平区官网"]),
        ("官网-www.a.cn", ["官网"]),
        ("大赛官网——www.a.cn", ["大赛官网"]),
        ("大赛官网/www.a.cn", ["大赛官网"]),
        ("见2.xlsx或www.a.cn", [None]),
        ("info@a.cn（李四）www.a.cn", [None]),
        ("info@a.cn(李四)www.a.cn", [None]),
        ("大赛官网→www.a.cn，省平台=b.cn", ["大赛官网", "省平台"]),
        ("大赛官网：\nwww.a.cn", ["大赛官网"]),
        ("大赛官网（备用）:www.a.cn", ["大赛官网（备用）"]),
        ("网址（1）：www.a.cn", ["网址（1）"]),
        # with blanks inside
        ("网　址：www.a.cn", ["网址"]),
        ("报名 网 址：www.a.cn", ["网址"]),
        ("网　　址　：　a.cn", ["网址"]),
        # with letters and digits
        ("PC端：www.a.cn", ["PC端"]),
        ("APP端：a.cn", ["APP端"]),
        ("PC 端：www.a.cn", ["PC端"]),
        ("URL：www.a.cn", ["URL"]),
        ("网址1：www.a.cn", ["网址1"]),
        ("网址1www.a.cn", ["网址1"]),
        ("网址2http://a.cn", ["网址2"]),
        ("网址 1：www.a.cn", ["网址1"]),
        ("网址①：www.a.cn", ["网址①"]),
        ("ＰＣ端：www.a.cn", ["ＰＣ端"]),
        ("1：www.a.cn", [None]),
        # and without the end of what stands before
        ("abc@163.com官网:www.a.cn", ["官网"]),
        ("abc@163.com 官网：www.a.cn", ["官网"]),
        ("name#163.com官网：www.a.cn", ["官网"]),
        ("见b.docx官网：www.a.cn", ["官网"]),
        ("见附件1.docx 网址：www.a.cn", ["网址"]),
        ("电话010-1234网址www.a.cn", ["网址"]),
        ("QQ:12345网址：www.a.cn", ["网址"]),
        ("张三13800138000网址：www.a.cn", ["网址"]),
        ("2023.8.31官网：www.a.cn", ["官网"]),
        ("10.PC端：www.a.cn，1.1.PC端：b.cn", ["PC端", "PC端"]),
        ("abc@163.com PC端：www.a.cn", ["PC端"]),
        ("APP:iOS端www.a.cn", ["iOS端"]),
        ("abc@163.com:www.a.cn", [None]),
        ("见b.docx：www.a.cn", [None]),
        # in brackets, or before them
        ("大赛官网（www.a.cn）", ["大赛官网"]),
        ("大赛官网(www.a.cn)", ["大赛官网"]),
        ("大赛官网：《http://a.cn/b》", ["大赛官网"]),
        ("大赛官网“a.cn”", ["大赛官网"]),
        ("大赛官网<http://a.cn/b>", ["大赛官网"]),
        ("【大赛官网】www.a.cn", ["大赛官网"]),
        ("[大赛官网]www.a.cn", ["大赛官网"]),
        ("“大赛官网”：www.a.cn", ["大赛官网"]),
        # in a list
        ("1.官网：www.a.cn；2.备用www.b.cn", ["官网", "备用"]),
        ("（1）官网：a.cn（2）备用：b.cn", ["官网", "备用"]),
        ("官网：1.www.a.cn", ["官网"]),
        ("官网1.www.a.cn；2.www.b.cn", ["官网", None]),
        ("（备用1）www.a.cn", [None]),
        ("[1]www.a.cn【2】官网b.cn", [None, "官网"]),
        ("①官网www.a.cn②www.b.cn", ["官网", None]),
        # of several addresses
        ("官网www.a.cn；备用网www.b.cn", ["官网", "备用网"]),
        ("a.cn或者备用b.cn", [None, "备用"]),
        ("a.cn 备用和主站b.cn", [None, "备用和主站"]),
        ("a.cn甲和乙b.cn", [None, "甲和乙"]),
        # none
        ("See www.a.cn", [None]),
        ("“创客中国”或www.a.cn", [None]),
        ("大赛官网\nwww.a.cn", [None]),
        ("（备用）www.a.cn", [None]),
        ("（1）www.a.cn", [None]),
        ("大赛官网（\0）www.a.cn", [None]),
        ("大赛官网（\ud800）www.a.cn", [None]),
        ("大赛官网（\u200b）www.a.cn", [None]),
        ("大赛官网。www.a.cn", [None]),
    ],
)  # fmt: skip
def test_labels(text, expected):
    assert labels(text) == expected


# --- what is accounted for ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("www.a.cn", ["www.a.cn"]),
        ("大赛官网（www.a.cn）。", ["大赛官网（www.a.cn）"]),
        ("1.官网：a.cn/b；2.www.b.cn", ["1.官网：a.cn/b", "2.www.b.cn"]),
        ("（1）【官网】 a.cn(b)", ["（1）【官网】 a.cn"]),
        ("邮箱abc@163.com官网：www.a.cn", ["官网：www.a.cn"]),
        ("Visit www.a.cn", [" www.a.cn"]),
        ("(http://a.cn", ["http://a.cn"]),
        ("网\u200b址：www.\na\u00ad.cn、", ["网\u200b址：www.\na\u00ad.cn"]),
        ("www.a.cn（备用）", ["www.a.cn"]),
    ],
)
def test_spans(text, spans):
    assert [text[start:end] for _, start, end in scan_links(text)] == spans


@pytest.mark.parametrize(
    "joint", ["或", "或者", "、", "；\n", " / ", "——", "和"]
)
def test_joints(joint):
    assert JOINT.fullmatch(joint)
    assert printed(f"官网www.a.cn{joint}www.b.cn") == ["www.a.cn", "www.b.cn"]


WRITTEN = st.one_of(
    st.text(),
    st.integers(0, 2**32).map(known_links.made_up_link),
    st.sampled_from(
        [
            *"：:（）()。.-—/\n 网址官或1ａ．\u200b",
            "www.",
            "http://",
            ".cn",
            "端",
        ]
    ),
)


@given(st.lists(WRITTEN, max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_links_stand_in_the_text(text):
    find_links_target.check(text.encode("utf-8", "surrogatepass"))


def test_made_up_cells_come_back():
    found = known_links.check_cells(range(3_000))
    assert found["links"] > 6_000


@pytest.mark.parametrize(
    "piece",
    [
        "a.", "www.", "http://", "http:/", "a.cn", "a.cn/", "www.a.cnhttp://",
        "http://a.cnhttp://", "www.创", "www.创.", "a.b创", "a@", "(", "a.cn/(",
        "a.cn/)", "/", "a,", "。", "www.a。", "1.a.cn ", "a‑", "www.a\n.", "网 ",
        "http://a.cn/\n/", "网（", "(网)", "官网：", "a:1", "www,a.cn", "a\\b", "a.cn,cn", "http://[", "\u200b",
        "a#b.cn", "a(at)", "a.中国", "http://创.", "é", "2.", "【官网】", "httphttp",
    ],
)  # fmt: skip
def test_the_time_grows_with_the_text(piece):
    start = time.process_time()
    for opening in ("", "http://a.cn/", "官网"):
        text = opening + piece * (10_000 // len(piece))
        find_links_target.check(text.encode())
    assert time.process_time() - start < 20
