"""XML inside a workbook, piece by piece and within limits: what a part says about its size is not trusted."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pyexpat import XMLParserType
from xml.parsers import expat

from core.imports.findings import refuse
from core.imports.kinds import other_kind
from core.imports.limits import DEEPEST, LARGEST_TEXTS, MOST_PARTS

PIECE = 1 << 16
LONGEST_TOKEN = 1 << 20
"""Bytes in which no element begins or ends."""
ENCODINGS = frozenset(("UTF-8", "UTF-16"))
"""Those in which a workbook's XML may be written."""
DAMAGED = "the workbook is damaged, or not as spreadsheet programs write it: save it again as XLSX or as CSV UTF-8"


class Archive:
    """A workbook's parts, by name; upper and lower case are the same."""

    def __init__(self, data: bytes) -> None:
        """Refused when it is no workbook, or one that is protected or has too many parts."""
        if data.count(b"PK\x01\x02") > MOST_PARTS:
            raise refuse(f"the workbook has more than {MOST_PARTS:,} parts: save the table alone as XLSX")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise refuse(f"the workbook cannot be read: {DAMAGED}") from None
        self.parts = {info.filename.replace("\\", "/").lower(): info for info in self.zip.infolist()}
        if "xl/workbook.xml" not in self.parts:
            raise refuse(other_kind(set(self.parts)))
        if any(info.flag_bits & 1 for info in self.parts.values()):
            raise refuse("the workbook is protected by a password: save it without one")
        if len(self.parts) < len(self.zip.infolist()):
            raise refuse(DAMAGED)  # two parts of one name: programs differ in which they show

    def pieces(self, name: str, most: int) -> Iterator[bytes]:
        """A part's content; Refused when it is not there, damaged, or has more bytes than it may have."""
        info = self.parts.get(name.lower())
        if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse(DAMAGED)
        left = most
        try:
            with self.zip.open(info) as part:
                while piece := part.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise refuse(f"the workbook has more than {most // 1_000_000} MB in one part: split the file")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise refuse(DAMAGED) from None


class Elements:
    """Hears the elements of one part. begin and end get names without their namespace's prefix."""

    def __init__(self) -> None:
        self.depth = 0
        self.heard = 0
        self.parser: XMLParserType = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declaration

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def feed(self, pieces: Iterator[bytes]) -> Iterator[None]:
        """Read a part, with a pause after each piece; Refused when it is no XML or built to cost memory."""
        silent = 0
        try:
            for piece in pieces:
                before = self.heard
                self.parser.Parse(piece, False)
                silent = 0 if self.heard > before else silent + len(piece)
                if silent > LONGEST_TOKEN:
                    raise refuse(DAMAGED)
                yield
            self.parser.Parse(b"", True)
            yield
        except expat.ExpatError:
            raise refuse(DAMAGED) from None

    def listen(self, hear: Callable[[str], None] | None) -> None:
        """Hear characters, or hear none any more."""
        self.parser.CharacterDataHandler = hear

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.heard += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise refuse(DAMAGED)
        self.begin(name.rpartition(":")[2] if ":" in name else name, attributes)

    def _end(self, name: str) -> None:
        self.heard += 1
        self.depth -= 1
        self.end(name.rpartition(":")[2] if ":" in name else name)

    def _doctype(self, *_declared: object) -> None:
        raise refuse(DAMAGED)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in ENCODINGS:
            raise refuse(DAMAGED)


def read_part(archive: Archive, name: str, elements: Elements) -> None:
    """Let these elements hear a whole part."""
    for _ in elements.feed(archive.pieces(name, LARGEST_TEXTS)):
        pass
