"""Pictures as SVG, for the web as they are and for the chat as PNG. What draws the PNG is loaded with the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from delivery.fonts import BOLD, FAMILY, REGULAR, font_file

Point = tuple[float, float]
FAMILIES = f"{FAMILY}, Arial, sans-serif"


class Svg:
    """A picture to be drawn on, of so many pixels; (0, 0) is its upper left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.parts = [f'<rect width="{width}" height="{height}" fill="white"/>']

    def box(self, corner: Point, size: Point, fill: str, round_: float = 0) -> None:
        """A filled rectangle; round_: the radius of its corners."""
        (x, y), (width, height) = corner, size
        edges = f'rx="{round_:g}"' if round_ else 'shape-rendering="crispEdges"'
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" {edges}/>'
        )

    def line(self, points: Iterable[Point], colour: str, width: float, dashes: str = "") -> None:
        """A line through points; dashes: the lengths of strokes and gaps ("" for none)."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ' stroke-linecap="round" stroke-linejoin="round"'
        self.parts.append(
            f'<polyline points="{_shown(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
        )

    def area(self, points: Iterable[Point], fill: str) -> None:
        """A filled shape with these corners."""
        self.parts.append(f'<polygon points="{_shown(points)}" fill="{fill}"/>')

    def dot(self, at: Point, radius: float, fill: str, edge: str = "white") -> None:
        """A filled circle with an edge."""
        x, y = at
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{edge}" stroke-width="2"/>'
        )

    def text(self, at: Point, said: str, size: float, colour: str, place: str = "start") -> None:
        """A text on its line. place: where `at` is of it: start, middle or end."""
        self._text(at, said, f'font-size="{size:.1f}" fill="{colour}" text-anchor="{place}"')

    def bold(self, at: Point, said: str, size: float, colour: str, place: str = "start") -> None:
        """The same in bold."""
        self._text(at, said, f'font-size="{size:.1f}" fill="{colour}" text-anchor="{place}" font-weight="700"')

    def _text(self, at: Point, said: str, how: str) -> None:
        x, y = at
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" {how}>{escape(said)}</text>')

    def __str__(self) -> str:
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        parts = "\n".join(self.parts)
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILIES}">\n{parts}\n</svg>\n'


def png(picture: Svg) -> bytes:
    """The picture as PNG; the same picture gives the same bytes."""
    from resvg_py import svg_to_bytes

    fonts = [str(font_file(name)) for name in (REGULAR, BOLD)]
    return bytes(svg_to_bytes(svg_string=str(picture), skip_system_fonts=True, font_files=fonts, font_family=FAMILY))


def marks(most: float, about: int) -> Sequence[int]:
    """Round numbers from 0 to the most, for the marks of an axis: about so many."""
    round_ = (unit * 10**power for power in range(12) for unit in (1, 2, 5, 10, 20, 25, 50))
    return range(0, int(most) + 1, min(step for step in round_ if step >= most / about))


def _shown(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
