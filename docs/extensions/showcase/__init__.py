"""
The explorer of contests, and the pictures.

They are made of the package's data when the documentation is built, so that
they say what the data say. Each edition can be shown; where none is named, it
is the newest.
"""
