"""Learning: the weights and thresholds of the product, from named development sets, to the one file that it loads.

Two trials, one after the other: the search, by evidence recall within 1,000 characters; and, over the evidence that the search
with its new weights finds, the answers, by the score of each type of question. What does not depend on the weights (candidates
of the engines, features of sentences) is computed once; a trial then scores every question for a point of a small grid.
`ascent` looks for the best point, axis by axis, and again for every document left out. Nothing here is random.
"""
