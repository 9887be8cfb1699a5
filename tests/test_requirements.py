"""What is installed: locked file by file, complete, and what pyproject.toml asks for."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-test.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"],
}
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def read_lock(name: str) -> dict[Requirement, list[str]]:
    """Each pinned requirement of a lock with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {
        Requirement(" ".join(word for word in words if not word.startswith("--hash="))): [
            word for word in words if word.startswith("--hash=")
        ]
        for words in lines
    }


def environment(python: str, system: str) -> dict[str, str]:
    """What markers are asked of: a Python on a system."""
    named = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}
    os_name, platform_system = named[system]
    about = {"python_version": python, "python_full_version": f"{python}.9", "implementation_name": "cpython"}
    about |= {"platform_python_implementation": "CPython", "sys_platform": system, "os_name": os_name}
    return {**default_environment(), **about, "platform_system": platform_system, "extra": ""}


def pinned(name: str, about: dict[str, str]) -> dict[str, str]:
    """The version of each package that a lock installs there."""
    found = [need for need in read_lock(name) if need.marker is None or need.marker.evaluate(about)]
    versions = {canonicalize_name(need.name): str(need.specifier).removeprefix("==") for need in found}
    assert len(versions) == len(found), "two versions of one package"
    return versions


@pytest.mark.parametrize("name", ASKED)
def test_every_requirement_is_one_version_with_the_digests_of_its_files(name):
    locked = read_lock(name)
    assert len(locked) > len(ASKED[name])
    for need, hashes in locked.items():
        assert re.fullmatch(r"==[^*,]+", str(need.specifier)), need
        assert hashes and all(SHA256.fullmatch(one) for one in hashes), need
        assert need.url is None


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("name", ASKED)
def test_what_pyproject_asks_for_is_what_is_locked(name, python, system):
    versions = pinned(name, environment(python, system))
    for line in ASKED[name]:
        need = Requirement(line)
        assert need.specifier.contains(versions[canonicalize_name(need.name)]), line


@pytest.mark.parametrize("name", ASKED)
def test_the_lock_names_all_that_its_packages_need_here(name):
    about = {**default_environment(), "extra": ""}
    versions = pinned(name, about)
    unmet, looked_at = [], 0
    for package, locked in versions.items():
        try:
            made = distribution(package)
        except PackageNotFoundError:  # of requirements-test.txt, where requirements.txt alone is installed
            assert name == "requirements-test.txt", f"{package} is locked and not installed"
            continue
        if made.version != locked:  # another version may need other things
            continue
        looked_at += 1
        for need in map(Requirement, made.requires or ()):
            if need.marker is None or need.marker.evaluate(about):
                version = versions.get(canonicalize_name(need.name))
                if version is None or not need.specifier.contains(version, prereleases=True):
                    unmet.append(f"{package} needs {need}, locked is {version}")
    assert unmet == []
    assert looked_at > len(versions) / 2


def test_tests_run_with_the_versions_that_editions_are_made_with():
    for about in (environment("3.11", "linux"), environment("3.13", "linux")):
        made, tested = pinned("requirements.txt", about), pinned("requirements-test.txt", about)
        assert made.items() <= tested.items()


def test_no_lock_names_an_address():
    for name in ASKED:
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")
