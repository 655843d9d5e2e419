"""Ask the open advisory database (OSV) whether a package of requirements.lock has a known weakness; `make audit`.

One question for all packages. Exit code 1 when there is one; 0 when there is none, or, saying so, when the database
cannot be reached. CATAT_AUDIT_URL names another address of it, such as a mirror's.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
ADDRESS = "https://api.osv.dev/v1/querybatch"
SECONDS = 20


def main() -> int:
    """Print what is known of the packages; the exit code."""
    packages = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(), re.MULTILINE)
    try:
        found = ask(packages)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "reason", problem)
        print(f"Audit skipped: the advisory database cannot be reached ({why}). {len(packages)} packages not checked.")
        return 0
    for (name, version), advisories in zip(packages, found, strict=True):
        if advisories:
            print(f"{name} {version}: {', '.join(advisories)}")
    weak = sum(bool(advisories) for advisories in found)
    print(f"Audit: {len(packages)} packages checked, {weak} with known weaknesses.")
    return int(weak > 0)


def ask(packages: list[tuple[str, str]]) -> list[list[str]]:
    """The advisories of each package, in the same order."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    request = urllib.request.Request(  # noqa: S310
        os.environ.get("CATAT_AUDIT_URL", ADDRESS),
        json.dumps({"queries": queries}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    if len(results) != len(packages):
        raise ValueError("it answered for another number of packages")
    return [[each["id"] for each in result.get("vulns", [])] for result in results]


if __name__ == "__main__":
    sys.exit(main())
