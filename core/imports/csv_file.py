"""CSV as offices write it: comma, semicolon or tab; UTF-8 with or without its mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from core.imports.findings import Finding, refuse

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(data: bytes) -> str:
    """The encoding of a CSV file; Refused when it is none that can be told for certain."""
    encoding = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig"
    if encoding == "utf-8-sig" and data[:64].count(0) > len(data[:64]) // 4:
        raise refuse("the file looks like UTF-16 without its mark, or is not text: save it as CSV in UTF-8")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"line {line} holds the byte 0x{data[error.start]:02X}, which is not {encoding[:6].upper()}"
        raise refuse(f"{found}; the file is probably in a Windows code page (cp1252): save it as CSV UTF-8") from None
    return encoding


def delimiter_of(header: str, known: frozenset[str]) -> str:
    """The delimiter that finds most of the known columns in the header line."""

    def fit(delimiter: str) -> tuple[int, int]:
        names = [name.strip().casefold() for name in header.replace('"', "").split(delimiter)]
        return len(known.intersection(names)), len(names)

    return max(DELIMITERS, key=fit)


def lines_of(data: bytes, known: frozenset[str], findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the physical line on which it begins; one that breaks the quoting rules is a finding."""
    encoding = encoding_of(data)
    delimiter, skip = _dialect(data, encoding, known)
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                findings.append(Finding(line, "", _quoting(error)))
                continue
            if line > skip:
                yield line, record


def _dialect(data: bytes, encoding: str, known: frozenset[str]) -> tuple[str, int]:
    """The delimiter, and how many lines come before the header (Excel's `sep=;`)."""
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline=None) as text:
        for number, line in enumerate(text, start=1):
            if number == 1 and line.startswith("sep=") and line[4:5] in DELIMITERS:
                return line[4:5], 1
            if line.strip(" ,;\t\r\n"):
                return delimiter_of(line.rstrip("\n"), known), 0
    return ",", 0


def _quoting(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text or "field larger" in text:
        return 'a quotation mark (") opens here and is never closed: the rows after it cannot be read'
    return 'text goes on after a closing quotation mark ("): a quotation mark inside a text is written twice ("")'
