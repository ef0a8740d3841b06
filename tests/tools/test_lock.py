"""Lock files hold pins and hashes, and nothing that names an index, a host or a machine."""

import pytest

from tools.lock import problems

HASH = "    --hash=sha256:" + "a1" * 32
GOOD = (
    f'# What it is for.\nuvloop==0.23.0 ; sys_platform != "win32" \\\n{HASH} \\\n{HASH}\n'
    f"six==1.17.0 \\\n{HASH}\n"
)


def test_a_lock_of_pins_and_hashes_has_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url somewhere",
        "--extra-index-url https://example.invalid/simple",
        "--find-links wheels",
        "--trusted-host example.invalid",
        "six @ file:///home/somebody/six.whl",
        "six @ https://example.invalid/six.whl",
        "    # via -r /home/somebody/pinstripe/requirements.in",
        "    # via -r ../requirements.in",
        "-e .",
        "six>=1.17.0",
        "    --hash=md5:" + "a1" * 16,
    ],
)
def test_a_planted_address_path_or_loose_pin_is_found(line: str) -> None:
    assert problems(GOOD + line + "\n") != []


def test_a_pin_without_a_hash_is_found() -> None:
    assert problems(f"six==1.17.0 \\\n{HASH}\nidna==3.20\n") == ["no hash: idna==3.20"]
