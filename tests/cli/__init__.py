"""The commands of the terminal, as an office types them."""
