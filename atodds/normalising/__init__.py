"""The grammars of numbers, units, currencies and dates: text to intervals.

Pure and total: every function answers or says why not, never guesses silently and never raises on text.
What to keep out: spaCy, files, and any notion of what a figure is about.
"""
