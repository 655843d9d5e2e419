"""What a file is, by its content, whatever it is called: a workbook, a CSV, or something that is not read."""

from __future__ import annotations

from core.imports.findings import refuse

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
BEGINNINGS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (RTF)",
    b"ID;P": "a SYLK file",
    b"\x1f\x8b": "packed by gzip",
    b"Rar!": "packed by RAR",
    b"7z\xbc\xaf": "packed by 7-Zip",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format": "a database",
}
INSIDE = {
    "mimetype": "an OpenDocument file (ODS)",
    "xl/workbook.bin": "a binary workbook (XLSB)",
    "word/document.xml": "a text document (DOCX)",
    "ppt/presentation.xml": "a presentation (PPTX)",
    "index/document.iwa": "a Numbers file",
}
"""Parts by which other kinds of packed files are known."""
SAVE = "open it in a spreadsheet program and save it as XLSX or CSV UTF-8"


def is_workbook(data: bytes) -> bool:
    """Return whether the content is packed as a workbook is; Refused when it is neither that nor plain text."""
    if data.startswith(OLD_OFFICE):
        if PROTECTED in data:
            raise refuse("the workbook is protected by a password: save it without one")
        raise refuse(f"the file is an old workbook (XLS): {SAVE}")
    for beginning, what in BEGINNINGS.items():
        if data.startswith(beginning):
            raise refuse(f"the file is {what}: wanted is a table, as XLSX or CSV UTF-8")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise refuse(f"the file is a web page or XML, whatever it is called: {SAVE}")
    return data.startswith(ZIP)


def other_kind(parts: set[str]) -> str:
    """Return what a packed file is that is no XLSX, by the names of its parts (in lower case)."""
    what = next((what for part, what in INSIDE.items() if part in parts), "a packed file without a workbook")
    return f"the file is {what}: {SAVE}"
