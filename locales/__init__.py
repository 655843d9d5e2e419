"""The texts of Catat, a gettext file for each language; wording/texts.py reads them."""
