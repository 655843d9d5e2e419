"""The Bot API's methods, one file a theme; `table.py` lists them all with their parameters."""
