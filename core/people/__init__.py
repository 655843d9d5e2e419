"""Officers and citizens: who they are, joining, training, absences, quiet hours, messages, privacy."""
