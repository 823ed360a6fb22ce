"""
Links each page to the same page in the other language.

English is at the root of the site; every other language has a folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx.locale

from sphinx.util.i18n import CatalogInfo
from sphinx.util.osutil import relative_uri


if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


LOCALES = Path(__file__).parents[1] / "locale"

# Sphinx's name of each language, with its folder, tag and own name.
LANGUAGES = {
    "en": ("", "en", "English"),
    "zh_CN": ("zh-cn/", "zh-CN", "中文"),
}


def load_words(catalog: str, language: str) -> None:
    """Load the words of an extension; those of the code are the fallback."""
    folder = LOCALES / language / "LC_MESSAGES"
    info = CatalogInfo(folder, catalog, "utf-8")
    # Sphinx compiles catalogues only after it has set up extensions.
    if Path(info.po_path).exists() and info.is_outdated():
        info.write_mo(language)
    sphinx.locale.translators.pop(("general", catalog), None)
    sphinx.locale.init([LOCALES], language, catalog)


def _link_languages(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    page = app.builder.get_target_uri(pagename)
    here = LANGUAGES[app.config.language][0] + page
    context["languages"] = [
        {"tag": tag, "name": name, "url": relative_uri(here, folder + page)}
        for language, (folder, tag, name) in LANGUAGES.items()
        if language != app.config.language
    ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("html-page-context", _link_languages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
