"""What was uploaded: files, and links under which anybody can read them."""

MODULES: tuple[str, ...] = (
    "file",
    "files",
    "file_link",
    "file_links",
)
DOORS: tuple[str, ...] = (
    "file",
    "refusals",
)
"""What later rooms may import."""
