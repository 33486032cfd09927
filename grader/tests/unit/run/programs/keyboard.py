# Asks a question and waits for an answer.
name = input("What is your name? ")
