"""The texts of Catat, a gettext file for each language; bot/texts.py reads them."""
