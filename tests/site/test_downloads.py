"""The downloads: the files are there, with their digests, in both languages."""

import hashlib
import io
import re
import sqlite3

import pytest

from openpyxl import load_workbook
from showcase import downloads

from cnmaker_data import edition, editions, loads
from cnmaker_data.export import to_bytes


FOLDERS = {"en": "", "zh_CN": "zh-cn/"}


@pytest.fixture(params=editions())
def number(request):
    return request.param


@pytest.fixture
def folder(site, language, number):
    return site / FOLDERS[language] / "downloads" / str(number)


def test_each_file_has_its_digest(folder):
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {}
    for line in lines:
        digest, name = line.split("  ")
        listed[name] = digest
    for name, digest in listed.items():
        data = (folder / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
    files = {path.name for path in folder.iterdir()}
    assert files == {*listed, "SHA256SUMS"}


def test_the_addresses_stay(folder):
    # People link to these: a name may be added, none may go.
    for name in (
        "contests.csv",
        "contests.parquet",
        "contests.xlsx",
        "crosswalk.csv",
        "datapackage.zip",
        "edition.json",
        "edition.jsonld",
        "edition.schema.json",
        "edition.sqlite",
    ):
        assert (folder / name).is_file()


def test_the_files_hold_the_edition(folder, number):
    plan = edition(number)
    assert loads((folder / "edition.json").read_bytes()) == plan
    for name in ("jsonld", "sqlite"):
        data = (folder / f"edition.{name}").read_bytes()
        assert data == to_bytes(plan, name)
    with sqlite3.connect(folder / "edition.sqlite") as database:
        [(count,)] = database.execute("SELECT count(*) FROM contests")
    database.close()
    assert count == len(plan.contests)
    rows = (folder / "crosswalk.csv").read_text(encoding="utf-8-sig")
    assert len(rows.splitlines()) == 1 + len(plan.crosswalk())


def test_headings_are_in_the_language_of_the_page(folder, language):
    data = (folder / "contests.csv").read_text(encoding="utf-8-sig")
    heading = data.splitlines()[0].split(",")
    is_chinese = language == "zh_CN"
    assert ("赛事名称" in heading) == is_chinese
    assert ("name" in heading) != is_chinese
    workbook = load_workbook(
        io.BytesIO((folder / "contests.xlsx").read_bytes())
    )
    cells = [cell.value for cell in workbook.worksheets[0][1]]
    assert cells == heading


def test_the_page_links_to_each_file(visit, address, language, number):
    page = visit(f"{FOLDERS[language]}downloads.html")
    links = page.locator(f"#edition-{number} table a")
    names = links.all_text_contents()
    wanted = [file.name for file in downloads.downloads(edition(number))]
    assert names == wanted
    for link in links.all():
        response = page.request.get(link.evaluate("a => a.href"))
        assert response.ok
    text = page.locator(f"#edition-{number} pre").text_content()
    assert len(re.findall("^[0-9a-f]{64}  ", text, re.MULTILINE)) == len(names)
