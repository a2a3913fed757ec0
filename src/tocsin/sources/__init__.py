"""One folder per source: `source.toml` says what it is, `read.py` yields its releases. Nothing here stores anything."""
