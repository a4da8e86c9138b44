"""From canonical text to claims: which sentences hold a figure, what it counts, of whom, when, and who says so.

What belongs here: spaCy components, framing, segmentation of sentences. What to keep out: the number and date grammars
(`atodds.normalising`), entity resolution (`atodds.aligning`), the words of the rules (`seeds`).
"""
