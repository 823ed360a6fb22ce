"""
What the tests of the site share: its extensions, and a browser to see it in.

They need what the documentation is built with, and Chromium, so that they are
not among the tests of the package: `nox -s browser` builds the site and runs
them.
"""

import contextlib
import functools
import http.server
import shutil
import sys
import threading

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from playwright.sync_api import sync_playwright


_ROOT = Path(__file__).parents[2]
_SITE = _ROOT / "docs" / "_build" / "html"

sys.path.insert(0, str(_ROOT / "docs" / "extensions"))

from showcase import words  # noqa: E402  # after the path to it is there


# Nothing that asks the network by itself, and no sandbox, which a container
# has no rights for.
_ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]
_DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def english():
    """Let the extensions speak English, as Sphinx does, unless told else."""
    words.load("en")


@pytest.fixture(params=["en", "zh_CN"])
def language(request, english):
    """Give the extensions the words of a language."""
    words.load(request.param)
    return request.param


@pytest.fixture
def phone():
    """Give the size of a small phone."""
    return {"width": 360, "height": 740}


@pytest.fixture
def site():
    """Give the folder that the site is in."""
    return _SITE


@pytest.fixture(scope="session")
def address():
    """Serve the site on this machine."""
    handler = functools.partial(_Quiet, directory=str(_SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium")
    assert chromium, "install Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """
    Open pages of the site: visit("index.html", viewport=phone).

    Whatever a test does with them, no page may ask another host, or write an
    error to its console.
    """
    problems = []
    here = urlsplit(address).netloc

    def check(route):
        url = urlsplit(route.request.url)
        if url.netloc == here or url.scheme in {"file", "data"}:
            route.continue_()
        else:
            problems.append(f"asks {route.request.url}")
            route.abort()

    def hear(message):
        if message.type in {"error", "warning"}:
            problems.append(f"{message.type}: {message.text}")

    with contextlib.ExitStack() as open_contexts:

        def visit(path, **options):
            options = {"viewport": _DESKTOP, **options}
            context = browser.new_context(**options)
            open_contexts.callback(context.close)
            context.set_default_timeout(10_000)
            context.route("**/*", check)
            page = context.new_page()
            page.on("console", hear)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.goto(path if "://" in path else f"{address}/{path}")
            return page

        yield visit
    assert problems == []
