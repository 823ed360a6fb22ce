"""The bytes of a text or a page as text."""

from __future__ import annotations


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNREADABLE = "\ufffd"


def decode(data: bytes, declared: str = "") -> str:
    """
    Return the text of a file with ``\\n`` as its line ends.

    A byte order mark decides. Without one, text that is valid UTF-8 is UTF-8,
    whatever charset a page declares, as pages of every other charset than
    Big5 are in GB 18030. A single bad byte becomes U+FFFD.

    Raises `ValueError`, with the reason, for other bytes.
    """
    if data.startswith(_UTF_16):
        codecs = ["utf-16"]
    elif b"\0" in data:
        raise ValueError("is binary; a plan is text, a Word file or a web page")
    else:
        codecs = ["utf-8-sig", "gb18030"]
        if declared.lower() == "big5":  # most of it is valid GB 18030, too
            codecs.insert(1, "big5hkscs")
    texts = [data.decode(codec, "replace") for codec in codecs]
    text = min(texts, key=lambda text: text.count(_UNREADABLE))
    if text.count(_UNREADABLE) > 1 + len(text) // 1000:
        names = " or ".join(dict.fromkeys(codecs)).replace("-sig", "")
        raise ValueError(f"is not text in {names}; save it in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")
