"""
The translations of the documentation: one catalogue of messages for each page.

    python docs/catalogues.py update    brings in what has changed in the pages
    python docs/catalogues.py check     fails where a message is not translated

A message whose English changed is kept as fuzzy, with what it was, until
somebody looks at it.
"""

from __future__ import annotations

import re
import sys
import tempfile

from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import denormalize, read_po, write_po
from sphinx.cmd.build import main as sphinx_build


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


DOCS = Path(__file__).parent
EXTENSIONS = DOCS / "extensions"
LANGUAGE = "zh_CN"
CATALOGUES = DOCS / "locale" / LANGUAGE / "LC_MESSAGES"
# The words of our templates, and those of the theme.
THEME = "sphinx"

_HEADER = f"""\
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# What reads the same in both languages: code, the addresses of links, and
# numbers with their units.
_CODE = re.compile(
    r"``.+?``|`[^`]+`|\]\([^)]*\)|https?://\S+"
    r"|\d[\d.,]* ?(?:ns|µs|ms|s|[KMG]i?B)?\b",
    re.DOTALL,
)


def templates() -> Iterator[tuple[str, Catalog]]:
    """
    Yield the name and the messages of each page, and of our extensions.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Sphinx says what is wrong by itself.
        if sphinx_build(["-q", "-E", "-b", "gettext", str(DOCS), folder]):
            sys.exit(1)
        root = Path(folder)
        for path in sorted(root.rglob("*.pot")):
            with path.open("rb") as file:
                template = read_po(file)
            name = path.relative_to(root).with_suffix("").as_posix()
            if name == THEME:
                _add_words_of_theme(template)
            yield name, template
    for extension in sorted(EXTENSIONS.iterdir()):
        catalogue = _words_of(extension)
        if len(catalogue):
            yield extension.stem, catalogue


def _add_words_of_theme(template: Catalog) -> None:
    # They stand in its files, not in ours: the catalogue is their only list.
    for message in _read(CATALOGUES / f"{THEME}.po"):
        if message.id:
            template.add(message.id)


def _words_of(extension: Path) -> Catalog:
    """
    Return the messages of a module, or of a package and its templates.
    """
    catalogue = Catalog()
    name = extension.stem
    methods = [
        (f"{name}.py", "python"),
        (f"{name}/**.py", "python"),
        (f"{name}/**.html", "jinja2"),
    ]
    options = {"**.html": {"trimmed": "true"}}
    found = extract_from_dir(EXTENSIONS, methods, options)
    for _, _, message, comments, context in found:
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def update() -> None:
    """
    Bring what has changed in the pages into the catalogues.
    """
    kept: set[Path] = set()
    for name, template in templates():
        path = CATALOGUES / f"{name}.po"
        catalogue = _read(path)
        catalogue.update(template)
        catalogue.obsolete.clear()
        for message in catalogue:
            _restore_previous(message)
            is_open = message.fuzzy or not message.string
            if message.id and is_open and _is_code(message.id):
                message.string = message.id
                message.flags.discard("fuzzy")
                message.previous_id = []
        _write(path, catalogue)
        kept.add(path)
    for path in set(CATALOGUES.rglob("*.po")) - kept:
        path.unlink()


def check() -> None:
    """
    Fail where a message is missing, untranslated, fuzzy, or no longer used.
    """
    problems: list[str] = []
    names: set[str] = set()
    for name, template in templates():
        names.add(name)
        problems += _problems(name, template, _read(CATALOGUES / f"{name}.po"))
    for path in sorted(CATALOGUES.rglob("*.po")):
        name = path.relative_to(CATALOGUES).with_suffix("").as_posix()
        if name not in names:
            problems.append(f"{name}: there is no page of this name")
    if problems:
        folder = CATALOGUES.relative_to(DOCS.parent).as_posix()
        problems.append(
            f"{len(problems)} messages to mend in {folder}: "
            "python docs/catalogues.py update brings them in"
        )
        sys.exit("\n".join(problems))


def _problems(
    name: str, template: Catalog, catalogue: Catalog
) -> Iterator[str]:
    for message in template:
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        if translated is None:
            yield f"{name}: missing: {message.id!r}"
        elif not translated.string:
            yield f"{name}: untranslated: {message.id!r}"
        elif translated.fuzzy:
            yield f"{name}: fuzzy: {message.id!r}"
    for message in catalogue:
        if message.id and template.get(message.id, message.context) is None:
            yield f"{name}: no longer used: {message.id!r}"


def _restore_previous(message: Message) -> None:
    """
    Keep what a fuzzy message was, and that alone: Babel reads it as comments.
    """
    comments = message.user_comments
    previous = [line[1:].strip() for line in comments if line.startswith("|")]
    message.user_comments = [
        line for line in comments if not line.startswith("|")
    ]
    if message.fuzzy and previous and not message.previous_id:
        text = " ".join(previous).removeprefix("msgid ")
        message.previous_id = [denormalize(text)]


def _is_code(message: str | Iterable[str]) -> bool:
    text = message if isinstance(message, str) else " ".join(message)
    return not re.search("[A-Za-z]", _CODE.sub("", text))


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # A header of our own: Babel's has the time in it.
        file.write(_HEADER.encode())
        write_po(
            file,
            catalogue,
            width=0,
            no_location=True,
            omit_header=True,
            include_previous=True,
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["check"]:
            check()
        case _:
            sys.exit(__doc__)
