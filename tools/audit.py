"""Ask the open advisory database (OSV) whether a package has a known weakness; `make audit`.

One question for all packages: those of requirements.lock, and all that are installed beside this program, the
environment's own pip and setuptools among them. Exit codes: 0, there is none; 1, there are some; 75, nobody knows, for
the database could not be asked. CATAT_AUDIT_URL names another address of it, such as a mirror's.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from importlib.metadata import distributions
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
ADDRESS = "https://api.osv.dev/v1/querybatch"
SECONDS = 20
UNKNOWN = os.EX_TEMPFAIL
OURS = "catat"


def main() -> int:
    """Print what is known of the packages; the exit code."""
    packages = all_packages()
    try:
        found = ask(packages)
    except (OSError, ValueError) as problem:
        why = getattr(problem, "reason", problem)
        print(f"Audit skipped: the advisory database cannot be reached ({why}). {len(packages)} packages not checked.")
        return UNKNOWN
    for (name, version), advisories in zip(packages, found, strict=True):
        if advisories:
            print(f"{name} {version}: {', '.join(advisories)}")
    weak = sum(bool(advisories) for advisories in found)
    print(f"Audit: {len(packages)} packages checked, {weak} with known weaknesses.")
    return int(weak > 0)


def all_packages() -> list[tuple[str, str]]:
    """Name and version of what the lock names, and of what is installed here."""
    named = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(), re.MULTILINE)
    installed = [(each.metadata["Name"], each.version) for each in distributions()]
    found = {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in [*named, *installed]}
    return sorted(package for package in found if package[0] != OURS)


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
