"""The month for everybody at once: numpy over whole fen (int64), no floats.

`tables` holds the people, `rates` the scale, `engine.calculate` turns both into amounts; `adapter` builds the tables
from the same values the exact evaluator reads, which is the oracle of everything here.
"""
