"""Data Packages, read back by what they are for."""

import errno
import hashlib
import json
import os
import re
import stat
import sys
import zipfile

import frictionless
import pandas as pd
import polars as pl
import pytest

from hypothesis import given, settings

from cnmaker_data import Contests, contests, edition
from cnmaker_data.export import write
from exported import edition_of, hostile_editions


class TestDataPackage:
    def tables(self, package):
        return {
            resource.name: [row.to_dict() for row in resource.read_rows()]
            for resource in package.resources
        }

    def write(self, plan, path):
        return frictionless.Package(
            str(write(plan, path, format="datapackage", overwrite=True))
        )

    @given(plan=hostile_editions())
    @settings(max_examples=15)
    def test_reads_back(self, tmp_path_factory, plan):
        folder = tmp_path_factory.mktemp("package")
        package = self.write(plan, folder / "plan.zip")
        report = package.validate()
        assert report.valid, report.flatten()
        assert edition_of(self.tables(package)) == plan

    @pytest.mark.parametrize("name", ["plan.zip", "plan"])
    def test_is_valid_as_a_folder_and_as_a_zip(self, tmp_path, plan, name):
        path = tmp_path / name
        self.write(plan, path)
        if path.is_dir():
            path = path / "datapackage.json"
        package = frictionless.Package(str(path))
        report = package.validate()
        assert report.valid, report.flatten()
        assert len(report.tasks) == 8
        assert package.name == "cnmaker-data-8"
        assert edition_of(self.tables(package)) == plan

    def test_the_zip_and_the_folder_hold_the_same(self, tmp_path):
        folder = write(edition(8), tmp_path / "plan", format="datapackage")
        with zipfile.ZipFile(
            write(edition(8), tmp_path / "plan.zip")
        ) as archive:
            assert archive.testzip() is None
            files = {name: archive.read(name) for name in archive.namelist()}
        assert files == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
        descriptor = json.loads(files["datapackage.json"])
        for resource in descriptor["resources"]:
            data = files[resource["path"]]
            assert resource["bytes"] == len(data)
            digest = hashlib.sha256(data).hexdigest()
            assert resource["hash"] == f"sha256:{digest}"
            assert not data.startswith(b"\xef\xbb\xbf")
            assert b"\r" not in data

    def test_a_damaged_one_is_found_out(self, tmp_path):
        folder = write(edition(8), tmp_path / "plan", format="datapackage")
        path = folder / "organizers.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("8/final,1,", "8/finale,1,", 1))
        descriptor = folder / "datapackage.json"
        text = descriptor.read_text(encoding="utf-8")
        # Fields that people leave out when they edit it by hand.
        text = re.sub(r'^ +"(bytes|hash)": .*\n', "", text, flags=re.MULTILINE)
        descriptor.write_text(text, encoding="utf-8")
        report = frictionless.Package(str(descriptor)).validate()
        assert report.flatten(["type"]) == [["foreign-key"]]

    def test_in_data_frames(self, tmp_path):
        folder = write(edition(8), tmp_path / "plan", format="datapackage")
        frame = pd.read_csv(
            folder / "contests.csv", dtype=str, keep_default_na=False
        )
        assert list(frame["name"]) == [
            each.name for each in edition(8).contests
        ]
        frame = pl.read_csv(folder / "cells.csv", empty_string_is_null=False)
        assert frame["text"].to_list() == [
            text
            for contest in edition(8).contests
            for _, text in contest.source.cells
        ]

    def test_a_new_folder_is_there_whole_or_not_at_all(
        self, tmp_path, monkeypatch
    ):
        written = []

        def fail(file):
            written.append(file)
            if len(written) == 4:
                raise OSError(errno.ENOSPC, "no space left")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="no space left: '.*/plan'"):
            write(edition(8), tmp_path / "plan", format="datapackage")
        assert len(written) == 4
        assert list(tmp_path.iterdir()) == []

    def test_other_files_of_a_folder_stay(self, tmp_path):
        folder = tmp_path / "plan"
        folder.mkdir()
        (folder / "README.md").write_text("mine")
        (folder / "cells.csv").write_text("old")
        with pytest.raises(FileExistsError):
            write(edition(8), folder, format="datapackage")
        assert (folder / "cells.csv").read_text() == "old"
        package = self.write(edition(8), folder)
        assert (folder / "README.md").read_text() == "mine"
        assert len(list(folder.iterdir())) == 10
        package = frictionless.Package(str(folder / "datapackage.json"))
        assert package.validate().valid

    @pytest.mark.skipif(sys.platform == "win32", reason="has no such modes")
    def test_others_may_read_a_folder(self, tmp_path):
        folder = write(edition(8), tmp_path / "plan", format="datapackage")
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o777 & ~umask

    def test_contests_alone(self, tmp_path):
        package = self.write(contests.by_region("浙江"), tmp_path / "plan.zip")
        assert package.validate().valid
        assert package.name == "cnmaker-data"
        assert len(self.tables(package)["contests"]) == 4

    def test_no_contests(self, tmp_path):
        assert self.write(Contests(), tmp_path / "plan.zip").validate().valid
