"""Files of the census office: how they are read, and the rules that every row is checked against."""
