"""How much of a file is taken in. What is larger is refused before it costs memory or time.

The largest prelist that one office sends, a city's, has about 300,000 rows; a larger one is split by district.
"""

LARGEST_FILE = 100_000_000
"""Bytes, as the file is stored."""
LARGEST_SHEET = 500_000_000
"""Bytes of a sheet when it is unpacked; they are read piece by piece and not kept."""
LARGEST_TEXTS = 100_000_000
"""Bytes of a workbook's texts, or of its settings, when they are unpacked; they are kept while it is read."""
MOST_PARTS = 10_000
"""Parts of a workbook: sheets, pictures, settings."""
MOST_ROWS = 500_000
MOST_COLUMNS = 256
LONGEST_LINE = 100_000
"""Characters in a line of a CSV file."""
LONGEST_CELL = 1_000
"""Characters in a cell that is read."""
DEEPEST = 64
"""Elements inside each other in a workbook's XML."""
MOST_TEXTS = 4_000_000
"""Different texts in the cells of a workbook."""
MOST_FINDINGS = 1_000
"""Findings that are kept one by one; the others are counted."""
MOST_COUNTED = 100_000
"""Findings after which a file is not read any further."""
HEADER_WITHIN = 30
"""Rows that may stand above the header and be titles."""
