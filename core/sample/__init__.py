"""A made-up census of one city, for demos, training and measurements: nobody in it exists."""
