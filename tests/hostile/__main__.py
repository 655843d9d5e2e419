"""Prints how each parser takes each hostile text: `python -m tests.hostile`."""

from tests.hostile.growth import LONG, SHORT, growth_of
from tests.hostile.parsers import PARSERS, TYPED
from tests.hostile.texts import TEXTS


def main() -> None:
    """The worst text of each parser, and every one that grows too fast."""
    print(f"From {SHORT:,} to {LONG:,} characters, {LONG // SHORT} times as many:")
    print(f"{'parser':28} {'worst text':18} {'steps x':>8} {'time x':>8} {'ms':>8}")
    for name, parser in {**PARSERS, **TYPED}.items():
        found = {text: growth_of(parser, make) for text, make in TEXTS.items()}
        worst = max(found, key=lambda text: (not found[text].bounded, found[text].time))
        for text, growth in found.items():
            if text == worst or not growth.bounded:
                figures = f"{growth.steps:8.1f} {growth.time:8.1f} {growth.seconds * 1000:8.2f}"
                print(f"{name:28} {text:18} {figures}{'' if growth.bounded else '   TOO FAST'}", flush=True)


if __name__ == "__main__":
    main()
