"""What a build is put through: see `python -m drills --help` and docs/drills.md."""
