"""CSV as offices write it: comma, semicolon, tab or bar; UTF-8 with or without its mark, or UTF-16 with one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from core.imports.findings import Finding, Findings, refuse
from core.imports.limits import HEADER_WITHIN, LONGEST_LINE

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}
PIECE = 1 << 20


def encoding_of(data: bytes) -> str:
    """The encoding of a CSV file; Refused when it is none that can be told for certain."""
    encoding = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8-sig"
    if encoding == "utf-8-sig" and data[:64].count(0) > len(data[:64]) // 4:
        raise refuse("the file looks like UTF-16 without its mark, or is not text: save it as CSV in UTF-8")
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        try:
            decoder.decode(piece, final=start + PIECE >= len(data))
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            line = data.count(b"\n", 0, start + len(piece) - len(error.object) + error.start) + 1
            found = f"line {line} holds the byte 0x{byte:02X}, which is not {NAMES[encoding]}"
            hint = "the file is probably in a Windows code page (cp1252): save it as CSV UTF-8"
            raise refuse(f"{found}; {hint}") from None
    return encoding


def delimiter_of(lines: list[str], known: frozenset[str]) -> str:
    """The delimiter that finds most of the known columns in one of the first lines."""

    def fit(delimiter: str) -> tuple[int, int]:
        return max(_fit(line, delimiter, known) for line in lines)

    return max(DELIMITERS, key=fit)


def _fit(line: str, delimiter: str, known: frozenset[str]) -> tuple[int, int]:
    names = [" ".join(name.split()).casefold() for name in line.replace('"', "").split(delimiter)]
    return len(known.intersection(names)), len(names)


@dataclass
class CsvLines:
    """The records of a CSV file. broken: on which lines a text goes over several lines, and is taken as it is."""

    data: bytes
    known: frozenset[str]
    findings: Findings
    broken: list[int]

    def read(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line on which it begins; one that breaks the quoting rules is a finding."""
        encoding = encoding_of(self.data)
        delimiter, skip = self._dialect(encoding)
        with io.TextIOWrapper(io.BytesIO(self.data), encoding, newline="") as text:
            reader = csv.reader(_bounded(text), delimiter=delimiter, strict=True)
            width = 0
            while True:
                line = reader.line_num + 1
                try:
                    record = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    reason, last = _quoting(error)
                    self.findings.append(Finding(line, "", reason))
                    if last:
                        return
                    continue
                if line <= skip:
                    continue
                if reader.line_num > line and self._swallowed(line, record, delimiter):
                    continue
                if 0 < len(record) < width and self._cut_off(text):
                    self.findings.append(Finding(line, "", "the file ends in the middle of this row: it was cut off"))
                width = len(record)
                yield line, record

    def _dialect(self, encoding: str) -> tuple[str, int]:
        """The delimiter, and how many lines come before everything else (Excel's `sep=;`)."""
        lines: list[str] = []
        with io.TextIOWrapper(io.BytesIO(self.data), encoding, newline=None) as text:
            for number, line in enumerate(_bounded(text), start=1):
                if number == 1 and line.startswith("sep=") and line[4:5] in DELIMITERS:
                    return line[4:5], 1
                if line.strip(" ,;\t\r\n"):
                    lines.append(line.rstrip("\n"))
                if len(lines) == HEADER_WITHIN:
                    break
        return delimiter_of(lines, self.known) if lines else ",", 0

    def _swallowed(self, line: int, record: list[str], delimiter: str) -> bool:
        """Whether a cell with a line break took the next row in, for want of a quotation mark: it is a finding then."""
        for place, cell in enumerate(record):
            more = cell.splitlines()[1:]
            if any(part.count(delimiter) >= max(place, 1) for part in more):
                reason = f"cell {place + 1} goes on over the next line, which looks like a row of its own"
                self.findings.append(Finding(line, "", f'{reason}: a quotation mark (") too many, or one is missing'))
                return True
            if more and not (self.broken and self.broken[-1] == line):
                self.broken.append(line)
        return False

    def _cut_off(self, text: io.TextIOWrapper) -> bool:
        """Return whether this was the last record, and has no end of its line."""
        return not self.data.rstrip(b"\0").endswith((b"\n", b"\r")) and not text.read(1)


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise refuse(f"the line has more than {LONGEST_LINE:,} characters: the file is not a table", number)
        yield line


def _quoting(error: csv.Error) -> tuple[str, bool]:
    """Return what is wrong, and whether nothing behind it can be read."""
    text = str(error)
    if "unexpected end" in text or "field larger" in text:
        return 'a quotation mark (") opens here and is never closed: the rows after it cannot be read', True
    reason = 'text goes on after a closing quotation mark ("): a quotation mark inside a text is written twice ("")'
    return reason, False
