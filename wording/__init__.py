"""What is told outside of a question: figures in, words out. Pure, like core; every face and every job says it so."""
