"""
How a release is made: checks of what ships, none of which ships.
"""
