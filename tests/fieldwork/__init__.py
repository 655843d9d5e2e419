"""A field in which anything may happen in any order, and what is true of every open household at every moment."""
