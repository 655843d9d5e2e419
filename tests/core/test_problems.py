"""The catalogue of problems: each code means one thing."""

import re
from collections import Counter

from core.problems import PROBLEMS


def test_each_code_is_given_once() -> None:
    assert [code for code, times in Counter(PROBLEMS.values()).items() if times > 1] == []
    assert [code for code in PROBLEMS.values() if not re.fullmatch(r"C\d{3}", code)] == []
